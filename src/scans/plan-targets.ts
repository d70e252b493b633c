import type { Discovery } from '../core/collector.ts';
import type { Provider, Scope } from '../core/resource.ts';
import { awsResourceTypes } from '../providers/index.ts';
import type { ScanScope } from '../store/runs.ts';

export type PlannedTarget = Scope & { roleArn: string | null; service: string };

/**
 * One target per account, region and type. Longest chains of calls first: what takes many steps in a row should not be
 * what the others wait for at the end.
 */
export function planTargets(provider: Provider, discovery: Discovery, scope: ScanScope, settings: { regions: readonly string[] }): PlannedTarget[] {
  if (scope.providers !== undefined && !scope.providers.includes(provider)) return [];
  const wantedRegions = scope.regions !== undefined && scope.regions.length > 0 ? scope.regions : settings.regions;
  const types = [...awsResourceTypes.values()].filter((type) => scope.services === undefined || scope.services.length === 0 || scope.services.includes(type.service)).sort((a, b) => b.chain - a.chain);
  const accounts = discovery.accounts.filter(({ id, error }) => error === null && (scope.accounts === undefined || scope.accounts.length === 0 || scope.accounts.includes(id)));

  return types.flatMap((type) =>
    accounts.flatMap((account) => {
      const regions = type.locality === 'global' ? ['global'] : account.regions.filter((region) => wantedRegions.length === 0 || wantedRegions.includes(region));
      return regions.map((region) => ({ provider, account: account.id, roleArn: account.roleArn, region, type: type.id, service: type.service }));
    }),
  );
}
