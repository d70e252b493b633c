import { email } from './channels/email.ts';
import { slack } from './channels/slack.ts';
import { webhook } from './channels/webhook.ts';
import type { Channel, ChannelId } from './define.ts';

/** Every way to people, by its id; a new channel is a file in `channels/` and a line here. */
export const channels: Readonly<Record<ChannelId, Channel>> = { slack, email, webhook };

export const channelIds = Object.keys(channels) as ChannelId[];

export const isChannelId = (text: string): text is ChannelId => Object.hasOwn(channels, text);
