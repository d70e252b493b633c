import { AppError } from '../../../core/errors.ts';
import { at, type GcpListContext, type GcpRow, listAt, textAt } from '../define.ts';
import { isKind } from '../failure.ts';

const host = 'policyanalyzer.googleapis.com';

/**
 * When an account or a key last authenticated, in `details` (policyanalyzer.v1 activities.query). Without the API nobody knows;
 * it is off in most projects and no gap then.
 */
export async function withLastAuthentication(row: GcpRow, kind: 'serviceAccountLastAuthentication' | 'serviceAccountKeyLastAuthentication', uid: string, { account, get }: GcpListContext): Promise<GcpRow> {
  try {
    const filter = `activities.full_resource_name="${uid}"`;
    const answer = await get(host, `v1/projects/${account}/locations/global/activityTypes/${kind}/activities:query`, { filter, pageSize: '10' });
    if (answer === undefined) return row;
    const [activity] = listAt(answer, 'activities');
    return { ...row, details: { use_known: true, last: textAt(at(activity, 'activity'), 'lastAuthenticatedTime'), since: textAt(activity, 'observationPeriod.startTime') } };
  } catch (error) {
    if (isKind(error, 'disabled') || (error instanceof AppError && error.code === 'CLOUD_SERVICE_OFF')) return row;
    throw error;
  }
}

export const authenticationFields = ['use_known', 'last_authenticated_at', 'observed_since'] as const;

export const lastAuthentication = ({ details }: GcpRow) => ({ use_known: details?.['use_known'] === true, last_authenticated_at: textAt(details, 'last'), observed_since: textAt(details, 'since') });
