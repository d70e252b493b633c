import { expect, it } from 'vitest';
import type { Relation } from '../../core/resource.ts';
import type { Normalised } from '../../core/resource-type.ts';
import type { GcpData, GcpResourceType, GcpRow } from './define.ts';

export const naming = { account: 'shop', projectNumber: '123', region: 'global' };
export const computeUrl = (rest: string): string => `https://www.googleapis.com/compute/v1/projects/shop/${rest}`;

interface Ways {
  /** As Cloud Asset hands it on, and under which name; no name: Cloud Asset does not know the type. */
  asset?: { name: string; data?: GcpData; location?: string };
  /** As the service's own list has it; the same as Cloud Asset where left out. */
  listed: GcpData;
  parent?: GcpRow;
}

interface Expected {
  uid: string;
  name?: string;
  region?: string;
  createdAt?: Date;
  tags?: Record<string, string>;
  attributes: Record<string, unknown>;
  relations?: Relation[];
}

/** One thing, by its own list and by Cloud Asset, is one resource; and odd answers do not stop a scan. */
export function reads(type: GcpResourceType, { asset, listed, parent }: Ways, { relations, ...expected }: Expected): void {
  const below = parent === undefined ? {} : { parent };
  const made = (): Normalised<Record<string, unknown>>[] => [type.normalise({ data: listed, assetType: type.nativeType, ...below }, naming), ...(asset === undefined ? [] : [type.normalise({ assetType: type.nativeType, assetName: asset.name, location: asset.location, data: asset.data ?? listed }, naming)])];

  it('is the same, whichever way it is read', () => {
    for (const one of made()) {
      expect(one).toMatchObject(expected);
      expect(type.attributes.strict().safeParse(one.attributes).error).toBeUndefined();
      if (relations !== undefined) expect(type.relations(one as never)).toEqual(relations);
    }
    const [first, second] = made();
    if (second !== undefined) expect(second).toEqual(first);
  });

  it.each([['nothing', {}], ['nulls', changed(listed, () => null)], ['text for numbers', changed(listed, (value) => (typeof value === 'number' ? String(value) : value))], ['numbers for text', changed(listed, (value) => (typeof value === 'string' ? 7 : value))], ['lists of nothing', changed(listed, (value) => value, [null, {}, 7])]])('takes an answer of %s', (_, data) => {
    for (const row of [{ data, ...below }, { data, assetName: asset?.name ?? expected.uid, assetType: type.nativeType }, { data }]) {
      const { uid, attributes } = type.normalise(row, naming);
      expect(uid.startsWith('//')).toBe(true);
      expect(type.attributes.strict().safeParse(attributes).error).toBeUndefined();
      expect(() => type.relations({ uid, attributes } as never)).not.toThrow();
    }
  });
}

/** All that is neither a list nor an object made something else, and lists replaced where wanted. */
function changed(value: unknown, to: (leaf: unknown) => unknown, list?: unknown[]): GcpData {
  const walk = (one: unknown): unknown => {
    if (Array.isArray(one)) return list ?? one.map(walk);
    if (typeof one === 'object' && one !== null) return Object.fromEntries(Object.entries(one).map(([name, own]) => [name, walk(own)]));
    return to(one);
  };
  return walk(value) as GcpData;
}
