import type { HeadlineGroup, RunSummary, SummaryFinding } from '../../core/summary.ts';
import { plainLine, plainText } from './plain.ts';
import { cloudsOf, cloudWords, completeness, count, coverage, findingsLink, money, perMonth, unusedWords } from './words.ts';

/** Escapes what Slack would read as a mention, a link or markup. */
export const escapeSlack = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack cuts a text at 40,000 characters; each list of regions gets this share, the rest is folded into one line. */
const regionListLength = 12_000;
const listed = { newFindings: 5, also: 10, gaps: 10 };

type Escape = (text: string) => string;
type Write = (text: string, maxLength?: number) => string;

/** The message about unused resources as plain text: the fixed part first, then what else a reader wants to know. */
export function unusedText(summary: RunSummary, options: { message?: string | undefined; escape?: Escape } = {}): string {
  const escape = options.escape ?? ((text) => text);
  const write = (text: string, maxLength?: number) => escape(plainLine(text, maxLength));
  const note = options.message === undefined || options.message.trim() === '' ? [] : [escape(plainText(options.message))];
  return [...note, fixedText(summary, write), ...furtherSections(summary, write, escape)].join('\n\n');
}

/** The part that programs read too: its wording never changes. With other clouds than AWS each follows in lines of its own. */
export function fixedText(summary: RunSummary, write: Write = plainLine): string {
  if (summary.unusedTotal === 0) return nothingFound(summary);
  const clouds = cloudsOf(summary);
  const isAwsAlone = clouds.every((cloud) => cloud === 'aws');
  const first = isAwsAlone ? `🚨 Found ${summary.unusedTotal} unused AWS resources across multiple regions!` : `🚨 Found ${summary.unusedTotal} unused resources across ${cloudWords(summary)}!`;
  return [first, ...clouds.flatMap((cloud) => cloudLines(cloud, summary.headline.filter(({ type }) => type.startsWith(`${cloud}:`)), write))].join('\n\n');
}

/** One line each, whatever regions they carry; of AWS these are told also where there are none, but for roles. */
const globalLabels: readonly string[] = ['S3 Buckets', 'IAM Users', 'IAM Roles', 'Access Keys'];

/** A cloud's lines: lists of regions first, then a line for each of the rest. */
function cloudLines(cloud: string, groups: readonly HeadlineGroup[], write: Write): string[] {
  const isList = ({ label, count: total, byRegion }: HeadlineGroup): boolean => !globalLabels.includes(label) && total > 0 && byRegion.length > 0;
  const found = (label: string): HeadlineGroup => groups.find((group) => group.label === label) ?? { type: '', label, count: 0, byRegion: [], monthlySaving: 0 };
  const always = cloud === 'aws' ? globalLabels.map(found).filter(({ label, count: total }) => label !== 'IAM Roles' || total > 0) : [];
  const others = groups.filter((group) => !globalLabels.includes(group.label) && group.count > 0 && !isList(group));
  const lines = [...always, ...others].map(lineOf);
  return [...groups.filter(isList).map((group) => regionList(group, write)), ...(lines.length === 0 ? [] : [lines.join('\n')])];
}

function lineOf({ label, count: total, highRisk }: HeadlineGroup): string {
  const isKeys = highRisk !== undefined || label === 'Access Keys';
  return isKeys ? `${label}: ${total} (${highRisk ?? 0} High Risk)` : `${label}: ${total}`;
}

function regionList(group: HeadlineGroup, write: Write): string {
  const lines = [`${group.label}:`];
  let length = 0;
  for (const [index, { region, count: total }] of group.byRegion.entries()) {
    const line = `• ${write(region)}: ${total}`;
    length += line.length + 1;
    if (length > regionListLength) {
      const rest = group.byRegion.slice(index);
      lines.push(`… and ${count(rest.length, 'more region')}: ${rest.reduce((sum, entry) => sum + entry.count, 0)}`);
      break;
    }
    lines.push(line);
  }
  return lines.join('\n');
}

