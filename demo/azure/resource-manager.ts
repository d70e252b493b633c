import { hashText } from '../aws/generate/random.ts';
import { simulatedTenantId } from './identity.ts';
import { indexIn } from './plan.ts';
import { groupRow, roleAssignment, roleDefinition } from './resource-graph.ts';
import { childLists } from './rows/children.ts';
import { powerStateOf } from './rows/compute.ts';
import { armRow, type AzureAnswer, knownType, makeRow, refusal, unauthorised, type World } from './world.ts';

const pageSize = 100;

/** Rows of a list, made when their page is asked for. */
interface Listing {
  count: number;
  make(index: number): unknown;
}

const nothing: Listing = { count: 0, make: () => undefined };
const ofRows = (rows: readonly unknown[]): Listing => ({ count: rows.length, make: (index) => rows[index] });

/** Answers a GET of Resource Manager. */
export function answerArm(world: World, url: URL): AzureAnswer {
  if (!url.searchParams.has('api-version')) return refusal(400, 'MissingApiVersionParameter', 'The api-version query parameter (?api-version=) is required for all requests.');
  const path = decodeURIComponent(url.pathname).replace(/\/+$/, '');
  if (/^\/subscriptions$/i.test(path)) return paged(world, url, ofRows(world.plan.subscriptions.map((id) => subscriptionRow(world, id))));
  if (/^\/tenants$/i.test(path)) return paged(world, url, ofRows([{ id: `/tenants/${simulatedTenantId}`, tenantId: simulatedTenantId, displayName: 'Simulated' }]));
  if (/^\/providers\/Microsoft\.Capacity\/reservationOrders$/i.test(path)) return paged(world, url, ofRows([reservationOrder]));
  if (/^\/providers\/Microsoft\.Capacity\/reservations$/i.test(path)) return paged(world, url, ofRows([reservation('7c0e1a2c', 'Succeeded', 4, 55.2), reservation('7c0e1a2d', 'Cancelled', 8, 0)]));
  const [, id = '', rest = ''] = /^\/subscriptions\/([^/]+)\/?(.*)$/i.exec(path) ?? [];
  const subscription = id.toLowerCase();
  if (!world.plan.subscriptions.includes(subscription) || world.faults.stateOf(subscription) === 'Deleted') return refusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  if (rest === '') return { status: 200, body: subscriptionRow(world, subscription) };
  if (/^providers\/Microsoft.Authorization\/permissions$/i.test(rest)) return permissions(world, url, subscription);
  if (/^providers$/i.test(rest)) return paged(world, url, ofRows(providers(world, subscription)));
  const found = listingOf(world, url, subscription, rest);
  return 'status' in found ? found : paged(world, url, found);
}

const orderId = '/providers/Microsoft.Capacity/reservationOrders/5b0e1a2c-0000-4000-8000-000000000001';

/** In small letters, as this list writes its ids. */
function reservation(id: string, provisioningState: string, quantity: number, pct: number) {
  const aggregates = [[1, pct / 2], [7, pct + 10], [30, pct]].map(([grain, value]) => ({ grain, grainUnit: 'days', value, valueUnit: 'percentage' }));
  const name = `${id}-0000-4000-8000-000000000001`;
  return { id: `${orderId.toLowerCase()}/reservations/${name}`, name: `${orderId.split('/').at(-1)}/${name}`, type: 'Microsoft.Capacity/reservationOrders/reservations', location: 'westeurope', sku: { name: 'Standard_D4s_v5' }, properties: { displayName: 'Machines for a year', appliedScopeType: 'Single', quantity, provisioningState, displayProvisioningState: provisioningState, reservedResourceType: 'VirtualMachines', term: 'P1Y', renew: false, expiryDate: '2027-01-05', utilization: { trend: 'DOWN', aggregates } } };
}

/** One that nobody renews. */
const reservationOrder = { id: orderId, name: '5b0e1a2c-0000-4000-8000-000000000001', type: 'Microsoft.Capacity/reservationOrders', etag: 2, properties: { displayName: 'Machines for a year', requestDateTime: '2026-01-05T00:00:00Z', createdDateTime: '2026-01-05T00:00:00Z', expiryDate: '2027-01-05', originalQuantity: 4, term: 'P1Y', billingPlan: 'Monthly', provisioningState: 'Succeeded', reservations: [{ id: `${orderId}/reservations/7c0e1a2c-0000-4000-8000-000000000001` }] } };

const subscriptionRow = ({ faults }: World, id: string) => ({ id: `/subscriptions/${id}`, subscriptionId: id, tenantId: simulatedTenantId, displayName: `Subscription ${Number(id.slice(0, 8)) || id.slice(0, 8)}`, state: faults.stateOf(id), subscriptionPolicies: { spendingLimit: 'Off' } });

