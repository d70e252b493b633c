import { type AccountEstate, type Estate, lazyLists, type Listing, type RegionEstate } from '../estate.ts';
import { defaultRegions } from '../regions.ts';
import { addressAt } from './addresses.ts';
import { bucketAt } from './buckets.ts';
import { roleAt, userAt } from './identities.ts';
import { instanceAt } from './instances.ts';
import { countIn, countOf, type Plan, planAccount } from './plan.ts';
import { imageAt, snapshotAt, snapshotCount } from './snapshots.ts';
import { volumeAt, volumeCount } from './volumes.ts';

export interface EstateOptions {
  seed?: number | undefined;
  /** All resources of all accounts together, about. */
  resources?: number | undefined;
  accounts?: readonly string[] | undefined;
  regions?: readonly string[] | undefined;
  now?: Date | undefined;
}

/**
 * An estate of any size by a seed number. Nothing is made until it is read: a page of a listing is computed from its
 * numbers and dropped again, so a million resources take no memory. Reading a list as a property (to change it, say)
 * turns that one list into an array.
 */
export function generateEstate(options: EstateOptions = {}): Estate {
  const { seed = 1, resources = 1000, accounts = ['123456789012'], regions = defaultRegions, now = new Date() } = options;
  const perAccount = resources / accounts.length;
  const planned = accounts.map((account) => [account, accountOfPlan(planAccount({ seed, account, resources: perAccount, regions, now }))] as const);
  return { accounts: Object.fromEntries(planned) };
}

function accountOfPlan(plan: Plan): AccountEstate {
  const regions = plan.regions.map((name, region) => [name, regionOfPlan(plan, region)] as const);
  return withLists<AccountEstate>({ regions: Object.fromEntries(regions) }, {
    buckets: computed(countOf(plan, 'buckets'), (index) => bucketAt(plan, index)),
    users: computed(countOf(plan, 'users'), (index) => userAt(plan, index)),
    roles: computed(countOf(plan, 'roles'), (index) => roleAt(plan, index)),
  });
}

function regionOfPlan(plan: Plan, region: number): RegionEstate {
  return withLists<RegionEstate>({}, {
    instances: computed(countIn(plan, 'instances', region), (local) => instanceAt(plan, region, local)),
    volumes: computed(volumeCount(plan, region), (local) => volumeAt(plan, region, local)),
    snapshots: computed(snapshotCount(plan, region), (local) => snapshotAt(plan, region, local)),
    addresses: computed(countIn(plan, 'addresses', region), (local) => addressAt(plan, region, local)),
    images: computed(countIn(plan, 'images', region), (local) => imageAt(plan, region, local)),
  });
}

export function computed<T>(length: number, make: (index: number) => T): Listing<T> {
  return {
    length,
    slice(from, to) {
      const page: T[] = [];
      for (let index = from; index < Math.min(to, length); index++) page.push(make(index));
      return page;
    },
  };
}

/** An object whose list properties become arrays when they are first read or set. */
function withLists<O extends object>(base: object, lists: Record<string, Listing<unknown>>): O {
  const lazy: Record<string, Listing<unknown> | undefined> = { ...lists };
  Object.defineProperty(base, lazyLists, { value: lazy });
  for (const [key, list] of Object.entries(lists)) {
    const become = (value: unknown): void => {
      lazy[key] = undefined;
      Object.defineProperty(base, key, { value, writable: true, enumerable: true, configurable: true });
    };
    const get = (): unknown => {
      const items = list.slice(0, list.length);
      become(items);
      return items;
    };
    Object.defineProperty(base, key, { get, set: become, enumerable: true, configurable: true });
  }
  return base as O;
}