function nothingFound(summary: RunSummary): string {
  const read = completeness(summary);
  if (read === 'everything') return `✅ No ${unusedWords(summary)}s found in ${coverage(summary)}.`;
  if (read === 'nothing') return `⚠️ The scan could not read anything, so nobody knows whether there are ${unusedWords(summary)}s.`;
  const gaps = summary.gapTotal > 0 ? `${count(summary.gapTotal, 'listing')} could not be read in full` : 'the scan did not get to its end';
  return `⚠️ Found no ${unusedWords(summary)}s in what could be read, but ${gaps}, so this is no all-clear.`;
}

function furtherSections(summary: RunSummary, write: Write, escape: Escape): string[] {
  const saving = summary.monthlySaving > 0 ? [`Estimated monthly saving: ${summary.isEstimate ? 'about ' : ''}${money(summary.monthlySaving)}`] : [];
  const link = summary.publicUrl === '' ? [] : [escape(findingsLink(summary.publicUrl))];
  return [
    summary.isDemo ? 'This comes from the demo: the accounts and resources are simulated.' : '',
    newSection(summary, write),
    largestSaving(summary, write),
    alsoSection(summary, write),
    gapSection(summary, write),
    [...saving, ...link].join('\n'),
  ].filter((section) => section !== '');
}

function newSection(summary: RunSummary, write: Write): string {
  if (summary.newTotal === 0) return '';
  const shown = summary.newFindings.slice(0, listed.newFindings);
  return bulleted(`New since the last message: ${summary.newTotal}`, shown.map((finding) => findingLine(finding, summary, write)), summary.newTotal);
}

function findingLine(finding: SummaryFinding, { isEstimate }: RunSummary, write: Write): string {
  const saving = finding.monthlySaving > 0 ? `, ${perMonth(finding.monthlySaving, isEstimate)}` : '';
  const risk = finding.risk === 'High' ? ', High Risk' : '';
  const place = finding.region === 'global' ? '' : ` in ${write(finding.region)}`;
  return `${write(finding.resourceName)}${place}: ${write(finding.title)}${risk}${saving}`;
}

/** The finding to start with; undefined where nothing has a price. */
export function costliestOf(summary: RunSummary): SummaryFinding | undefined {
  const first = summary.costliest[0];
  return first !== undefined && first.monthlySaving > 0 ? first : undefined;
}

function largestSaving(summary: RunSummary, write: Write): string {
  const finding = costliestOf(summary);
  return finding === undefined ? '' : `Largest saving: ${findingLine(finding, summary, write)}`;
}

function alsoSection(summary: RunSummary, write: Write): string {
  if (summary.also.length === 0) return '';
  const shown = summary.also.slice(0, listed.also).map(({ title, count: total, monthlySaving }) => {
    const saving = monthlySaving > 0 ? `, ${perMonth(monthlySaving, summary.isEstimate)}` : '';
    return `${write(title)}: ${total}${saving}`;
  });
  return bulleted('Also', shown, summary.also.length, 'more rule');
}

function gapSection(summary: RunSummary, write: Write): string {
  if (summary.gapTotal === 0) {
    if (summary.status === 'cancelled') return 'The scan was cancelled before its end: there may be more.';
    return summary.status === 'failed' ? 'The scan failed before its end: there may be more.' : '';
  }
  const shown = summary.gaps.slice(0, listed.gaps).map((gap) => {
    const why = gap.permission === undefined ? write(gap.message, 160) : `the role lacks ${write(gap.permission)}`;
    return `${write(gap.type)} in ${write(gap.region)}, account ${write(gap.account)}: ${why}`;
  });
  return bulleted(`Could not be read in full: ${summary.gapTotal}`, shown, summary.gapTotal);
}

/** A heading, its lines, and how many were left out. */
function bulleted(heading: string, lines: readonly string[], total: number, rest = 'more'): string {
  const left = total - lines.length;
  const more = left > 0 ? [`… and ${rest === 'more' ? `${left} more` : count(left, rest)}`] : [];
  return [heading, ...lines.map((line) => `• ${line}`), ...more].join('\n');
}
