import type { Provider } from '../core/resource.ts';
import { rules } from '../rules/index.ts';
import { type InventoryStore, scopeIdOf } from '../store/inventory.ts';
import type { JobsStore } from '../store/jobs.ts';
import type { ScanScope } from '../store/runs.ts';
import type { SettingsStore } from '../store/settings.ts';
import { planTargets, typesOf, typesThatRulesRead } from './plan-targets.ts';

/** S3 bills requests: LIST and GET of us-east-1, per 1,000 (aws.amazon.com/s3/pricing, 2026-07); lists are the dearer ones. */
const s3ListUsd = 0.005;
/** The CPU of the SDK for a call on the reference machine (docs/benchmarks.md), and what a run needs besides. */
const secondsPerCall = 0.0013;
const secondsOfRun = 2;

export interface Estimate {
  targets: number;
  unknown_targets: number;
  calls: number;
  minutes: number;
  billed_calls: number;
  billed_usd: number;
  resources: number;
  based_on: string;
}

/** What an extraction would cost: the sum of what its targets cost when they were last read, and how long the busiest bucket needs for them. */
export async function estimate(scope: ScanScope, { inventory, jobs, settings, clouds, awsRegions, generic, rateOf }: { inventory: InventoryStore; jobs: JobsStore; settings: SettingsStore; clouds: readonly Provider[]; awsRegions: readonly string[]; generic: readonly string[]; /** Calls a second that a service grants, where that is known. */ rateOf: (service: string) => number | undefined }): Promise<Estimate> {
  const types = typesOf(scope, { clouds, isExtraction: true, judged: typesThatRulesRead(rules.values()), generic });
  const connections = (await settings.connections()).filter(({ provider }) => clouds.some((cloud) => cloud === provider));
  const planned = connections.flatMap((connection) => {
    const provider = connection.provider as Provider;
    const wanted = scope.regions ?? (provider === 'aws' ? awsRegions : []);
    const accounts = connection.accounts.filter(({ id }) => (scope.accounts ?? [id]).includes(id));
    return accounts.flatMap(({ id }) => planTargets(provider, { id, regions: connection.regions }, types, wanted));
  });
  const known = new Set((await inventory.scopes()).filter(({ last_complete_at }) => last_complete_at !== null).map(({ id }) => id));
  const ids = planned.map(scopeIdOf);
  const costs = await jobs.costs(ids.filter((id) => known.has(id)));
  const calls = sum(costs.map((row) => row.calls));
  const billed = sum(costs.filter(({ service }) => service === 's3').map((row) => row.calls));
  const slowest = Math.max(0, ...costs.map(({ service, busiest }) => busiest / (rateOf(service) ?? Infinity)));
  return {
    targets: planned.length,
    unknown_targets: ids.filter((id) => !known.has(id)).length,
    calls,
    minutes: calls === 0 ? 0 : Math.round(((secondsOfRun + Math.max(slowest, calls * secondsPerCall)) / 60) * 100) / 100,
    billed_calls: billed,
    billed_usd: Math.round((billed / 1000) * s3ListUsd * 10_000) / 10_000,
    resources: sum(costs.map((row) => row.resources)),
    based_on: planned.length === 0 ? 'Nothing has been visited yet: check the connection first.' : costs.length === 0 ? 'Nothing of it has been read yet.' : 'What each target cost when it was last read.',
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
