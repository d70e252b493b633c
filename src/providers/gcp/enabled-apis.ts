import type { CallCounter } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { CloudFailure } from '../cloud-http.ts';
import { textAt } from '../fields.ts';
import type { GcpApi } from './api.ts';
import { toAppError } from './failure.ts';
import { pagesOf } from './pages.ts';

/** They tell about a project whether or not they are switched on in it: their calls count for the project of the credentials. */
const askedElsewhere = new Set(['cloudresourcemanager.googleapis.com', 'cloudasset.googleapis.com', 'serviceusage.googleapis.com', 'cloudbilling.googleapis.com', 'iam.googleapis.com']);
/** Cloud Storage has had three names. */
const storageNames = ['storage.googleapis.com', 'storage-api.googleapis.com', 'storage-component.googleapis.com'];

/** Names of the APIs that are switched on; undefined where that is not told. */
export type EnabledApis = ReadonlySet<string> | undefined;

export function isSwitchedOff(api: string, enabled: EnabledApis): boolean {
  if (enabled === undefined || askedElsewhere.has(api)) return false;
  return !(api === 'storage.googleapis.com' ? storageNames : [api]).some((name) => enabled.has(name));
}

/** Throws where the project as a whole cannot be asked: it is about to be deleted, or the credentials are refused. */
export async function readEnabledApis(api: GcpApi, project: string, counter: CallCounter, signal: AbortSignal): Promise<EnabledApis> {
  const names = new Set<string>();
  const query = { filter: 'state:ENABLED', pageSize: '200', fields: 'services.config.name,nextPageToken' };
  try {
    for await (const page of pagesOf<{ services?: unknown[]; nextPageToken?: string }>(api, { host: 'serviceusage.googleapis.com', path: `v1/projects/${project}/services`, query, account: project, call: 'serviceusage.v1.services.list', counter, signal })) {
      for (const service of page.services ?? []) {
        const name = textAt(service, 'config.name');
        if (name !== null) names.add(name);
      }
    }
    return names;
  } catch (error) {
    const described = toAppError(error, { account: project, permission: 'serviceusage.services.list' });
    const isWhole = described.code === 'CLOUD_ACCOUNT_DISABLED' || described.code === 'GCP_CREDENTIALS_REJECTED' || (error instanceof AppError && error.code !== 'CLOUD_PAGING_LOOP') || !(error instanceof CloudFailure || error instanceof AppError);
    if (isWhole || signal.aborted) throw error;
    return undefined;
  }
}
