import { z } from 'zod';
import { secret } from '../../core/secret.ts';
import type { Notification } from '../../core/summary.ts';
import { defineChannel } from '../define.ts';
import { post } from '../send/http.ts';

const types = { 'scan-summary': 'scan.summary', 'files-changed': 'files.changed', 'check-late': 'check.late', 'schedule-late': 'schedule.late', test: 'test' } as const;

interface WebhookBody {
  type: (typeof types)[Notification['kind']];
  timestamp: string;
  data: Record<string, unknown>;
}

/** Signed as Standard Webhooks describes, so that any of its libraries can verify it. */
export const webhook = defineChannel({
  id: 'webhook',
  title: 'Webhook',
  settings: z.object({
    url: secret(z.url({ protocol: /^https?$/ })),
    secret: secret(z.string().regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, 'must be whsec_ and a base64 key')),
  }),
  fields: [
    { name: 'url', title: 'Address', help: 'Each message is one signed POST to it. Kept as a secret.', kind: 'secret', required: true, setting: 'WEBHOOK_URL', allowed: 'an http or https address', isDestination: true },
    {
      name: 'secret',
      title: 'Signing secret',
      help: 'Starts with whsec_. The receiver verifies the webhook-signature header with it.',
      kind: 'secret',
      required: true,
      setting: 'WEBHOOK_SECRET',
      allowed: 'whsec_ and a base64 key',
    },
  ],
  minIntervalMs: 0,
  maxParallel: 4,

  render: (notification, { createdAt }): WebhookBody => {
    const timestamp = createdAt.toISOString();
    switch (notification.kind) {
      case 'scan-summary': {
        const { summary, message } = notification;
        return { type: types['scan-summary'], timestamp, data: { ...snakeCased(summary), ...(message === undefined ? {} : { message }) } };
      }
      case 'files-changed':
        return { type: types['files-changed'], timestamp, data: snakeCased(notification.change) };
      default: {
        const { kind, ...data } = notification;
        return { type: types[kind], timestamp, data: snakeCased(data) };
      }
    }
  },

  async send(body, settings, context) {
    // Imported on use: it is needed by those who have a webhook only.
    const { Webhook } = await import('standardwebhooks');
    const payload = JSON.stringify(body);
    const sentAt = new Date();
    const signature = new Webhook(settings.secret.reveal()).sign(context.idempotencyKey, sentAt, payload);
    const headers = {
      'webhook-id': context.idempotencyKey,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': signature,
    };
    const timeLimit = AbortSignal.timeout(10_000);
    await post(settings.url.reveal(), payload, headers, { ...context, signal: AbortSignal.any([context.signal, timeLimit]) });
    return undefined;
  },

  toReaderView: (body) => ({ channel: 'webhook', body: { ...body } }),
});

/** Keys of our own types as they are written on the wire; there are no keys from outside in a notification. */
function snakeCased(value: object): Record<string, unknown> {
  const convert = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(convert);
    return typeof item === 'object' && item !== null ? snakeCased(item) : item;
  };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), convert(item)]),
  );
}
