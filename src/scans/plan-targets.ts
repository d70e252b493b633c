import type { EnteredAccount } from '../core/collector.ts';
import type { Provider, Scope } from '../core/resource.ts';
import type { Rule } from '../core/rule.ts';
import type { ResourceType } from '../core/resource-type.ts';
import { awsTypesWith } from '../providers/index.ts';
import type { ScanScope } from '../store/runs.ts';

export type PlannedTarget = Scope & { service: string };

/** Which types a run lists: an extraction everything of the services it names, a scan what rules look at. */
export function typesOf(scope: ScanScope, { isExtraction, judged, generic = [] }: { isExtraction: boolean; /** What the rules look at. */ judged: ReadonlySet<string>; /** What extractions read through Cloud Control. */ generic?: readonly string[] }): PlannedTypes {
  if (scope.providers !== undefined && scope.providers.length > 0 && !scope.providers.includes('aws')) return [];
  const all = [...awsTypesWith(isExtraction ? generic : []).values()];
  const named = scope.services ?? [];
  const asked = named.length === 0 ? all : all.filter(({ service }) => named.includes(service));
  if (isExtraction) return asked;
  // Of a service that no rule looks at, named all the same, everything is listed.
  const withRules = new Set(all.filter(({ id }) => judged.has(id)).map(({ service }) => service));
  return asked.filter(({ id, service }) => judged.has(id) || (named.length > 0 && !withRules.has(service)));
}
export type PlannedTypes = (ResourceType & { chain: number })[];

/** The types that a scan lists: what a rule judges, and what it looks at besides. */
export const typesThatRulesRead = (rules: Iterable<Rule>): ReadonlySet<string> => new Set([...rules].flatMap(({ resourceType, reads }) => [resourceType, ...reads]));

/**
 * One target per region and type of an account. Longest chains of calls first: what takes many steps in a row should
 * not be what the others wait for at the end.
 */
export function planTargets(provider: Provider, account: Pick<EnteredAccount, 'id' | 'regions'>, types: PlannedTypes, wantedRegions: readonly string[]): PlannedTarget[] {
  const regions = account.regions.filter((region) => wantedRegions.length === 0 || wantedRegions.includes(region));
  return types
    .toSorted((a, b) => b.chain - a.chain)
    .flatMap((type) => (type.locality === 'global' ? ['global'] : regions).map((region) => ({ provider, account: account.id, region, type: type.id, service: type.service })));
}
