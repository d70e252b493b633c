import { providerNames } from '../../core/resource.ts';
import type { FilesChanged, Notification, RunSummary } from '../../core/summary.ts';
import { plainLine } from './plain.ts';

const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const integer = new Intl.NumberFormat('en-US');

/** `$8.40`, `$312`, `$12,400`: cents matter only in small sums. */
export function money(usd: number): string {
  return usd >= 100 || Number.isInteger(usd) ? dollars.format(usd) : cents.format(usd);
}

/** `about $312 a month`; `about` while prices are estimated. */
export function perMonth(usd: number, isEstimate: boolean): string {
  return `${isEstimate ? 'about ' : ''}${money(usd)} a month`;
}

export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${integer.format(number)} ${number === 1 ? singular : plural}`;
}

/** `22 Nov 2026, 02:04 UTC` */
export function utc(isoTime: string): string {
  const time = new Date(isoTime);
  if (Number.isNaN(time.getTime())) return plainLine(isoTime, 40);
  const day = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${time.toISOString().slice(11, 16)} UTC`;
}

export function utcDay(isoTime: string): string {
  return utc(isoTime).split(',')[0] ?? isoTime;
}

export const findingsLink = (publicUrl: string) => `${publicUrl}/app/findings?status=open`;

/** How far the numbers of a summary can be trusted; nothing found counts as clean only when everything was read. */
export function completeness(summary: RunSummary): 'everything' | 'part' | 'nothing' {
  const nothingRead = summary.status === 'failed' || (summary.regionsScanned === 0 && summary.gapTotal > 0);
  if (nothingRead && summary.unusedTotal === 0) return 'nothing';
  return summary.status === 'completed' && summary.gapTotal === 0 ? 'everything' : 'part';
}

/** The clouds that a summary speaks of: those that were visited, and those that something is still open in. */
export function cloudsOf(summary: RunSummary): string[] {
  const found = new Set([...summary.providers, ...summary.headline.filter(({ count: total }) => total > 0).map(({ type }) => type.split(':')[0] ?? '')]);
  return Object.keys(providerNames).filter((cloud) => found.has(cloud as 'aws'));
}

/** `unused AWS resource` where there is no other cloud, else `unused resource`. */
export const unusedWords = (summary: RunSummary): string => (cloudsOf(summary).every((cloud) => cloud === 'aws') ? 'unused AWS resource' : 'unused resource');

/** `AWS, Azure and Google Cloud` */
export function cloudWords(summary: RunSummary): string {
  const names = cloudsOf(summary).map((cloud) => providerNames[cloud] ?? cloud);
  return names.length < 2 ? (names[0] ?? 'AWS') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `17 regions in 2 accounts` */
export function coverage(summary: RunSummary): string {
  return `${count(summary.regionsScanned, 'region')} in ${count(summary.accounts.length, 'account')}`;
}

/** The subject of a mail and the title of a delivery in the dashboard. */
export function subjectOf(notification: Notification): string {
  if (notification.kind === 'files-changed') return `${notification.change.isDemo ? '[Demo] ' : ''}${filesTitle(notification.change)}`;
  const isDemo = notification.kind === 'scan-summary' ? notification.summary.isDemo : notification.isDemo;
  return `${isDemo ? '[Demo] ' : ''}Roundsman: ${subjectText(notification)}`;
}

function subjectText(notification: Exclude<Notification, { kind: 'files-changed' }>): string {
  switch (notification.kind) {
    case 'scan-summary':
      return summarySubject(notification.summary);
    case 'schedule-late':
      return `schedule ${plainLine(notification.schedule, 60)} did not run on time`;
    case 'check-late':
      return `file audit ${plainLine(notification.audit, 60)} is late`;
    case 'test':
      return 'test message';
  }
}

function summarySubject(summary: RunSummary): string {
  const read = completeness(summary);
  if (read === 'nothing') return 'the scan could not read anything';
  const others = summary.also.reduce((sum, { count: failures }) => sum + failures, 0);
  const saving = summary.monthlySaving > 0 ? `, ${perMonth(summary.monthlySaving, summary.isEstimate)}` : '';
  if (summary.unusedTotal > 0) return `${count(summary.unusedTotal, 'unused resource')}${saving}${read === 'part' ? ' (partial)' : ''}`;
  if (read === 'part') return 'no unused resources in what could be read';
  return others > 0 ? `no unused resources, ${count(others, 'other finding')}${saving}` : 'no unused resources';
}

/** Both ends of a path; of the two the file's own name says more. */
export function pathText(path: string, maxLength: number): string {
  const characters = Array.from(plainLine(path, 5000));
  if (characters.length <= maxLength) return characters.join('');
  const start = Math.floor((maxLength - 1) / 3);
  return `${characters.slice(0, start).join('')}…${characters.slice(start + 1 - maxLength).join('')}`;
}

const singular: Readonly<Record<string, string>> = { tampered: 'was tampered with', missing: 'is gone', added: 'was added', unreadable: 'cannot be read any more' };

/** ` below /etc` */
export function belowText(root: string, maxLength: number): string {
  return root === '' ? '' : ` below ${pathText(root, maxLength)}`;
}

/** `🔴 3 files changed below /etc (file-audit on web-1)` */
export function filesTitle({ count: total, files, root, audit, host }: FilesChanged): string {
  const [only] = files;
  if (total === 1 && only !== undefined) {
    const what = only.changes.includes('unchanged') ? 'has not changed for too long' : (singular[only.status] ?? 'changed');
    return `🔴 ${pathText(only.path, 80)} ${what}`;
  }
  return `🔴 ${count(total, 'file')} changed${belowText(root, 60)} (${plainLine(audit, 30)} on ${plainLine(host, 30)})`;
}
