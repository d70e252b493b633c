import { expect, it } from 'vitest';
import type { Relation } from '../../core/resource.ts';
import type { AzureListContext, AzureResourceType, AzureRow } from './define.ts';

export const subscription = '0a1b2c3d-0000-4000-8000-00000000a001';

/** An id as Azure writes it, with capitals. */
export const idOf = (nativeType: string, name: string, group = 'Shop-RG'): string => `/subscriptions/${subscription}/resourceGroups/${group}/providers/${path(nativeType, name)}`;

/** The same as we keep it. */
export const uidOf = (nativeType: string, name: string): string => idOf(nativeType, name).toLowerCase();

/** `Microsoft.Sql/servers/databases` and `one/two` is `Microsoft.Sql/servers/one/databases/two`. */
function path(nativeType: string, name: string): string {
  const [namespace = '', ...types] = nativeType.split('/');
  const names = name.split('/');
  return [namespace, ...types.flatMap((type, place) => [type, names[place] ?? 'Default'])].join('/');
}

/** Fields that every row has. */
export function aRow(nativeType: string, name: string, parts: Partial<AzureRow> = {}): AzureRow {
  return { id: idOf(nativeType, name), name: name.split('/').at(-1) ?? name, type: nativeType, location: 'westeurope', tags: {}, properties: {}, ...parts };
}

export function normalised(type: AzureResourceType, row: AzureRow) {
  const { attributes, ...rest } = type.normalise(row, { account: subscription, region: 'global' });
  // Strict: an attribute that the schema does not name is a mistake too.
  return { ...rest, attributes: type.attributes.strict().parse(attributes), relations: type.relations({ uid: rest.uid, attributes }) };
}

interface Expected {
  uid?: string;
  name?: string;
  region?: string;
  createdAt?: Date;
  tags?: Record<string, string>;
  attributes: Record<string, unknown>;
  /** `kind uid`. */
  relations?: string[];
}

/** A row gives the whole resource, also where ids, keys and numbers are written otherwise, and a row of nulls gives one too. */
export function readsAs(type: AzureResourceType, row: AzureRow, expected: Expected): void {
  const whole = {
    uid: row.id.toLowerCase(), name: row.name ?? '', region: 'westeurope', createdAt: undefined, tags: {}, ...expected,
    attributes: { resource_group: 'shop-rg', managed_by: null, zones: [], ...expected.attributes },
    relations: (expected.relations ?? []).map((text): Relation => ({ kind: text.slice(0, text.indexOf(' ')) as Relation['kind'], uid: text.slice(text.indexOf(' ') + 1) })),
  };

  it('makes a whole resource of a row', () => {
    expect(normalised(type, row)).toEqual(whole);
  });

  it('makes the same of ids and keys in other casing and of numbers as text', () => {
    const other = { ...row, id: row.id.toUpperCase(), properties: shouted(row.properties) as Record<string, unknown>, ...(row.details === undefined ? {} : { details: shouted(row.details) as Record<string, unknown> }) };
    expect(normalised(type, other)).toEqual(whole);
  });

  it('takes a row in which nothing else is told', () => {
    for (const properties of [undefined, null, {}, nothing(row.properties)]) {
      const bare: AzureRow = { id: row.id, name: null, location: null, sku: null, kind: null, identity: null, tags: null, zones: null, managedBy: null, systemData: null, properties: properties as null };
      expect(normalised(type, bare).uid).toBe(row.id.toLowerCase());
    }
  });
}

/** Capital keys, ids in capitals, numbers and truth as text. */
function shouted(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value.startsWith('/subscriptions/') ? value.toUpperCase() : value;
  if (Array.isArray(value)) return value.map(shouted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toUpperCase(), shouted(inner)]));
}

/** The same keys, all null; lists hold an object of nulls. */
function nothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => (typeof item === 'object' ? nothing(item) : null));
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typeof inner === 'object' ? nothing(inner) : null]));
}

/** What details add where Resource Manager answers so at each path below the resource; an Error is what it refuses with. */
export async function detailed(type: AzureResourceType, row: AzureRow, answers: Readonly<Record<string, unknown>>) {
  const gaps: string[] = [];
  const asked: string[] = [];
  const context: AzureListContext = {
    account: subscription,
    signal: new AbortController().signal,
    now: new Date('2026-11-22T12:00:00Z'),
    gap: (error) => void gaps.push(error.code),
    get: async <Answer>(called: string, apiVersion: string) => {
      const below = called.slice(row.id.length + 1);
      asked.push(`${below} ${apiVersion}`);
      const answer = answers[below];
      if (answer instanceof Error) throw answer;
      return answer as Answer | undefined;
    },
  };
  const read = (await type.details?.read(row, context)) as AzureRow;
  return { resource: normalised(type, read), gaps, asked, row: read };
}
