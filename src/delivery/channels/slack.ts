import { z } from 'zod';
import { secret } from '../../core/secret.ts';
import { defineChannel } from '../define.ts';
import { filesBlocks } from '../messages/files-slack.ts';
import { filesText } from '../messages/files-text.ts';
import { noticeOf, noticeText } from '../messages/notices.ts';
import { noticeBlocks, repeatBlock, summaryBlocks } from '../messages/slack-blocks.ts';
import { escapeSlack, unusedText } from '../messages/unused-text.ts';
import { post } from '../send/http.ts';

export interface SlackBody {
  /** Shown in notifications and by clients that know no blocks. */
  text: string;
  blocks: Record<string, unknown>[];
}

/**
 * Incoming webhooks know no idempotency key: a message whose answer was lost is sent again, and then says that it may
 * be a repeat.
 */
export const slack = defineChannel({
  id: 'slack',
  title: 'Slack',
  settings: z.object({ webhook_url: secret(z.url({ protocol: /^https?$/ })) }),
  fields: [
    {
      name: 'webhook_url',
      title: 'Incoming webhook',
      help: 'Slack gives it under "Incoming Webhooks" of your app. Whoever has it can write to the channel, so it is kept as a secret.',
      kind: 'secret',
      required: true,
      setting: 'SLACK_WEBHOOK_URL',
      allowed: 'an http or https address',
      isDestination: true,
    },
  ],
  // Slack allows about one message a second for each webhook.
  minIntervalMs: 1000,
  maxParallel: 1,

  render: (notification): SlackBody => {
    switch (notification.kind) {
      case 'scan-summary': {
        const { summary, message } = notification;
        return { text: unusedText(summary, { message, escape: escapeSlack }), blocks: summaryBlocks(summary, message) };
      }
      case 'files-changed':
        return { text: filesText(notification.change, escapeSlack), blocks: filesBlocks(notification.change) };
      default: {
        const notice = noticeOf(notification);
        return { text: noticeText(notice, escapeSlack), blocks: noticeBlocks(notice) };
      }
    }
  },

  async send(body, settings, context) {
    const blocks = context.mayRepeat ? [...body.blocks, repeatBlock] : body.blocks;
    const payload = JSON.stringify({ text: body.text, blocks, unfurl_links: false, unfurl_media: false });
    const timeLimit = AbortSignal.timeout(10_000);
    await post(settings.webhook_url.reveal(), payload, {}, { ...context, signal: AbortSignal.any([context.signal, timeLimit]) });
    return undefined;
  },

  toReaderView: ({ text, blocks }) => ({ channel: 'slack', text, blocks }),
});
