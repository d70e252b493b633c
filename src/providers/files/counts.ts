/** What a check looked at, and what came of it. */
export interface Counts {
  /** All that are no folders. */
  files: number;
  folders: number;
  bytesHashed: number;
  hashed: number;
  verified: number;
  tampered: number;
  missing: number;
  added: number;
  unreadable: number;
}

export const noCounts = (): Counts => ({ files: 0, folders: 0, bytesHashed: 0, hashed: 0, verified: 0, tampered: 0, missing: 0, added: 0, unreadable: 0 });

export function addCounts(sum: Counts, more: Counts): void {
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += more[key];
}
