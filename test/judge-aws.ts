import type { z } from 'zod';
import type { Attributes, Resource } from '../src/core/resource.ts';
import type { Prices } from '../src/core/rule.ts';
import { daysAgo } from './judge.ts';

/** Round prices, the same in every region but `nowhere`, as the price list would give them. */
export const awsPrices = (usd: Readonly<Record<string, number>>): Prices => ({
  unit: (region, sku) => (region === 'nowhere' || usd[sku] === undefined ? undefined : { usd: usd[sku], source: 'aws-price-list', date: '2026-11-01' }),
});

/** A resource of a type with the least that its schema takes, 500 days old, with what matters to a test given. */
export function anAws<Schema extends z.ZodObject>(type: { id: string; attributes: Schema; locality: string }, attributes: Partial<z.infer<Schema>> = {}, { name = 'one', ...resource }: Partial<Omit<Resource, 'attributes'>> = {}): Resource {
  const plain = Object.fromEntries(Object.entries(type.attributes.shape).map(([field, schema]) => [field, leastOf(schema as z.ZodType, field)]));
  return {
    uid: `arn:aws:test:us-east-1:123456789012:${type.id.split(':')[2] ?? ''}/${name}`, type: type.id, name, provider: 'aws', account: '123456789012', region: type.locality === 'global' ? 'global' : 'us-east-1',
    createdAt: daysAgo(500), tags: {}, relations: [], ...resource,
    // Strict: a test that sets what no unit reads is a mistake.
    attributes: type.attributes.strict().parse({ ...plain, ...attributes }) as Attributes,
  };
}

const leastOf = (schema: z.ZodType, field: string): unknown => [null, [], false, 0, field.replaceAll('_', '-')].find((value) => schema.safeParse(value).success);
