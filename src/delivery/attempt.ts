import { AppError, asAppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { DeliveriesStore, FullDelivery } from '../store/deliveries.ts';
import type { Channel } from './define.ts';
import { missingSettings } from './define.ts';
import { retryDelayMs } from './retry.ts';
import { createSafeFetch } from './safe-fetch.ts';

export interface DeliveryLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DispatcherOptions {
  deliveries: DeliveriesStore;
  channels: Readonly<Record<string, Channel>>;
  /** The settings in force, asked for at each attempt; `allowPrivate` where the host comes from flag, environment or file. */
  settingsOf(channelId: string): Promise<{ settings: unknown; allowPrivate: boolean } | undefined>;
  clock: Clock;
  logger: DeliveryLogger;
  /** Hears of a delivery that was given up, once. */
  onFailed(delivery: FullDelivery): void;
  /** Unique for each start of a process: it names who holds a lease. */
  worker: string;
  /** A worker that vanishes is taken over from after this long. */
  leaseMs?: number;
  /** For one attempt, rendering included. */
  timeoutMs?: number;
  random?: () => number;
}

/** A larger message is not kept between attempts: it is rendered again. */
const maxStoredBytes = 4 * 1024 * 1024;

export type Attempt = ReturnType<typeof createAttempt>;

/** One attempt at one delivery, from its settings to the note of what came of it. */
export function createAttempt(options: DispatcherOptions) {
  const { deliveries, clock, logger, worker, leaseMs = 15_000, timeoutMs = 45_000 } = options;
  /** By channel, in monotonic time: when the next message may leave, and until when the other side wants none. */
  const nextSlot = new Map<string, number>();
  const paused = new Map<string, number>();

  async function deliver(channel: Channel, row: FullDelivery, stopping: AbortSignal): Promise<void> {
    const renewal = setInterval(() => void renew(row), leaseMs / 3);
    const limit = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
    try {
      const ready = await readySettings(channel);
      if (Array.isArray(ready)) await keepUnsent(channel, row, ready);
      else await sendAndNote(channel, row, ready, limit);
    } catch (error) {
      // A stop in the middle leaves the lease: whether it went out is not known.
      if (!stopping.aborted) await noteFailure(channel, row, error);
    } finally {
      clearInterval(renewal);
    }
  }

  async function renew(row: FullDelivery): Promise<void> {
    try {
      await deliveries.renewLease(row.id, worker, new Date(clock.now().getTime() + leaseMs));
    } catch (error) {
      logger.warn({ err: error, delivery: row.id }, 'A lease could not be renewed');
    }
  }

  /** The settings, or the names of those that are missing. */
  async function readySettings(channel: Channel): Promise<{ settings: unknown; allowPrivate: boolean } | string[]> {
    const found = await options.settingsOf(channel.id);
    const required = channel.fields.filter((field) => field.required).map(({ setting }) => setting);
    if (found === undefined) return required;
    const missing = missingSettings(channel, found.settings as Record<string, unknown>);
    if (missing.length > 0) return missing;
    const parsed = channel.settings.safeParse(found.settings);
    if (parsed.success) return { settings: parsed.data, allowPrivate: found.allowPrivate };
    // The values themselves may be secrets; only the names of the fields are told.
    const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? 'settings')))];
    throw new AppError('SETTING_INVALID', { detail: `Settings of ${channel.title} that are not allowed: ${names.join(', ')}.` });
  }

  async function keepUnsent(channel: Channel, row: FullDelivery, missing: readonly string[]): Promise<void> {
    const message = await render(channel, row, undefined);
    await deliveries.markNotConfigured(row.id, worker, message, `Not sent: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set.`);
  }

  async function sendAndNote(channel: Channel, row: FullDelivery, ready: { settings: unknown; allowPrivate: boolean }, signal: AbortSignal): Promise<void> {
    const message = row.message ?? (await renderOnce(channel, row, ready.settings));
    await ownTurn(channel, signal);
    // Another worker has it by now if this one was suspended for longer than its lease.
    if (!(await deliveries.renewLease(row.id, worker, new Date(clock.now().getTime() + leaseMs)))) return;
    const sent = await channel.send(message, ready.settings, {
      fetch: createSafeFetch({ allowPrivate: ready.allowPrivate }),
      signal,
      idempotencyKey: row.id,
      allowPrivate: ready.allowPrivate,
      mayRepeat: row.mayRepeat,
    });
    await deliveries.markDelivered(row.id, worker, clock.now(), sent?.note ?? null);
    logger.info({ delivery: row.id, channel: row.channel, attempts: row.attempts }, 'Delivered');
  }

  async function renderOnce(channel: Channel, row: FullDelivery, settings: unknown): Promise<unknown> {
    const message = await render(channel, row, settings);
    if (JSON.stringify(message).length <= maxStoredBytes) await deliveries.saveMessage(row.id, worker, message);
    return message;
  }

  async function render(channel: Channel, row: FullDelivery, settings: unknown): Promise<unknown> {
    const warn = (error: unknown) => logger.warn({ err: error, delivery: row.id }, 'A part of the message could not be drawn');
    return channel.render(row.notification, { settings, createdAt: row.createdAt, warn });
  }

  /** Slots are taken before waiting, so that messages of one channel keep their distance. */
  async function ownTurn(channel: Channel, signal: AbortSignal): Promise<void> {
    const now = clock.monotonicMs();
    const slot = Math.max(now, nextSlot.get(channel.id) ?? 0);
    nextSlot.set(channel.id, slot + channel.minIntervalMs);
    if (slot <= now) return;
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(done, slot - now);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        fail(new AppError('CHANNEL_UNREACHABLE', { detail: 'There was no time left to send it.' }));
      }, { once: true });
    });
  }

  async function noteFailure(channel: Channel, row: FullDelivery, thrown: unknown): Promise<void> {
    const error = asAppError(thrown);
    const fields = { delivery: row.id, channel: row.channel, attempts: row.attempts, code: error.code, reason: error.message };
    if (error.code === 'INTERNAL') logger.error({ ...fields, err: error.cause }, 'A message could not be prepared');
    if (error.retryAfterMs !== undefined) paused.set(channel.id, clock.monotonicMs() + error.retryAfterMs);
    const now = clock.now();
    if (now >= row.expiresAt) {
      if (!(await deliveries.markFailed(row.id, worker, error.message))) return;
      logger.error(fields, 'Given up on a delivery');
      options.onFailed({ ...row, state: 'failed', lastError: error.message });
      return;
    }
    const wait = retryDelayMs(row.attempts, error.retryAfterMs, options.random);
    // The last attempt falls on the end of the retention, not after it.
    const at = new Date(Math.min(now.getTime() + wait, row.expiresAt.getTime()));
    await deliveries.markRetry(row.id, worker, at, error.message);
    logger.warn({ ...fields, retryAt: at.toISOString() }, 'A delivery failed and will be tried again');
  }

  return { deliver, leaseMs, pausedUntil: (channelId: string) => paused.get(channelId) ?? 0 };
}
