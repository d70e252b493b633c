import type { AzureListContext, AzureRow } from './define.ts';
import { describeFailure } from './errors.ts';

/** A detail of a resource: where it lies below its id, and the version that knows it. */
export interface Detail {
  path: string;
  apiVersion: string;
  query?: Record<string, string>;
  /** What the principal needs for it. */
  permission: string;
}

/** The row with the answers by name; null where there is none. One that may not be read is a gap, and the others are read all the same. */
export async function withDetails(row: AzureRow, details: Readonly<Record<string, Detail>>, context: AzureListContext): Promise<AzureRow> {
  const answers: Record<string, unknown> = { ...row.details };
  for (const [name, { path, apiVersion, query, permission }] of Object.entries(details)) {
    try {
      answers[name] = (await context.get<unknown>(`${row.id}/${path}`, apiVersion, query)) ?? null;
    } catch (error) {
      if (context.signal.aborted) throw error;
      context.gap(describeFailure(error, permission));
    }
  }
  return { ...row, details: answers };
}
