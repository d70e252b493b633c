import { regionShares } from '../regions.ts';
import { cutPoints, hashText, mix, type Random } from './random.ts';

export const kinds = ['instances', 'data', 'free', 'snapshots', 'images', 'addresses', 'buckets', 'users', 'roles'] as const;
export type Kind = (typeof kinds)[number];

/** How many of each kind one account has and where: all that is kept of a generated estate. */
export interface Plan {
  seed: number;
  account: string;
  nowMs: number;
  regions: readonly string[];
  /** Cut points per kind: region number r has the global numbers `cuts[r]` up to `cuts[r + 1]`. */
  cuts: Record<Kind, number[]>;
}

/** Shares of all resources. A volume is a root volume (one per instance), a data volume or a free one. */
const shares: Record<Kind, number> = {
  instances: 0.25, data: 0.058, free: 0.042, snapshots: 0.1, images: 0.01, addresses: 0.02, buckets: 0.08, users: 0.08, roles: 0.08,
};

export function planAccount(options: { seed: number; account: string; resources: number; regions: readonly string[]; now: Date }): Plan {
  const weights = regionShares(options.regions);
  const cuts = Object.fromEntries(
    kinds.map((kind) => [kind, cutPoints(Math.max(1, Math.round(options.resources * shares[kind])), weights)]),
  ) as Record<Kind, number[]>;
  const seed = mix(options.seed, hashText(options.account), 1);
  return { seed, account: options.account, nowMs: Math.floor(options.now.getTime() / 1000) * 1000, regions: options.regions, cuts };
}

export const countIn = (plan: Plan, kind: Kind, region: number): number => plan.cuts[kind][region + 1]! - plan.cuts[kind][region]!;
export const countOf = (plan: Plan, kind: Kind): number => plan.cuts[kind].at(-1)!;

/** The region number that a global number of a kind lies in. */
export function regionNumber(plan: Plan, kind: Kind, index: number): number {
  const cuts = plan.cuts[kind];
  let region = 0;
  while (index >= cuts[region + 1]!) region++;
  return region;
}

const dayMs = 86_400_000;
const thresholds = [1, 3, 7, 30, 90];

/**
 * An age over three years, mostly in the younger half. No age lies within a day of a usual threshold, so that a scan
 * some hours after the estate was made finds the same.
 */
export function ageDays(random: Random, longest = 1095): number {
  return clearOfThresholds(0.2 + (longest - 0.2) * random() ** 1.6);
}

export function clearOfThresholds(age: number): number {
  for (const threshold of thresholds) if (Math.abs(age - threshold) < 1) age = threshold === 1 ? 2 : threshold + 1.2;
  return age;
}

export const timeAgo = (plan: Plan, days: number): string => new Date(Math.round((plan.nowMs - days * dayMs) / 1000) * 1000).toISOString();
