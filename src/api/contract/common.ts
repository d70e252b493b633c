import { z } from 'zod';

/** Times on the wire: RFC 3339 in UTC. */
export const instant = z.iso.datetime();

export const severity = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
export const provider = z.enum(['aws', 'azure', 'gcp', 'files']);
export const findingStatus = z.enum(['open', 'in_progress', 'suppressed', 'resolved']);
export const runStatus = z.enum(['queued', 'running', 'completed', 'partial', 'failed', 'cancelled']);
export const targetStatus = z.enum(['pending', 'running', 'complete', 'partial', 'denied', 'unavailable', 'not_applicable', 'deferred', 'cancelled']);
export const channelId = z.enum(['slack', 'email', 'webhook']);

export const limit = z.coerce.number().int().min(1).max(1000).default(50);
export const cursor = z.string().max(2000).optional();

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
  request_id: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

export const storedError = z.object({ code: z.string(), message: z.string(), permission: z.string().optional() });

/** A list page. `total` counts all that match, not only this page. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), total: z.int(), next_cursor: z.string().nullable() });
}
