import type { EstateOptions } from '../generate/estate.ts';
import { type Plan, planAccount } from '../generate/plan.ts';
import { defaultRegions } from '../regions.ts';
import type { Answerer, AskedBy } from './answerer.ts';
import type { Fields } from './model.ts';
import { estateServices } from './services/index.ts';

/** Where a generated answer is made: an account of the estate and, for regional services, the number of its region. */
export interface Place {
  plan: Plan;
  /** Into `plan.regions`; for global services 0, so that what they name lies somewhere. */
  region: number;
  regionName: string;
  account: string;
  /** `arn('rds', 'db:orders')` in this account and region. */
  arn(service: string, rest: string): string;
}

/** As an Answerer, in a generated estate. */
export type PlacedAnswerer = (input: Fields, place: Place, asked: AskedBy) => Fields;

/** The answers of a generated estate: made from the same plans as its instances and volumes, so that they name each other. */
export function generatedAnswers({ seed = 1, resources = 1000, accounts = ['123456789012'], regions = defaultRegions, now = new Date() }: EstateOptions): Record<string, Answerer> {
  const plans = new Map(accounts.map((account) => [account, planAccount({ seed, account, resources: resources / accounts.length, regions, now })]));
  const placed = (answerer: PlacedAnswerer): Answerer => (input, asked) => {
    const plan = plans.get(asked.account);
    if (plan === undefined) return {};
    const region = Math.max(0, plan.regions.indexOf(asked.region));
    const { account, region: regionName } = asked;
    return answerer(input, { plan, region, regionName, account, arn: (service, rest) => `arn:aws:${service}:${regionName}:${account}:${rest}` }, asked);
  };
  return Object.fromEntries(Object.entries(estateServices).map(([operation, answerer]) => [operation, placed(answerer)]));
}
