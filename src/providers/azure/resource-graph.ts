import { AppError } from '../../core/errors.ts';
import { listAt, numberAt, textAt } from '../fields.ts';
import type { AzureRow, GraphTable } from './define.ts';
import type { Asking, AzureSession } from './session.ts';

/** Rows of a page (learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data). */
const pageSize = 1000;
/** Subscriptions asked for at once; ten thousand are the most that are allowed. */
export const mostSubscriptions = 1000;

export interface GraphQuestion {
  table: GraphTable;
  /** Undefined: every type of the table. */
  nativeTypes: readonly string[] | undefined;
  subscriptions: readonly string[];
}

/**
 * The query without a projection: a column that a table does not have fails the query, and all tables have an id, by
 * which the order has to be whole for pages to join.
 */
export function kustoOf({ table, nativeTypes }: Pick<GraphQuestion, 'table' | 'nativeTypes'>): string {
  const names = nativeTypes?.map((type) => `'${type.toLowerCase().replaceAll("'", '')}'`).sort();
  return [table, ...(names === undefined ? [] : [`where type in~ (${names.join(', ')})`]), 'order by id asc'].join(' | ');
}

/** The rows that a question has, page by page. Throws also where Resource Graph says that it left something out. */
export async function* graphPages(session: AzureSession, question: GraphQuestion, asking: Asking): AsyncGenerator<AzureRow[]> {
  const query = kustoOf(question);
  const seen = new Set<string>();
  for (let skipToken: string | null = null; ; ) {
    const options: Record<string, unknown> = { $top: pageSize, resultFormat: 'objectArray', ...(skipToken === null ? {} : { $skipToken: skipToken }) };
    const { body, headers } = await session.query<unknown>({ subscriptions: question.subscriptions, query, options }, asking);
    // Said of a query over more subscriptions than are read for one principal.
    if (headers.get('x-ms-tenant-subscription-limit-hit')?.toLowerCase() === 'true') throw leftOut('subscriptions');
    const rows = listAt(body, 'data') as AzureRow[];
    yield rows;
    skipToken = textAt(body, '$skipToken');
    const isTruncated = String(textAt(body, 'resultTruncated') ?? (body as { resultTruncated?: unknown } | undefined)?.resultTruncated) === 'true';
    if (skipToken === null && (isTruncated || (numberAt(body, 'totalRecords') ?? 0) > pageSize && rows.length === pageSize && seen.size === 0)) throw leftOut('rows');
    if (skipToken === null) return;
    if (seen.has(skipToken)) throw new AppError('CLOUD_PAGING_LOOP', { detail: `Resource Graph repeated a page of ${question.table} and was stopped.` });
    seen.add(skipToken);
  }
}

const leftOut = (what: string): AppError => new AppError('AZURE_UNAVAILABLE', { detail: `Resource Graph left out ${what} of its answer.` });
