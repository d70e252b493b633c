import { cutPoints, hashText, mix } from '../aws/generate/random.ts';
import { nativeTypes } from './native-types.ts';

/** The shape of an estate: how many rows of which type each subscription has. A row is made when it is asked for. */
export class Plan {
  readonly seed: number;
  readonly now: Date;
  readonly subscriptions: readonly string[];
  readonly #counts = new Map<string, ReadonlyMap<string, number>>();

  constructor({ seed, resources, subscriptions, now }: { seed: number; resources: number; subscriptions: readonly string[]; now: Date }) {
    this.seed = seed;
    this.now = now;
    this.subscriptions = subscriptions;
    const shares = cutPoints(resources, subscriptions.map(() => 1));
    for (const [place, subscription] of subscriptions.entries()) this.#counts.set(subscription, countsOf((shares[place + 1] ?? 0) - (shares[place] ?? 0)));
  }

  countOf(nativeType: string, subscription: string): number {
    return this.#counts.get(subscription)?.get(nativeType) ?? 0;
  }

  /** Types with rows, in the order of the table. */
  typesOf(subscription: string): ReadonlyMap<string, number> {
    return this.#counts.get(subscription) ?? new Map();
  }

  groupsOf(subscription: string): number {
    return Math.max(2, Math.ceil(Math.sqrt([...this.typesOf(subscription).values()].reduce((sum, count) => sum + count, 0)) / 2));
  }

  groupName(subscription: string, place: number): string {
    return `${place % 3 === 0 ? 'RG-Web' : place % 3 === 1 ? 'rg-data' : 'rg_ops.(eu)'}-${place % this.groupsOf(subscription)}`;
  }

  /** The id of a row; below another where the type has more than two parts. */
  idOf(subscription: string, nativeType: string, index: number): string {
    const [namespace = '', first = '', ...rest] = nativeType.split('/');
    if (rest.length > 0) {
      const parentType = nativeType.slice(0, nativeType.lastIndexOf('/'));
      const parents = this.countOf(parentType, subscription);
      return `${this.idOf(subscription, parentType, parents === 0 ? index : index % parents)}/${rest.at(-1)}/${nameOf(rest.at(-1) ?? '', index)}`;
    }
    const place = mix(this.seed, hashText(nativeType), index) % this.groupsOf(subscription);
    return `/subscriptions/${subscription}/resourceGroups/${this.groupName(subscription, place)}/providers/${namespace}/${first}/${nameOf(first, index)}`;
  }
}

/** `disks` of place 12 is `disk-12`; of names without dashes `…12`. */
function nameOf(type: string, index: number): string {
  const stem = type.replace(/s$/, '').toLowerCase();
  return /storageaccount|registr/.test(stem) ? `st${stem.slice(0, 6)}${index}` : `${stem}-${index}`;
}

function countsOf(total: number): Map<string, number> {
  const names = Object.keys(nativeTypes);
  const points = cutPoints(total, Object.values(nativeTypes));
  // A small estate has at least one of each, as long as it is as large as the table.
  const least = total >= names.length ? 1 : 0;
  return new Map(names.map((name, place) => [name, Math.max(least, (points[place + 1] ?? 0) - (points[place] ?? 0))] as const).filter(([, count]) => count > 0));
}

/** The number at the end of a name. */
export const indexIn = (id: string): number => Number(/(\d+)$/.exec(id)?.[1] ?? -1);
