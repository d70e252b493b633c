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
  tag: z.string().optional().describe('Name or Name=value'),
  q: z.string().max(200).optional(),
  as_of: instant.optional(),
  limit,
  cursor,
});
export const resourcePage = page(resource);
export type ResourcePage = z.infer<typeof resourcePage>;

export const resourceDetail = resource.extend({
  versions: z.array(z.object({ valid_from: instant, valid_to: instant.nullable(), hash: z.string(), changed: z.array(z.string()) })),
  relations: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), type: z.string().nullable(), direction: z.enum(['out', 'in']) })),
  findings: z.array(z.object({ id: z.string(), title: z.string(), severity: z.string(), status: z.string() })),
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
