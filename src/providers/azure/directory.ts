import type { AppError } from '../../core/errors.ts';
import { CloudFailure } from '../cloud-http.ts';
import { textAt } from '../fields.ts';
import { type AzureRow, type AzureSource, directoryUid } from './define.ts';
import { describeFailure } from './errors.ts';
import type { Asking, AzureSession } from './session.ts';

/** The most of a page (learn.microsoft.com/graph/paging). */
const pageSize = '999';
/** Lists whose objects share the one space of ids. */
const objectLists = new Set(['users', 'groups', 'applications', 'servicePrincipals', 'devices', 'administrativeUnits']);
/** Needs a licence and AuditLog.Read.All besides. */
const costly = 'signInActivity';

/** The rows of a list of Microsoft Graph, in the shape of the others: the whole answer is their properties. */
export async function* directoryRows(session: AzureSession, { path, query = {} }: Extract<AzureSource, { from: 'directory' }>, asking: Asking, { permission, gap }: { permission: string; gap(error: AppError): void }): AsyncGenerator<AzureRow[]> {
  const isList = !path.includes('/') || path.endsWith('policies');
  const rowsOf = async function* (asked: Record<string, string>): AsyncGenerator<AzureRow[]> {
    for await (const page of session.directoryPages(path, asking, { ...(isList ? { $top: pageSize } : {}), ...asked })) yield page.map((one) => rowOf(path, one));
  };
  let isBegun = false;
  try {
    for await (const rows of rowsOf(query)) {
      isBegun = true;
      yield rows;
    }
  } catch (error) {
    const isRefused = error instanceof CloudFailure && (error.kind === 'denied' || error.kind === 'other');
    if (isBegun || !isRefused || query['$select']?.includes(costly) !== true) throw error;
    const rest = query['$select'].split(',').filter((field) => field !== costly).join(',');
    gap(describeFailure(error, `AuditLog.Read.All for ${costly}, after ${permission}`));
    yield* rowsOf({ ...query, $select: rest });
  }
}

function rowOf(path: string, answer: unknown): AzureRow {
  const id = textAt(answer, 'id') ?? '';
  return {
    id: objectLists.has(path) ? directoryUid(id) : `/${path}/${id}`,
    name: textAt(answer, 'displayName') ?? id,
    type: path,
    properties: answer as Record<string, unknown>,
    systemData: { createdAt: textAt(answer, 'createdDateTime') },
  };
}
