import type { EnteredAccount } from '../core/collector.ts';
import type { Provider, Scope } from '../core/resource.ts';
import type { Rule } from '../core/rule.ts';
import { kindOfAccount } from '../core/resource-type.ts';
import { type PlannedType, typesOfProvider } from '../providers/index.ts';
import type { ScanScope } from '../store/runs.ts';

export type PlannedTarget = Scope & { service: string };

/** Which types of the clouds a run lists: an extraction everything of the services it names, a scan what rules look at. */
export function typesOf(scope: ScanScope, { clouds, isExtraction, judged, generic = [] }: { clouds: readonly Provider[]; isExtraction: boolean; /** What the rules look at. */ judged: ReadonlySet<string>; /** What extractions read through Cloud Control. */ generic?: readonly string[] }): PlannedTypes {
  const all = providersOf(scope, clouds).flatMap((provider) => typesOfProvider(provider, isExtraction ? generic : []));
  const named = scope.services ?? [];
  const asked = named.length === 0 ? all : all.filter(({ service }) => named.includes(service));
  if (isExtraction) return asked;
  // Of a service that no rule looks at, named all the same, everything is listed.
  const groupOf = ({ id, service }: PlannedType): string => `${id.split(':')[0]}:${service}`;
  const withRules = new Set(all.filter(({ id }) => judged.has(id)).map(groupOf));
  return asked.filter((type) => judged.has(type.id) || (named.length > 0 && !withRules.has(groupOf(type))));
}
export type PlannedTypes = PlannedType[];

/** Of the clouds that are on, those that the scope names; all where it names none. */
export const providersOf = ({ providers = [] }: ScanScope, clouds: readonly Provider[]): Provider[] => clouds.filter((cloud) => providers.length === 0 || providers.includes(cloud));

/** The types that a scan lists: what a rule judges, and what it looks at besides. */
export const typesThatRulesRead = (rules: Iterable<Rule>): ReadonlySet<string> => new Set([...rules].flatMap(({ resourceType, reads, usedBy }) => [resourceType, ...reads, ...usedBy]));

/**
 * One target per region and type of an account, of the types that accounts of its kind have. Longest chains of calls first: what takes many steps in a row should
 * not be what the others wait for at the end.
 */
export function planTargets(provider: Provider, account: Pick<EnteredAccount, 'id' | 'regions'>, types: PlannedTypes, wantedRegions: readonly string[]): PlannedTarget[] {
  const regions = account.regions.filter((region) => wantedRegions.length === 0 || wantedRegions.includes(region));
  const kind = kindOfAccount(account.id);
  return types
    .filter((type) => type.id.startsWith(`${provider}:`) && (type.accountKind ?? 'ordinary') === kind)
    .toSorted((a, b) => (b.chain ?? 1) - (a.chain ?? 1))
    .flatMap((type) => (type.locality === 'global' ? ['global'] : regions).map((region) => ({ provider, account: account.id, region, type: type.id, service: type.service })));
}
