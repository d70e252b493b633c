import type { DiscoveredAccount, Discovery } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { textAt } from '../fields.ts';
import { describeFailure } from './errors.ts';
import type { Asking, AzureSession } from './session.ts';

/** Of a subscription in one of these everything can be read (learn.microsoft.com/azure/cost-management-billing/manage/subscription-states). */
const readableStates = new Set(['enabled', 'warned', 'pastdue', 'active']);

export interface Subscription {
  id: string;
  name: string | null;
  state: string;
  tenantId: string | null;
}

const asking = (call: string): Asking => ({ account: 'tenant', call, counter: { calls: 0, throttled: 0 }, signal: AbortSignal.timeout(300_000) });

/** Who the credentials are, and which subscriptions and directory they reach. */
export async function discoverAzure(session: AzureSession): Promise<Discovery> {
  const { cloud, settings: { resourceManagerUrl, subscriptions: wanted } } = session;
  const source = (): string => `${session.signIn.words}${resourceManagerUrl === undefined ? '' : ` at ${new URL(resourceManagerUrl).host}`}`;
  let found: Subscription[];
  let tenantId: string | undefined;
  try {
    tenantId = tenantIn(await session.signIn.token(cloud.resourceManagerScope));
    found = await readSubscriptions(session);
    tenantId ??= found.find((one) => one.tenantId !== null)?.tenantId ?? (await readTenants(session))[0];
  } catch (error) {
    const { code, message } = describeFailure(error, 'Microsoft.Resources/subscriptions/read');
    return { state: code === 'AZURE_NO_CREDENTIALS' ? 'no_credentials' : 'rejected', source: source(), accounts: [], message, code };
  }
  const accounts = [...accountsOf(found, wanted), ...(tenantId === undefined ? [] : [accountOf(`tenants/${tenantId}`, 'Directory')])];
  const count = accounts.length - (tenantId === undefined ? 0 : 1);
  const note = count === 0 ? ' The principal sees no subscription: assign it Reader at one, or at a management group.' : '';
  return { state: 'connected', source: source(), accounts, message: `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}.${note}` };
}

/** Every subscription that the principal sees, with its state. */
export async function readSubscriptions(session: AzureSession): Promise<Subscription[]> {
  const subscriptions: Subscription[] = [];
  for await (const page of session.pages('/subscriptions', '2022-12-01', asking('Microsoft.Resources/subscriptions'))) {
    for (const one of page) {
      const id = textAt(one, 'subscriptionId');
      if (id !== null) subscriptions.push({ id: id.toLowerCase(), name: textAt(one, 'displayName'), state: textAt(one, 'state') ?? 'Enabled', tenantId: textAt(one, 'tenantId') });
    }
  }
  return subscriptions;
}

async function readTenants(session: AzureSession): Promise<string[]> {
  const tenants: string[] = [];
  for await (const page of session.pages('/tenants', '2022-12-01', asking('Microsoft.Resources/tenants'))) for (const one of page) tenants.push(textAt(one, 'tenantId') ?? '');
  return tenants.filter((id) => id !== '');
}

function accountsOf(found: readonly Subscription[], wanted: readonly string[]): DiscoveredAccount[] {
  const byId = new Map(found.map((one) => [one.id, one]));
  if (wanted.length === 0) return found.map(toAccount);
  return wanted.map((id) => {
    const one = byId.get(id.toLowerCase());
    if (one !== undefined) return toAccount(one);
    const error = new AppError('AZURE_ACCESS_DENIED', { detail: `The principal does not see the subscription ${id}, or it is not there. Assign it Reader.`, permission: 'Microsoft.Resources/subscriptions/read' });
    return { ...accountOf(id.toLowerCase(), null), error: error.toStored() };
  });
}

function toAccount({ id, name, state }: Subscription): DiscoveredAccount {
  return { ...accountOf(id, name), error: stateError(state)?.toStored() ?? null };
}

/** Undefined where the subscription can be read. */
export function stateError(state: string): AppError | undefined {
  return readableStates.has(state.toLowerCase()) ? undefined : new AppError('CLOUD_ACCOUNT_DISABLED', { detail: `The subscription is in the state ${state}.` });
}

const accountOf = (id: string, name: string | null): DiscoveredAccount => ({ id, name, roleArn: null, externalId: null, regions: null, error: null });

/** The directory that a token is of; undefined where the token does not tell. */
function tenantIn(token: string): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { tid?: unknown };
    return typeof claims.tid === 'string' ? claims.tid.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}