function permissions(world: World, url: URL, subscription: string): AzureAnswer {
  const action = 'Microsoft.Authorization/permissions/read';
  if (world.faults.has('deny-permissions')) return unauthorised(action, `/subscriptions/${subscription}`);
  const denied = world.faults.all('deny-read').filter((fault) => fault.subscription === undefined || fault.subscription === subscription);
  return paged(world, url, ofRows([{ actions: ['*/READ'], notActions: denied.map(({ type }) => `${type}/read`), dataActions: [], notDataActions: [] }]));
}

function providers({ plan, faults }: World, subscription: string): unknown[] {
  const namespaces = new Set([...plan.typesOf(subscription).keys()].map((type) => type.split('/')[0] ?? ''));
  return [...namespaces].map((namespace) => ({ id: `/subscriptions/${subscription}/providers/${namespace}`, namespace, registrationState: faults.isUnregistered(namespace, subscription) ? 'NotRegistered' : 'Registered', resourceTypes: [] }));
}

function listingOf(world: World, url: URL, subscription: string, rest: string): Listing | AzureAnswer {
  const { plan } = world;
  if (/^resourcegroups$/i.test(rest)) return { count: plan.groupsOf(subscription), make: (index) => ({ ...groupRow(plan.groupName(subscription, index), subscription), type: 'Microsoft.Resources/resourceGroups' }) };
  if (/^resources$/i.test(rest)) return everything(world, subscription);
  const whole = /^providers\/([^/]+)\/([^/]+)$/i.exec(rest);
  if (whole !== null) return listOfType(world, url, subscription, `${whole[1]}/${whole[2]}`);
  const inGroup = /^resourcegroups\/([^/]+)\/providers\/([^/]+\/[^/]+)$/i.exec(rest);
  if (inGroup !== null) return listInGroup(world, subscription, inGroup[1] ?? '', inGroup[2] ?? '');
  // Every group of the estate holds something.
  if (/^resourcegroups\/[^/]+\/resources$/i.test(rest)) return { count: 1, make: () => ({ id: `/subscriptions/${subscription}/${rest}`, type: 'Microsoft.Resources/resources' }) };
  const below = /^(resourcegroups\/[^/]+\/providers\/[^/]+)\/(.+)$/i.exec(rest);
  if (below !== null) return belowOne(world, subscription, below[1] ?? '', (below[2] ?? '').split('/'));
  return refusal(404, 'InvalidResourceType', `The resource type could not be found for the api version of '${rest}'.`);
}

/** What stands before any list of a type. */
function refused({ faults }: World, subscription: string, type: string): AzureAnswer | undefined {
  const [namespace = ''] = type.split('/');
  if (faults.stateOf(subscription) === 'Disabled') return refusal(403, 'ReadOnlyDisabledSubscription', `The subscription '${subscription}' is disabled and therefore marked as read only.`);
  if (faults.isUnregistered(namespace, subscription)) return refusal(409, 'MissingSubscriptionRegistration', `The subscription is not registered to use namespace '${namespace}'.`);
  return faults.deniesRead(type, subscription) ? unauthorised(`${type}/read`, `/subscriptions/${subscription}`) : undefined;
}

function listOfType(world: World, url: URL, subscription: string, asked: string): Listing | AzureAnswer {
  const { plan } = world;
  const no = refused(world, subscription, asked);
  if (no !== undefined) return no;
  const scope = `/subscriptions/${subscription}`;
  const fixed: Record<string, Listing> = {
    'microsoft.authorization/roleassignments': { count: 4, make: (index) => ({ type: 'Microsoft.Authorization/roleAssignments', ...roleAssignment(scope, index) }) },
    'microsoft.authorization/locks': { count: 1, make: () => ({ id: `${scope}/providers/Microsoft.Authorization/locks/keep`, name: 'keep', type: 'Microsoft.Authorization/locks', properties: { level: 'CanNotDelete', notes: 'Production' } }) },
    'microsoft.authorization/roledefinitions': { count: 2, make: (index) => ({ type: 'Microsoft.Authorization/roleDefinitions', ...roleDefinition(scope, index) }) },
  };
  const type = knownType(plan, subscription, asked);
  if (type === undefined) return fixed[asked.toLowerCase()] ?? nothing;
  if (type === 'Microsoft.Compute/virtualMachines' && url.searchParams.get('statusOnly') === 'true') return { count: plan.countOf(type, subscription), make: (index) => machineStatus(world, subscription, index) };
  return { count: plan.countOf(type, subscription), make: (index) => armRow(makeRow(plan, subscription, type, index), index) };
}

function machineStatus({ plan }: World, subscription: string, index: number): unknown {
  const { id, name, location, type } = makeRow(plan, subscription, 'Microsoft.Compute/virtualMachines', index);
  return { id: id.toUpperCase(), name, location, type, properties: { provisioningState: 'Succeeded', instanceView: { statuses: [{ code: 'ProvisioningState/succeeded', level: 'Info' }, { code: `PowerState/${powerStateOf(index)}`, level: 'Info' }] } } };
}

