import { z } from 'zod';
import { cursor, instant, limit, page, provider } from './common.ts';

export const resource = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  provider,
  account: z.string(),
  region: z.string(),
  tags: z.record(z.string(), z.string()),
  attributes: z.record(z.string(), z.unknown()),
  first_seen: instant,
  last_seen: instant,
  hash: z.string(),
  /** Set where it is gone. */
  gone_at: instant.nullable().optional(),
});
export type Resource = z.infer<typeof resource>;

export const resourceQuery = z.strictObject({
  type: z.string().optional(),
  provider: z.string().optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  service: z.string().optional(),
  tag: z.string().optional().describe('Name or Name=value'),
  q: z.string().max(200).optional(),
  as_of: instant.optional(),
  limit,
  cursor,
});
export const resourcePage = page(resource);
export type ResourcePage = z.infer<typeof resourcePage>;

export const resourceDetail = resource.extend({
  versions: z.array(z.object({ valid_from: instant, valid_to: instant.nullable(), hash: z.string(), changed: z.array(z.string()), /** What each field was in the version before, and is in this one; null where it is not there. */ changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })) })),
  relations: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), type: z.string().nullable(), direction: z.enum(['out', 'in']) })),
  findings: z.array(z.object({ id: z.string(), title: z.string(), severity: z.string(), status: z.string() })),
  /** Whether the provider's answer is kept: GET /api/v1/resources/raw. */
  has_raw: z.boolean(),
  type_title: z.string().nullable(),
});
export type ResourceDetail = z.infer<typeof resourceDetail>;

/** Live counts by type, account and region, from the scopes' own totals; each with its freshness. */
export const inventorySummary = z.object({
  total: z.int(),
  scopes: z.array(
    z.object({
      provider,
      account: z.string(),
      region: z.string(),
      type: z.string(),
      live: z.int(),
      status: z.string(),
      last_complete_at: instant.nullable(),
    }),
  ),
});

const facetValue = z.object({ value: z.string(), count: z.int() });
export const facetQuery = resourceQuery.omit({ limit: true, cursor: true });
/** What a list can be narrowed down by, each value with how many things have it. Tags are names; GET …/tag-values has their values. */
export const resourceFacets = z.object({ total: z.int(), provider: z.array(facetValue), account: z.array(facetValue), region: z.array(facetValue), service: z.array(facetValue), type: z.array(facetValue.extend({ title: z.string() })), tag: z.array(facetValue) });
export type ResourceFacets = z.infer<typeof resourceFacets>;
export const tagValueQuery = z.strictObject({ name: z.string().min(1).max(256), q: z.string().max(200).default(''), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const tagValues = z.object({ items: z.array(facetValue) });
/** Follows somebody's typing: what begins with the text, or is called so in short (`i-…`). */
export const searchQuery = z.strictObject({ q: z.string().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(12) });
export const searchAnswer = z.object({ items: z.array(resource) });
export const rawAnswer = z.object({ id: z.string(), read_at: instant, raw: z.unknown() });

export const relationQuery = z.strictObject({ id: z.string().min(1).max(2000), depth: z.coerce.number().int().min(1).max(6).default(2), direction: z.enum(['out', 'in', 'both']).default('both'), limit: z.coerce.number().int().min(1).max(1000).default(200) });
/** What a thing hangs together with, as far as the depth: things with their distance, and the relations between them. */
export const relationGraph = z.object({
  nodes: z.array(z.object({ id: z.string(), name: z.string().nullable(), type: z.string().nullable(), region: z.string().nullable(), account: z.string().nullable(), distance: z.int(), /** Not collected: in another account, of a type without a collector, or gone. */ external: z.boolean() })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.string() })),
  /** True where there is more than the limit. */
  is_cut: z.boolean(),
});
export type RelationGraph = z.infer<typeof relationGraph>;
