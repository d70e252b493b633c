import type { RunSummary, SummaryFinding } from '../../core/summary.ts';
import { checkpointFacts } from './file-words.ts';
import { plainLine } from './plain.ts';
import { unusedText } from './unused-text.ts';
import { count, money, utc } from './words.ts';

const listed = { regions: 40, costliest: 20 };

/** The text part of a mail: the message as on Slack, then the tables of the HTML part as lists. */
export function summaryText(summary: RunSummary, message: string | undefined): string {
  const saving = (usd: number) => (usd > 0 ? `, ${summary.isEstimate ? 'about ' : ''}${money(usd)} a month` : '');
  const { high, low } = summary.keyRisk;
  const finding = (entry: SummaryFinding, index: number) =>
    `${String(index + 1).padStart(2)}. ${plainLine(entry.resourceName, 60)} (${plainLine(entry.region, 32)}, account ${plainLine(entry.account, 32)}): ${plainLine(entry.title)}${saving(entry.monthlySaving)}`;
  const rest = summary.byRegion.length - listed.regions;
  return [
    unusedText(summary, { message }),
    list('By type', summary.headline.filter((group) => group.count > 0).map((group) => `${plainLine(group.label)}: ${group.count}${saving(group.monthlySaving)}`)),
    list('By region', [
      ...summary.byRegion.slice(0, listed.regions).map((entry) => `${plainLine(entry.region)}: ${entry.count}${saving(entry.monthlySaving)}`),
      ...(rest > 0 ? [`… and ${count(rest, 'more region')}`] : []),
    ]),
    high + low === 0 ? '' : list('Security risk of unused access keys', [`High (active): ${high}`, `Low (inactive): ${low}`]),
    summary.costliest.length === 0 ? '' : ['Costliest resources', ...summary.costliest.slice(0, listed.costliest).map(finding)].join('\n'),
    `Scan finished ${utc(summary.finishedAt)}.`,
    summary.checkpoint === undefined ? '' : checkpointFacts(summary.checkpoint),
  ].filter((section) => section !== '').join('\n\n') + '\n';
}

function list(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [heading, ...lines.map((line) => `• ${line}`)].join('\n');
}
