import { AppError } from '../../../core/errors.ts';
import { at, type GcpListContext, type GcpRow, listAt, textAt } from '../define.ts';
import { isKind } from '../failure.ts';

const host = 'policyanalyzer.googleapis.com';

type Kind = 'serviceAccountLastAuthentication' | 'serviceAccountKeyLastAuthentication';
interface Activity {
  last: string | null;
  since: string | null;
}

/**
 * When an account or a key last authenticated, in `details`: one list for all of a project (policyanalyzer.v1
 * activities.query, whose filter is optional). One that it does not name has not authenticated since the list begins.
 * Without the API nobody knows; it is off in most projects and no gap then.
 */
export async function withLastAuthentication(row: GcpRow, kind: Kind, uid: string, context: GcpListContext): Promise<GcpRow> {
  try {
    const activities = await context.shared(kind, () => activitiesOf(kind, context));
    if (activities === undefined) return row;
    const { last, since } = activities.byName.get(nameOf(uid)) ?? { last: null, since: activities.since };
    return { ...row, details: { use_known: true, last, since } };
  } catch (error) {
    if (isKind(error, 'disabled') || (error instanceof AppError && error.code === 'CLOUD_SERVICE_OFF')) return row;
    throw error;
  }
}

/** Undefined where there is no such list. `since` is where the observation of the first one begins. */
async function activitiesOf(kind: Kind, { account, get }: GcpListContext): Promise<{ byName: Map<string, Activity>; since: string | null } | undefined> {
  const byName = new Map<string, Activity>();
  let since: string | null = null;
  const seen = new Set<string>();
  for (let pageToken: string | null = null; ; ) {
    const page: unknown = await get(host, `v1/projects/${account}/locations/global/activityTypes/${kind}/activities:query`, { pageSize: '1000', ...(pageToken === null ? {} : { pageToken }) });
    if (page === undefined) return undefined;
    for (const activity of listAt(page, 'activities')) {
      const from = textAt(activity, 'observationPeriod.startTime');
      since ??= from;
      byName.set(nameOf(textAt(activity, 'fullResourceName') ?? ''), { last: textAt(at(activity, 'activity'), 'lastAuthenticatedTime'), since: from });
    }
    pageToken = textAt(page, 'nextPageToken');
    if (pageToken === null) return { byName, since };
    if (seen.has(pageToken)) throw new AppError('CLOUD_PAGING_LOOP', { detail: 'Policy Analyzer repeated a page and was stopped.' });
    seen.add(pageToken);
  }
}

/** `name@project…/keys/1`: before it stands the project, by its number or by its id. */
const nameOf = (uid: string): string => uid.slice(uid.indexOf('/serviceAccounts/') + 1);

export const authenticationFields = ['use_known', 'last_authenticated_at', 'observed_since'] as const;

export const lastAuthentication = ({ details }: GcpRow) => ({ use_known: details?.['use_known'] === true, last_authenticated_at: textAt(details, 'last'), observed_since: textAt(details, 'since') });
