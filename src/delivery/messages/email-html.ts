import type { RunSummary, SummaryFinding } from '../../core/summary.ts';
import type { BarChart } from '../charts/bar-chart.ts';
import type { DrawnChart } from '../charts/draw.ts';
import { altText } from './email-charts.ts';
import type { Column } from './email-layout.ts';
import { button, heading, mono, page, paragraph, quotation, table, tiles, title, warning } from './email-layout.ts';
import { checkpointLine } from './file-words.ts';
import { inThisMail } from './files-html.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Notice } from './notices.ts';
import { plainLine, plainText } from './plain.ts';
import { costliestOf } from './unused-text.ts';
import { completeness, count, coverage, findingsLink, money, perMonth, utc, utcDay } from './words.ts';

const listed = { regions: 12, newFindings: 10, costliest: 20, also: 12, gaps: 15 };

export interface MailParts {
  subject: string;
  summary: RunSummary;
  message: string | undefined;
  charts: readonly BarChart[];
  /** Drawn ones only; a chart that could not be drawn is left out and its table stays. */
  drawn: readonly DrawnChart[];
}

export function summaryHtml({ subject, summary, message, charts, drawn }: MailParts): string {
  const image = (id: string) => chartImage(charts.find((chart) => chart.id === id), drawn.find((chart) => chart.id === id));
  const url = findingsLink(summary.publicUrl);
  return page({
    subject,
    preview: previewText(summary),
    isDemo: summary.isDemo,
    content: [
      title(verdict(summary), originLine(summary)),
      ...(message === undefined || message.trim() === '' ? [] : [quotation(plainText(message).split('\n'))]),
      ...(completeness(summary) === 'everything' ? [] : [warning(gapSentence(summary))]),
      tiles(figures(summary)),
      button('Open the findings', url),
      ...newSection(summary),
      ...largestSection(summary),
      ...typeSection(summary, image('unused-by-type')),
      ...regionSection(summary, [image('unused-by-region'), image('saving-by-region')]),
      ...keySection(summary),
      ...costliestSection(summary),
      ...alsoSection(summary),
      ...gapSection(summary),
    ].filter((block) => block !== undefined),
    footer: html`${summary.monthlySaving > 0 && summary.isEstimate && 'Savings are estimates from public list prices, without discounts. '}Roundsman only reads your accounts: nothing was changed.${summary.checkpoint !== undefined && html`<br>${checkpointLine(summary.checkpoint, inThisMail)}`}<br><a class="soft" href="${url}" style="color:#64748b;">${url}</a>`,
  });
}

export function noticeHtml(subject: string, notice: Notice): string {
  return page({
    subject,
    preview: notice.sentences.join(' '),
    isDemo: notice.isDemo,
    content: [title(notice.title, ''), ...notice.sentences.map(paragraph), button(notice.link.title, notice.link.url)],
    footer: html`<a class="soft" href="${notice.link.url}" style="color:#64748b;">${notice.link.url}</a>`,
  });
}

export function verdict(summary: RunSummary): string {
  const read = completeness(summary);
  if (summary.unusedTotal > 0) {
    const saving = summary.monthlySaving > 0 ? `, ${perMonth(summary.monthlySaving, summary.isEstimate)}` : '';
    return `${count(summary.unusedTotal, 'unused resource')}${saving}`;
  }
  if (read === 'everything') return 'Nothing unused was found';
  return read === 'part' ? 'Nothing unused in what could be read' : 'The scan could not read anything';
}

export function originLine(summary: RunSummary): string {
  return `${coverage(summary)}, scan finished ${utc(summary.finishedAt)}`;
}

export function gapSentence(summary: RunSummary): string {
  if (completeness(summary) === 'nothing') return 'This is no all-clear: see below what could not be read.';
  if (summary.gapTotal === 0) return 'The scan did not get to its end, so there may be more than this.';
  return `${count(summary.gapTotal, 'listing')} could not be read in full, so there may be more than this.`;
}

