import type { Notification } from '../core/summary.ts';
import { email } from './channels/email.ts';
import { slack } from './channels/slack.ts';
import { webhook } from './channels/webhook.ts';
import type { Channel, ChannelId, RenderedMessage } from './define.ts';

/** Every way to people, by its id; a new channel is a file in `channels/` and a line here. */
export const channels: Readonly<Record<ChannelId, Channel>> = { slack, email, webhook };

export const channelIds = Object.keys(channels) as ChannelId[];

export const isChannelId = (text: string): text is ChannelId => Object.hasOwn(channels, text);

/** A stored message as its receiver sees it; null where there is none yet. */
export function toReaderView(channelId: string, message: unknown, settings?: unknown): RenderedMessage | null {
  if (message === null || message === undefined || !isChannelId(channelId)) return null;
  return channels[channelId].toReaderView(message, settings);
}

/** What a channel would send, configured or not. */
export async function preview(channelId: ChannelId, notification: Notification, options: { settings?: unknown; now: Date }): Promise<RenderedMessage> {
  const channel = channels[channelId];
  const message = await channel.render(notification, { settings: options.settings, createdAt: options.now });
  return channel.toReaderView(message, options.settings);
}
