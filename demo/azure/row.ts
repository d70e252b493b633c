import { type Random, randomOf, hashText } from '../aws/generate/random.ts';
import { simulatedTenantId } from './identity.ts';
import type { Plan } from './plan.ts';

/** A row of the estate, as Resource Graph answers it; Resource Manager leaves out what is empty. */
export interface Row {
  id: string;
  name: string;
  type: string;
  kind: string;
  location: string;
  managedBy: string;
  sku: Record<string, unknown> | null;
  identity: Record<string, unknown> | null;
  zones: string[] | null;
  tags: Record<string, string> | null;
  properties: Record<string, unknown>;
}

/** What a maker of rows is given: which one it is, and the names of the others. */
export interface RowContext {
  plan: Plan;
  subscription: string;
  nativeType: string;
  index: number;
  random: Random;
  id: string;
  now: Date;
  /** The id of another row of the subscription; of those that are there, counted round. Null where there is none. */
  idOf(nativeType: string, index?: number): string | null;
  ago(days: number): string;
}

export type RowMaker = (context: RowContext) => Partial<Row>;

const regions = ['westeurope', 'northeurope', 'eastus', 'uksouth', 'West Europe'];
const tagSets: readonly (Record<string, string> | null)[] = [
  { env: 'prod', owner: 'team-a' }, { env: 'test' }, null, {}, { 'cost center': '12/34', Büro: 'Zürich & Köln' }, { 'hidden-link:/app': 'Resource', env: '' },
];

/** One row, made of its place in the estate and nothing else. */
export function rowOf(plan: Plan, makers: Readonly<Record<string, RowMaker>>, { subscription, nativeType, index }: { subscription: string; nativeType: string; index: number }): Row {
  const random = randomOf(plan.seed, hashText(`${subscription}/${nativeType}`), index);
  const id = plan.idOf(subscription, nativeType, index);
  const context: RowContext = {
    plan, subscription, nativeType, index, random, id, now: plan.now,
    idOf: (other, at = index) => {
      const count = plan.countOf(other, subscription);
      return count === 0 ? null : plan.idOf(subscription, other, at % count);
    },
    ago: (days) => new Date(plan.now.getTime() - days * 86_400_000).toISOString(),
  };
  const made = makers[nativeType]?.(context) ?? {};
  const location = regions[Math.floor(random() * regions.length)] ?? 'westeurope';
  const tags = tagSets[Math.floor(random() * tagSets.length)] ?? null;
  const base = { id, name: id.split('/').at(-1) ?? id, type: nativeType, kind: '', location, managedBy: '', sku: null, identity: null, zones: null, tags };
  return { ...base, ...made, properties: { provisioningState: 'Succeeded', ...made.properties } };
}

/** As Resource Graph tells it: the type in lower case, and columns of its own. */
export function graphRow(row: Row, subscription: string): Record<string, unknown> {
  const group = /\/resourcegroups\/([^/]+)/i.exec(row.id)?.[1]?.toLowerCase() ?? '';
  return { ...row, type: row.type.toLowerCase(), tenantId: simulatedTenantId, resourceGroup: group, subscriptionId: subscription, plan: null, extendedLocation: null };
}

/** As Resource Manager tells it: ids in any casing, numbers as text here and there, and no power state. */
export function armRow(row: Row, index: number): Record<string, unknown> {
  const { properties: { extended: _, ...properties }, ...rest } = row;
  const id = index % 7 === 3 ? row.id.replace('/resourceGroups/', '/resourcegroups/').replace(/(\/resourcegroups\/)([^/]+)/, (_all, before: string, name: string) => before + name.toUpperCase()) : row.id;
  if (index % 5 === 1) for (const name of ['diskSizeGB', 'maxSizeBytes']) if (typeof properties[name] === 'number') properties[name] = String(properties[name]);
  return Object.fromEntries(Object.entries({ ...rest, id, properties }).filter(([, value]) => value !== null && value !== ''));
}