function previewText(summary: RunSummary): string {
  const isNew = summary.newTotal > 0 ? `${summary.newTotal} new since the last message. ` : '';
  const isMissing = completeness(summary) === 'everything' ? '' : gapSentence(summary);
  return `${isNew}${isMissing || originLine(summary)}`;
}

function figures(summary: RunSummary): { label: string; value: string }[] {
  const saving = summary.monthlySaving > 0 ? `${summary.isEstimate ? '~' : ''}${money(summary.monthlySaving)}` : '–';
  return [
    { label: 'unused', value: summary.unusedTotal.toLocaleString('en-US') },
    { label: 'saving a month', value: saving },
    { label: 'new', value: summary.newTotal.toLocaleString('en-US') },
    { label: 'resolved', value: summary.resolvedTotal.toLocaleString('en-US') },
  ];
}

function chartImage(chart: BarChart | undefined, drawn: DrawnChart | undefined): Html | undefined {
  if (chart === undefined || drawn === undefined) return undefined;
  return html`<img class="chart" src="cid:${cidOf(drawn.id)}" width="${drawn.width}" height="${drawn.height}" alt="${altText(chart)}" style="display:block;width:${drawn.width}px;max-width:100%;height:auto;border:0;margin-top:12px;">`;
}

export const cidOf = (chartId: string) => `${chartId}@roundsman`;

/** In a column with the currency in its heading. */
const usd = (value: number) => (value > 0 ? value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : '–');
const usdColumn = (summary: RunSummary): Column => ({ title: `${summary.isEstimate ? '~ ' : ''}USD a month`, align: 'right' });
const numberColumn = (name: string): Column => ({ title: name, align: 'right' });

/** Name and reason in one cell, so that the table fits a phone. */
function what(finding: SummaryFinding): Html {
  const risk = finding.risk === 'High' && html` &middot; <b class="high" style="color:#c2410c;white-space:nowrap;">&#9650; High risk</b>`;
  return html`<b class="strong" style="font-weight:600;color:#0f172a;word-break:break-word;">${plainLine(finding.resourceName, 48)}</b><br><span class="soft" style="color:#64748b;">${plainLine(finding.title, 80)}${risk}</span>`;
}

function where(finding: SummaryFinding): Html {
  return html`${plainLine(finding.region, 32)}<br><span class="soft" style="color:#64748b;">${plainLine(finding.account, 32)}</span>`;
}

const findingColumns = (summary: RunSummary): Column[] => [
  { title: 'Resource' },
  { title: 'Region, account', width: 112 },
  { title: 'First seen', width: 84, isWide: true },
  { ...usdColumn(summary), width: 92 },
];
const findingRow = (finding: SummaryFinding) => [what(finding), where(finding), utcDay(finding.firstSeen), usd(finding.monthlySaving)];

function newSection(summary: RunSummary): Html[] {
  if (summary.newTotal === 0) return [];
  const shown = summary.newFindings.slice(0, listed.newFindings);
  return [
    heading('New since the last message', String(summary.newTotal)),
    table('New findings', findingColumns(summary), shown.map(findingRow)),
    ...more(summary.newTotal - shown.length),
  ];
}

function largestSection(summary: RunSummary): Html[] {
  const finding = costliestOf(summary);
  if (finding === undefined) return [];
  const text = html`<b class="strong" style="color:#0f172a;">Largest saving:</b> ${mono(plainLine(finding.resourceName, 48))} in ${plainLine(finding.region, 32)}: ${plainLine(finding.title, 80)}, ${perMonth(finding.monthlySaving, summary.isEstimate)}.`;
  return [html`<div class="box" style="margin-top:22px;padding:1px 16px 13px;border-radius:8px;background:#f8fafc;">${paragraph(text)}</div>`];
}

