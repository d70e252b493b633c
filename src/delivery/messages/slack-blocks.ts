import type { HeadlineGroup, RunSummary, SummaryFinding } from '../../core/summary.ts';
import { checkpointLine } from './file-words.ts';
import type { Notice } from './notices.ts';
import { plainLine, plainText } from './plain.ts';
import { type Block, code, context, fields, header, limits, link, quote, section } from './slack-markup.ts';
import { costliestOf, escapeSlack } from './unused-text.ts';
import { completeness, count, coverage, findingsLink, money, perMonth, unusedWords, utc } from './words.ts';

const listed = { regions: 5, newFindings: 5, also: 6, gaps: 6 };

/** Blocks of the message about a finished scan: the answer first, then its parts, what is new, and what is missing. */
export function summaryBlocks(summary: RunSummary, message: string | undefined): Block[] {
  const blocks = [
    header(headline(summary)),
    context(originLine(summary)),
    ...(message === undefined || message.trim() === '' ? [] : [section(quote(escapeSlack(plainText(message))))]),
    ...gapsFirst(summary),
    ...figures(summary),
    ...breakdown(summary),
    ...list('New since the last message', summary.newTotal, summary.newFindings.slice(0, listed.newFindings).map((entry) => findingLine(entry, summary))),
    ...largestSaving(summary),
    ...also(summary),
    ...gaps(summary),
    ...(summary.publicUrl === '' ? [] : [section(`*${link(findingsLink(summary.publicUrl), 'Open the findings')}*`)]),
  ];
  const proof = summary.checkpoint === undefined ? [] : [context(escapeSlack(checkpointLine(summary.checkpoint)))];
  return [...blocks.slice(0, limits.blocks - 1 - proof.length), ...proof];
}

export function noticeBlocks(notice: Notice): Block[] {
  return [
    header(notice.title),
    section(notice.sentences.map(escapeSlack).join('\n')),
    ...(notice.isDemo ? [context('🧪 *Demo*: nothing here is real.')] : []),
    section(link(notice.link.url, notice.link.title)),
  ];
}

export const repeatBlock: Block = context('This may be a repeat: the service was interrupted while it sent this message.');

function headline(summary: RunSummary): string {
  const read = completeness(summary);
  if (summary.unusedTotal > 0) return `🚨 ${count(summary.unusedTotal, unusedWords(summary))}`;
  if (read === 'everything') return `✅ No ${unusedWords(summary)}s`;
  return read === 'part' ? `⚠️ No ${unusedWords(summary)}s in what could be read` : '⚠️ The scan could not read anything';
}

function originLine(summary: RunSummary): string {
  const demo = summary.isDemo ? '🧪 *Demo*: these accounts and resources are simulated · ' : '';
  const state = { completed: 'Scan', partial: 'Partial scan', failed: 'Failed scan', cancelled: 'Cancelled scan' }[summary.status];
  return `${demo}${state} of ${coverage(summary)} · ${utc(summary.finishedAt)}`;
}

/** A warning before the figures: numbers of half an estate must not be read as those of the whole. */
function gapsFirst(summary: RunSummary): Block[] {
  if (completeness(summary) === 'everything') return [];
  const why = summary.gapTotal > 0 ? `${count(summary.gapTotal, 'listing')} could not be read in full` : 'The scan did not get to its end';
  return [section(`:warning: ${why}, so there may be more than this.`)];
}

function figures(summary: RunSummary): Block[] {
  const saving = summary.monthlySaving > 0 ? `${summary.isEstimate ? '~' : ''}${money(summary.monthlySaving)} a month` : 'none known';
  const entries: [string, string][] = [
    ['Estimated saving', saving],
    ['New since the last message', String(summary.newTotal)],
    ['High-risk access keys', String(summary.keyRisk.high)],
    ['Resolved', String(summary.resolvedTotal)],
  ];
  return [fields(entries.map(([title, value]) => `*${title}*\n${value}`))];
}

function breakdown(summary: RunSummary): Block[] {
  const groups = summary.headline.filter((group) => group.count > 0);
  return groups.length === 0 ? [] : [{ type: 'divider' }, fields(groups.slice(0, limits.fields).map(groupField))];
}

function groupField(group: HeadlineGroup): string {
  const shown = group.byRegion.slice(0, listed.regions).map(({ region, count: total }) => `${code(region)} ${total}`);
  const rest = group.byRegion.slice(listed.regions);
  const more = rest.length === 0 ? [] : [`${count(rest.length, 'more region')} ${rest.reduce((sum, entry) => sum + entry.count, 0)}`];
  const risk = group.highRisk === undefined ? [] : [group.highRisk > 0 ? `:large_orange_diamond: ${group.highRisk} High Risk` : '0 High Risk'];
  return [`*${escapeSlack(plainLine(group.label))}*  ${group.count}`, ...shown, ...more, ...risk].join('\n');
}

function findingLine(finding: SummaryFinding, { isEstimate }: RunSummary): string {
  const saving = finding.monthlySaving > 0 ? ` · ${perMonth(finding.monthlySaving, isEstimate)}` : '';
  const risk = finding.risk === 'High' ? ' · *High Risk*' : '';
  const place = finding.region === 'global' ? '' : ` in ${escapeSlack(plainLine(finding.region, 40))}`;
  return `${code(finding.resourceName)}${place} · ${escapeSlack(plainLine(finding.title))}${risk}${saving}`;
}

function largestSaving(summary: RunSummary): Block[] {
  const finding = costliestOf(summary);
  return finding === undefined ? [] : [section(`*Largest saving*\n${findingLine(finding, summary)}`)];
}

function also(summary: RunSummary): Block[] {
  const lines = summary.also.slice(0, listed.also).map(({ title, count: total, monthlySaving }) => {
    const saving = monthlySaving > 0 ? ` · ${perMonth(monthlySaving, summary.isEstimate)}` : '';
    return `${escapeSlack(plainLine(title))}: ${total}${saving}`;
  });
  return list('Also', undefined, lines, summary.also.length);
}

function gaps(summary: RunSummary): Block[] {
  const lines = summary.gaps.slice(0, listed.gaps).map((gap) => {
    const why = gap.permission === undefined ? escapeSlack(plainLine(gap.message, 160)) : `the role lacks ${code(gap.permission)}`;
    return `${code(gap.type)} in ${escapeSlack(plainLine(gap.region, 40))}, account ${escapeSlack(plainLine(gap.account, 40))}: ${why}`;
  });
  return list('Could not be read in full', summary.gapTotal, lines);
}

function list(title: string, total: number | undefined, lines: readonly string[], outOf = total ?? lines.length): Block[] {
  if (lines.length === 0) return [];
  const rest = outOf - lines.length;
  const more = rest > 0 ? [`_… and ${rest} more_`] : [];
  const heading = total === undefined ? `*${title}*` : `*${title}*  ${total}`;
  return [section([heading, ...lines.map((line) => `• ${line}`), ...more].join('\n'))];
}
