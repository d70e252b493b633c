import { z } from 'zod';
import type { Notification } from '../core/summary.ts';
import type { DrawCharts } from './charts/draw.ts';

export type ChannelId = 'slack' | 'email' | 'webhook';

/** What a settings form shows of one field, and the environment name that sets it. */
export interface ChannelField {
  /** Key in the settings object. */
  name: string;
  title: string;
  help: string;
  kind: 'text' | 'secret' | 'number' | 'list';
  required: boolean;
  setting: string;
  /** What may be given, in words; any text where it is left out. */
  allowed?: string;
  /** It says where messages go: what was typed into the application is checked against private addresses. */
  isDestination?: true;
  /** For a secret: the field with the host it is sent to. Changing that host clears the secret. */
  sentTo?: string;
}

/** The part of `fetch` that channels use, so that the checked one can stand in for the global one. */
export type ChannelFetch = (
  url: string,
  init: { method: 'POST'; headers: Record<string, string>; body: string | Uint8Array; signal: AbortSignal },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>;

export interface RenderContext<Settings> {
  /** Undefined while the channel is not configured: a message can be previewed before. */
  settings?: Settings | undefined;
  /** When the notification came up; the same for every attempt, so that a message does not change between them. */
  createdAt: Date;
  /** Replaced in tests of what happens when drawing fails. */
  drawCharts?: DrawCharts;
  /** Hears of what went wrong without stopping the message, e.g. a chart that could not be drawn. */
  warn?: (error: unknown) => void;
}

export interface SendContext {
  fetch: ChannelFetch;
  signal: AbortSignal;
  /** The same for every attempt of one delivery. */
  idempotencyKey: string;
  /** False for hosts entered in the application: they may not lead to loopback or private networks. */
  allowPrivate: boolean;
  /** True where an earlier attempt was cut off between sending and noting it down. */
  mayRepeat: boolean;
}

/** What a receiver sees, in the shape the API answers with. */
export type RenderedMessage =
  | { channel: 'slack'; text: string; blocks: Record<string, unknown>[] }
  | { channel: 'email'; subject: string; html: string; text: string; to: string[] }
  | { channel: 'webhook'; body: Record<string, unknown> };

/** A way to people. `Body` is plain JSON: it is kept in the outbox between attempts. */
export interface Channel<Settings = unknown, Body = unknown> {
  id: ChannelId;
  title: string;
  settings: z.ZodType<Settings>;
  fields: readonly ChannelField[];
  /** The least time between two messages of this process. */
  minIntervalMs: number;
  /** How many may be under way at once in this process. */
  maxParallel: number;
  render(notification: Notification, context: RenderContext<Settings>): Promise<Body> | Body;
  /** Sends once. Answers a note where it went out, but not in full. */
  send(body: Body, settings: Settings, context: SendContext): Promise<{ note?: string } | undefined>;
  toReaderView(body: Body, settings: Settings | undefined): RenderedMessage;
}

/** Declares a channel; exists so that every channel file reads alike and gets its types from its settings. */
export function defineChannel<Settings, Body>(channel: Channel<Settings, Body>): Channel<Settings, Body> {
  return channel;
}

/** The environment names of the required settings that have no value; empty when the channel is configured. */
export function missingSettings(channel: Pick<Channel, 'fields'>, values: Readonly<Record<string, unknown>>): string[] {
  const isEmpty = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return channel.fields.filter(({ name, required }) => required && isEmpty(values[name])).map(({ setting }) => setting);
}

/** The schema of one field of a channel's settings. */
export function fieldSchema(settings: z.ZodType, name: string): z.ZodType | undefined {
  return settings instanceof z.ZodObject ? (settings.shape as Record<string, z.ZodType>)[name] : undefined;
}