function typeSection(summary: RunSummary, image: Html | undefined): Html[] {
  const groups = summary.headline.filter((group) => group.count > 0);
  if (groups.length === 0) return [];
  const rows = groups.map((group) => [plainLine(group.label), String(group.count), usd(group.monthlySaving)]);
  const columns = [{ title: 'Type' }, numberColumn('Unused'), usdColumn(summary)];
  return [heading('What is unused'), ...(image === undefined ? [] : [image]), table('Unused resources by type', columns, rows)];
}

function regionSection(summary: RunSummary, images: readonly (Html | undefined)[]): Html[] {
  if (summary.byRegion.length === 0) return [];
  const shown = summary.byRegion.slice(0, listed.regions);
  const rest = summary.byRegion.slice(listed.regions);
  const rows = shown.map((entry) => [plainLine(entry.region, 40), String(entry.count), usd(entry.monthlySaving)]);
  if (rest.length > 0) {
    const sum = rest.reduce((total, entry) => ({ count: total.count + entry.count, saving: total.saving + entry.monthlySaving }), { count: 0, saving: 0 });
    rows.push([count(rest.length, 'other region'), String(sum.count), usd(sum.saving)]);
  }
  const columns = [{ title: 'Region' }, numberColumn('Unused'), usdColumn(summary)];
  return [heading('Where'), ...images.filter((image) => image !== undefined), table('Unused resources by region', columns, rows)];
}

function keySection({ keyRisk: { high, low } }: RunSummary): Html[] {
  if (high + low === 0) return [];
  return [
    heading('Unused access keys'),
    table('Security risk of unused access keys', [{ title: 'Risk', width: 70 }, { title: 'Why' }, numberColumn('Keys')], [
      [html`<b class="high" style="color:#c2410c;white-space:nowrap;">&#9650; High</b>`, 'Active, but nobody used it: whoever finds it can sign in with it.', String(high)],
      [html`<span style="white-space:nowrap;">&#9675; Low</span>`, 'Inactive already: it can be deleted.', String(low)],
    ]),
  ];
}

function costliestSection(summary: RunSummary): Html[] {
  const shown = summary.costliest.slice(0, listed.costliest);
  if (shown.length === 0) return [];
  return [heading('Costliest resources', shown.length > 1 ? `the ${shown.length} with the largest saving` : ''), table('Costliest resources', findingColumns(summary), shown.map(findingRow))];
}

function alsoSection(summary: RunSummary): Html[] {
  if (summary.also.length === 0) return [];
  const shown = summary.also.slice(0, listed.also);
  const rows = shown.map((entry) => [plainLine(entry.title, 100), String(entry.count), usd(entry.monthlySaving)]);
  const columns = [{ title: 'Rule' }, numberColumn('Resources'), usdColumn(summary)];
  return [heading('Also', 'what other rules found'), table('Other findings', columns, rows), ...more(summary.also.length - shown.length)];
}

function gapSection(summary: RunSummary): Html[] {
  if (summary.gapTotal === 0) return [];
  const shown = summary.gaps.slice(0, listed.gaps);
  const rows = shown.map((gap) => [
    mono(plainLine(gap.type, 40)),
    html`${plainLine(gap.region, 32)}<br><span class="soft" style="color:#64748b;">${plainLine(gap.account, 32)}</span>`,
    gap.permission === undefined ? plainLine(gap.message, 160) : html`The role lacks ${mono(plainLine(gap.permission, 60))}`,
  ]);
  return [
    heading('Could not be read in full', String(summary.gapTotal)),
    table('What could not be read', [{ title: 'Listing', width: 170 }, { title: 'Region, account', width: 112 }, { title: 'Why' }], rows),
    ...more(summary.gapTotal - shown.length),
  ];
}

function more(rest: number): Html[] {
  return rest > 0 ? [html`<p class="soft" style="margin:8px 0 0;font-size:13px;line-height:19px;color:#64748b;">and ${rest.toLocaleString('en-US')} more</p>`] : [];
}
