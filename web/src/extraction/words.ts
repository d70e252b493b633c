import type * as c from '../../../src/api/contract/index.ts';
import type { z } from 'zod';
import { plural } from '../format.ts';
import { listed } from '../words.ts';

export type JobCell = z.infer<typeof c.jobCell>;
export type JobTransport = z.infer<typeof c.jobTransport>;
export type ExtractionSchedule = z.infer<typeof c.extractionSchedule>;

export const providerNames: Record<string, string> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud', files: 'Files' };
export const transportKinds: Record<c.Transport['type'], string> = { http: 'HTTP', filesystem: 'Folder', s3: 'S3 bucket' };

export const isActive = (status: string): boolean => status === 'running' || status === 'queued';

/** Few by name, many by number: `ec2 and s3`, `12 services`. */
const some = (names: string[], all: string, one: string): string => (names.length === 0 ? all : names.length <= 3 ? listed(names) : plural(names.length, one));

interface Scope { services: string[]; accounts: string[]; regions: string[] }
export const servicesText = ({ services }: Scope): string => some(services, 'All services', 'service');
export const regionsText = ({ regions }: Scope): string => some(regions, 'all regions', 'region');
/** `ec2 and s3 in all regions, of 2 accounts` */
export const scopeText = (scope: Scope): string => `${servicesText(scope)} in ${regionsText(scope)}${scope.accounts.length === 0 ? '' : `, ${some(scope.accounts, '', 'account')}`}`;

/** `name web-*, tag env prod or test` */
export const filtersText = (filters: Record<string, string[]>): string => listed(Object.entries(filters).map(([name, values]) => `${name.replace('instance_state', 'state').replace(/^tag:/, 'tag ')} is ${values.join(' or ')}`));

/** Worst first: what a reader has to look at. */
export const cellOrder = ['running', 'denied', 'unavailable', 'partial', 'cancelled', 'deferred', 'pending', 'complete', 'not_applicable'];
export const isIncomplete = (cell: JobCell): boolean => ['denied', 'unavailable', 'partial'].includes(cell.status);

/** `3 d`, `5 h`, `12 min`: for the few pixels of a cell. */
export function age(at: string, now: number): string {
  const minutes = Math.max(0, (now - Date.parse(at)) / 60_000);
  return minutes < 60 ? `${Math.round(minutes)} min` : minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}
