import { type AzureAnswer, graphRow, makeRow, refusal, type World } from './world.ts';

interface Query {
  table: string;
  /** In lower case; undefined: all of them. */
  types: ReadonlySet<string> | undefined;
}

const tables: Readonly<Record<string, string>> = { resources: 'Resources', resourcecontainers: 'ResourceContainers', authorizationresources: 'AuthorizationResources', policyresources: 'PolicyResources', recoveryservicesresources: 'RecoveryServicesResources', securityresources: 'SecurityResources', advisorresources: 'AdvisorResources' };

/** Just enough Kusto: a table, `where type in~ (…)` or `where type =~ '…'`, `project …` and `order by id asc`. Undefined for anything else. */
export function parseQuery(text: string): Query | undefined {
  const [tableName = '', ...steps] = text.split('|').map((step) => step.trim());
  const table = tables[tableName.toLowerCase()];
  if (table === undefined) return undefined;
  let types: Set<string> | undefined;
  for (const step of steps) {
    const filter = /^where\s+type\s+(?:in~\s*\(([^)]*)\)|=~\s*('[^']*'))$/i.exec(step);
    if (filter !== null) types = new Set([...(filter[1] ?? filter[2] ?? '').matchAll(/'([^']*)'/g)].map(([, name]) => (name ?? '').toLowerCase()));
    else if (!/^(project\s+[\w\s,.]+|order by id( asc)?)$/i.test(step)) return undefined;
  }
  return { table, types };
}

/** Where rows come from in the order of their places: so many of a type in a subscription. */
interface Segment {
  count: number;
  make(index: number): Record<string, unknown>;
}

export class ResourceGraph {
  readonly #world: World;
  #left = 15;
  #windowAt = 0;
  readonly #isMetered: boolean;

  constructor(world: World, isMetered: boolean) {
    this.#world = world;
    this.#isMetered = isMetered;
  }

  answer(body: unknown): AzureAnswer {
    const { faults, plan } = this.#world;
    if (faults.has('graph-denied')) return refusal(403, 'AccessDenied', 'Access is denied. You do not have permission to access the resource.');
    const quota = this.#quota();
    if (quota.isSpent) return { ...refusal(429, 'RateLimiting', 'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed.'), headers: quota.headers };
    const { subscriptions = plan.subscriptions, query = '', options = {} } = (body ?? {}) as { subscriptions?: string[]; query?: string; options?: { $top?: number; $skipToken?: string; resultFormat?: string } };
    const parsed = parseQuery(query);
    if (parsed === undefined) return refusal(400, 'BadRequest', 'Please provide below info when asking for support: query is not valid.');
    if (options.resultFormat !== 'objectArray') return refusal(400, 'BadRequest', 'The simulated cloud answers rows as objects.');
    const segments = this.#segments(parsed, subscriptions);
    const total = segments.reduce((sum, { count }) => sum + count, 0);
    const size = Math.min(options.$top ?? 100, 1000);
    const from = options.$skipToken === undefined ? 0 : Number(Buffer.from(options.$skipToken, 'base64').toString());
    const data = slice(segments, from, size);
    const isMore = from + data.length < total;
    const next = faults.has('graph-repeats-token') ? 0 : from + data.length;
    const isTruncated = faults.has('graph-truncated');
    const headers: Record<string, string> = { ...quota.headers, ...(faults.has('graph-limit-hit') ? { 'x-ms-tenant-subscription-limit-hit': 'true' } : {}) };
    return {
      status: 200, headers,
      body: { totalRecords: total, count: data.length, resultTruncated: String(isMore || isTruncated), facets: [], data, ...(isMore && !isTruncated ? { $skipToken: Buffer.from(String(next)).toString('base64') } : {}) },
    };
  }

  /** Fifteen queries in five seconds. */
  #quota(): { isSpent: boolean; headers: Record<string, string> } {
    if (!this.#isMetered) return { isSpent: false, headers: { 'x-ms-user-quota-remaining': '14', 'x-ms-user-quota-resets-after': '00:00:05' } };
    const now = performance.now();
    if (now - this.#windowAt > 5000) {
      this.#windowAt = now;
      this.#left = 15;
    }
    const isSpent = this.#left <= 0;
    if (!isSpent) this.#left -= 1;
    const seconds = Math.max(1, Math.ceil((this.#windowAt + 5000 - now) / 1000));
    return { isSpent, headers: { 'x-ms-user-quota-remaining': String(this.#left), 'x-ms-user-quota-resets-after': `00:00:0${seconds}`, ...(isSpent ? { 'retry-after': String(seconds) } : {}) } };
  }

  #segments({ table, types }: Query, wanted: readonly string[]): Segment[] {
    const { plan, faults } = this.#world;
    const isWanted = (type: string, subscription: string): boolean => types?.has(type.toLowerCase()) !== false && !faults.deniesRead(type, subscription);
    return wanted.map((id) => id.toLowerCase()).filter((id) => plan.subscriptions.includes(id)).flatMap((subscription) => {
      if (table === 'Resources') return [...plan.typesOf(subscription)].filter(([type]) => isWanted(type, subscription)).map(([type, count]) => ({ count, make: (index: number) => graphRow(makeRow(plan, subscription, type, index), subscription) }));
      return this.#fixed(table, subscription).filter(({ type }) => isWanted(type, subscription));
    });
  }

  /** What other tables have: a few rows of each kind. */
  #fixed(table: string, subscription: string): (Segment & { type: string })[] {
    const { plan } = this.#world;
    const scope = `/subscriptions/${subscription}`;
    const few = (type: string, count: number, make: (index: number) => Record<string, unknown>) => ({ type, count, make: (index: number) => ({ type: type.toLowerCase(), subscriptionId: subscription, ...make(index) }) });
    switch (table) {
      case 'ResourceContainers':
        return [few('Microsoft.Resources/subscriptions/resourceGroups', plan.groupsOf(subscription), (index) => groupRow(plan.groupName(subscription, index), subscription)), few('Microsoft.Resources/subscriptions', 1, () => ({ id: scope, name: `Subscription ${subscription.slice(0, 4)}`, location: '', properties: { state: 'Enabled' } }))];
      case 'AuthorizationResources':
        return [few('Microsoft.Authorization/roleAssignments', 4, (index) => roleAssignment(scope, index)), few('Microsoft.Authorization/roleDefinitions', 2, (index) => roleDefinition(scope, index))];
      case 'PolicyResources':
        return [few('Microsoft.Authorization/policyAssignments', 2, (index) => ({ id: `${scope}/providers/Microsoft.Authorization/policyAssignments/assignment-${index}`, name: `assignment-${index}`, location: '', properties: { displayName: `Policy ${index}`, enforcementMode: 'Default', scope } }))];
      case 'SecurityResources':
        return [few('Microsoft.Security/pricings', 2, (index) => ({ id: `${scope}/providers/Microsoft.Security/pricings/${index === 0 ? 'VirtualMachines' : 'StorageAccounts'}`, name: index === 0 ? 'VirtualMachines' : 'StorageAccounts', location: '', properties: { pricingTier: index === 0 ? 'Free' : 'Standard' } }))];
      default:
        return [];
    }
  }
}

export const groupRow = (name: string, subscription: string): Record<string, unknown> => ({ id: `/subscriptions/${subscription}/resourceGroups/${name}`, name, location: 'westeurope', tags: name.startsWith('RG-Web') ? { env: 'prod' } : null, properties: { provisioningState: 'Succeeded' } });

const roleIds = ['acdd72a7-3385-48ef-bd42-f606fba81ae7', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'];

export const roleAssignment = (scope: string, index: number): Record<string, unknown> => ({
  id: `${scope}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-00000000000${index}`, name: `00000000-0000-4000-8000-00000000000${index}`, location: '',
  properties: { roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${roleIds[index % 2]}`, principalId: `00000000-0000-4000-8000-0000000000a${index}`, principalType: index % 2 === 0 ? 'ServicePrincipal' : 'User', scope, createdOn: '2026-01-01T00:00:00Z' },
});

export const roleDefinition = (scope: string, index: number): Record<string, unknown> => ({
  id: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${roleIds[index]}`, name: roleIds[index], location: '',
  properties: { roleName: index === 0 ? 'Reader' : 'Owner', type: index === 0 ? 'BuiltInRole' : 'CustomRole', assignableScopes: [scope], permissions: [{ actions: index === 0 ? ['*/read'] : ['*'], notActions: [], dataActions: [], notDataActions: [] }] },
});

/** So many rows from a place on, without making those before it. */
function slice(segments: readonly Segment[], from: number, size: number): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  let passed = 0;
  for (const { count, make } of segments) {
    for (let index = Math.max(0, from - passed); index < count && rows.length < size; index += 1) rows.push(make(index));
    passed += count;
    if (rows.length >= size) break;
  }
  return rows;
}
