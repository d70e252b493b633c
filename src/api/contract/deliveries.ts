import { z } from 'zod';
import { channelId, cursor, instant, limit, page } from './common.ts';

export const deliveryState = z.enum(['pending', 'sending', 'delivered', 'failed', 'not_configured']);

export const delivery = z.object({
  id: z.string(),
  channel: channelId,
  kind: z.enum(['scan-summary', 'schedule-late', 'files-changed', 'check-late', 'test']),
  run_id: z.string().nullable(),
  subject: z.string(),
  state: deliveryState,
  attempts: z.int(),
  created_at: instant,
  delivered_at: instant.nullable(),
  next_attempt_at: instant.nullable(),
  last_error: z.string().nullable(),
});
export type Delivery = z.infer<typeof delivery>;
export const deliveryQuery = z.strictObject({ channel: z.string().optional(), state: z.string().optional(), run_id: z.string().optional(), limit, cursor });
export const deliveryPage = page(delivery);

/** A message as its reader sees it. */
export const renderedMessage = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('slack'), text: z.string(), blocks: z.array(z.record(z.string(), z.unknown())) }),
  z.object({
    channel: z.literal('email'),
    subject: z.string(),
    html: z.string().describe('inline images replaced by data: addresses, for a sandboxed frame'),
    text: z.string(),
    to: z.array(z.string()),
  }),
  z.object({ channel: z.literal('webhook'), body: z.record(z.string(), z.unknown()) }),
]);
export const deliveryDetail = delivery.extend({ message: renderedMessage.nullable() });
export type DeliveryDetail = z.infer<typeof deliveryDetail>;

export const channelField = z.object({
  name: z.string(),
  title: z.string(),
  help: z.string(),
  kind: z.enum(['text', 'secret', 'number', 'list']),
  required: z.boolean(),
  /** Masked for a secret: `***` when set. */
  value: z.union([z.string(), z.number(), z.array(z.string()), z.null()]),
  /** The reason where a flag, the environment or the file fixes it. */
  locked: z.string().nullable(),
  setting: z.string().describe('environment name'),
});
export const channel = z.object({
  id: channelId,
  title: z.string(),
  configured: z.boolean(),
  /** Names of the settings that are missing. */
  missing: z.array(z.string()),
  fields: z.array(channelField),
  last_delivery: delivery.nullable(),
});
export type Channel = z.infer<typeof channel>;
export const channelList = z.object({ items: z.array(channel), total: z.int(), next_cursor: z.null() });
/** Field name → value; null clears it. A secret that is not named stays as it is. */
export const channelPut = z.strictObject({ values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])) });
export const channelTestAnswer = z.object({ delivered: z.boolean(), message: z.string(), delivery_id: z.string() });

export const sendAlertBody = z.strictObject({ channel: z.enum(['slack', 'email', 'webhook']).nullable(), message: z.string().max(2000).optional() });
export const sendAlertAnswer = z.object({ message: z.string(), task_id: z.string(), slack_sent: z.boolean(), email_sent: z.boolean() });
export const notificationConfig = z.object({ slack_configured: z.boolean(), email_configured: z.boolean(), email_recipients: z.array(z.string()) });
