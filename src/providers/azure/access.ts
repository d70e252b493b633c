import { AppError } from '../../core/errors.ts';
import { CloudFailure } from '../cloud-http.ts';
import { listAt, textAt } from '../fields.ts';
import { describeFailure } from './errors.ts';
import type { Asking, AzureSession } from './session.ts';

/** What the role assignments that hold for a subscription allow. */
interface Grant {
  actions: RegExp[];
  notActions: RegExp[];
  isNarrowed: boolean;
}

/** What is known of a subscription before anything of it is read. */
export interface SubscriptionAccess {
  /** Undefined: it could not be asked what the principal may do, so nothing may be taken for empty. */
  grants: readonly Grant[] | undefined;
  /** In lower case; resource providers that are not registered. */
  unregistered: ReadonlySet<string>;
}

/** Asks what the principal may read in a subscription, and which resource providers are registered. Throws what is wrong with the subscription as a whole. */
export async function readAccess(session: AzureSession, asking: Omit<Asking, 'call'>): Promise<SubscriptionAccess> {
  const [grants, unregistered] = await Promise.all([readGrants(session, asking), readUnregistered(session, asking)]);
  return { grants, unregistered };
}

async function readGrants(session: AzureSession, asking: Omit<Asking, 'call'>): Promise<Grant[] | undefined> {
  const call = 'Microsoft.Authorization/permissions';
  return unlessRefused(async () => {
    const grants: Grant[] = [];
    for await (const page of session.pages(`/subscriptions/${asking.account}/providers/${call}`, '2022-04-01', { ...asking, call })) {
      for (const one of page) {
        const notActions = patternsAt(one, 'notActions');
        grants.push({ actions: patternsAt(one, 'actions'), notActions, isNarrowed: notActions.some(({ source }) => source.endsWith('read$') || source.endsWith('.*$')) });
      }
    }
    return grants;
  });
}

async function readUnregistered(session: AzureSession, asking: Omit<Asking, 'call'>): Promise<Set<string>> {
  const read = async (): Promise<Set<string>> => {
    const off = new Set<string>();
    for await (const page of session.pages(`/subscriptions/${asking.account}/providers`, '2021-04-01', { ...asking, call: 'Microsoft.Resources/subscriptions/providers' })) {
      for (const provider of page) if (/^(not|un)registered$/i.test(textAt(provider, 'registrationState') ?? '')) off.add((textAt(provider, 'namespace') ?? '').toLowerCase());
    }
    return off;
  };
  return (await unlessRefused(read)) ?? new Set();
}

/** Undefined where the question itself may not be asked. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CloudFailure && (error.kind === 'denied' || error.kind === 'missing' || error.kind === 'other')) return undefined;
    throw describeFailure(error, 'Microsoft.Resources/subscriptions/read');
  }
}

/** `Microsoft.Compute/*` matches in any casing, and a star also several parts. */
const patternsAt = (grant: unknown, field: string): RegExp[] =>
  listAt(grant, field).flatMap((text) => (typeof text === 'string' ? new RegExp(`^${text.split('*').map((part) => part.replace(/[.\\^$+?()[\]{}|/]/g, String.raw`\$&`)).join('.*')}$`, 'i') : []));

/** Whether an action is granted; `some`: an action with a star, of which a part is taken away. */
export function grantOf(grants: readonly Grant[], action: string): 'yes' | 'some' | 'no' {
  const granting = grants.filter(({ actions, notActions }) => actions.some((pattern) => pattern.test(action)) && !notActions.some((pattern) => pattern.test(action)));
  if (granting.length === 0) return 'no';
  return action.includes('*') && granting.every(({ isNarrowed }) => isNarrowed) ? 'some' : 'yes';
}

/** Why a type of a subscription need not be asked for; undefined: ask. */
export function refusalOf(access: SubscriptionAccess, nativeType: string, permissions: readonly string[]): AppError | undefined {
  const namespace = nativeType.split('/')[0] ?? '';
  if (access.unregistered.has(namespace.toLowerCase())) return new AppError('CLOUD_SERVICE_OFF', { detail: `The resource provider ${namespace} is not registered in this subscription, so it has nothing of it.` });
  const { grants } = access;
  const missing = grants === undefined ? undefined : permissions.find((permission) => permission.includes('/') && grantOf(grants, permission) === 'no');
  return missing === undefined ? undefined : new AppError('AZURE_ACCESS_DENIED', { detail: `Denied: the principal lacks \`${missing}\` at the subscription.`, permission: missing });
}