function listInGroup(world: World, subscription: string, group: string, asked: string): Listing | AzureAnswer {
  const no = refused(world, subscription, asked);
  if (no !== undefined) return no;
  const type = knownType(world.plan, subscription, asked);
  if (type === undefined) return nothing;
  const marker = `/resourcegroups/${group.toLowerCase()}/`;
  const places = Array.from({ length: world.plan.countOf(type, subscription) }, (_, index) => index).filter((index) => world.plan.idOf(subscription, type, index).toLowerCase().includes(marker));
  return { count: places.length, make: (place) => armRow(makeRow(world.plan, subscription, type, places[place] ?? 0), places[place] ?? 0) };
}

/** One thing, or a list below one: `virtualMachines/vm-1`, `servers/server-0/databases`, `storageAccounts/st0/blobServices/default/containers`. */
function belowOne(world: World, subscription: string, before: string, parts: string[]): Listing | AzureAnswer {
  const { plan } = world;
  const namespace = before.split('/').at(-1) ?? '';
  const [first = '', name = '', ...rest] = parts;
  const type = knownType(plan, subscription, `${namespace}/${first}`);
  const index = indexIn(name);
  const id = type === undefined || index < 0 || index >= plan.countOf(type, subscription) ? undefined : plan.idOf(subscription, type, index);
  if (type === undefined || id?.toLowerCase() !== `/subscriptions/${subscription}/${before}/${first}/${name}`.toLowerCase()) return refusal(404, 'ResourceNotFound', `The Resource '${namespace}/${first}/${name}' was not found.`);
  if (rest.length === 0) return refused(world, subscription, type) ?? { status: 200, body: armRow(makeRow(plan, subscription, type, index), index) };
  const nested = knownType(plan, subscription, `${type}/${rest.join('/')}`);
  if (nested !== undefined) return refused(world, subscription, nested) ?? nestedRows(world, subscription, nested, index % plan.countOf(type, subscription));
  const child = childLists[rest.join('/').toLowerCase()];
  if (child?.parent !== type) return nothing;
  return refused(world, subscription, child.type) ?? { count: child.count, make: (place) => withId(id, rest.join('/'), child.type, child.make(id, place)) };
}

const withId = (parent: string, path: string, type: string, { name, properties }: { name: string; properties: Record<string, unknown> }) => ({ id: name === '' ? `${parent}/${path}` : `${parent}/${path}/${name}`, name: name === '' ? (path.split('/').at(-1) ?? '') : name, type, properties });

function nestedRows({ plan }: World, subscription: string, type: string, parent: number): Listing {
  const parents = plan.countOf(type.slice(0, type.lastIndexOf('/')), subscription);
  const count = plan.countOf(type, subscription);
  return { count: parent >= count ? 0 : Math.ceil((count - parent) / parents), make: (place) => armRow(makeRow(plan, subscription, type, parent + place * parents), parent + place * parents) };
}

/** The list of everything: without properties. */
function everything({ plan }: World, subscription: string): Listing {
  const places = [...plan.typesOf(subscription)].flatMap(([type, count]) => Array.from({ length: count }, (_, index) => ({ type, index })));
  return {
    count: places.length,
    make(place) {
      const { type = '', index = 0 } = places[place] ?? {};
      const { properties: _, ...row } = armRow(makeRow(plan, subscription, type, index), index);
      return { ...row, provisioningState: 'Succeeded' };
    },
  };
}

/** A page, with a link to the next one. Some lists begin with a page of nothing. */
function paged(world: World, url: URL, { count, make }: Listing): AzureAnswer {
  const token = url.searchParams.get('$skiptoken');
  const beginsEmpty = count > 0 && token === null && hashText(url.pathname.toLowerCase()) % 4 === 0;
  const from = token === null ? 0 : Number(token);
  const rows = beginsEmpty ? [] : Array.from({ length: Math.min(pageSize, Math.max(0, count - from)) }, (_, index) => make(from + index));
  const next = beginsEmpty ? 0 : from + rows.length;
  const loops = world.faults.hit('paging-loop', url.pathname) !== undefined;
  const elsewhere = world.faults.hit('other-host', url.pathname) !== undefined;
  const isMore = beginsEmpty || next < count || loops || elsewhere;
  const value = count === 0 && hashText(url.pathname) % 2 === 0 ? {} : { value: rows };
  if (!isMore) return { status: 200, body: value };
  const link = new URL(url.pathname + url.search, elsewhere ? 'https://elsewhere.example' : world.url);
  link.searchParams.set('$skiptoken', String(loops ? 0 : next));
  return { status: 200, body: { ...value, nextLink: link.href } };
}
