import { z } from 'zod';
import { may, refusalSentence } from '../../access/roles.ts';
import { AppError } from '../../core/errors.ts';
import { channelValues, missingOf, secretsLost, settingsOfChannel } from '../../delivery/channel-settings.ts';
import type { ChannelId } from '../../delivery/define.ts';
import { channelIds, channels, isChannelId, toReaderView } from '../../delivery/index.ts';
import { enqueueNotification, retentionMs } from '../../delivery/notify.ts';
import type { DeliveryRecord } from '../../store/deliveries.ts';
import { type channel, channelList, channelPut, channelTestAnswer, type delivery, deliveryDetail, deliveryPage, deliveryQuery, deliveryState } from '../contract/deliveries.ts';
import { checkWords, idOf } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';

const testWaitMs = 10_000;

export function deliveryRoutes(api: Api, parts: ApiParts): void {
  const { deliveries, dispatcher, clock, config, db, storedSettings } = parts;
  const tags = ['Deliveries'];
  const channelTags = ['Channels'];

  api.get('/api/v1/deliveries', { config: { permission: 'read' }, schema: { tags, summary: 'Messages and how they fared, newest first', querystring: deliveryQuery, response: { 200: deliveryPage } } }, async (request) => {
    const { limit, cursor, channel: id, state, run_id } = request.query;
    checkWords('channel', id === undefined ? undefined : [id], channelIds);
    checkWords('state', state === undefined ? undefined : [state], deliveryState.options);
    const { items, total, nextCursor } = await deliveries.list({ channel: id, state, runId: run_id }, limit, cursor);
    return { items: items.map(toDelivery), total, next_cursor: nextCursor };
  });

  api.get('/api/v1/deliveries/:id', { config: { permission: 'read' }, schema: { tags, summary: 'One message as its reader sees it', params: z.object({ id: z.string() }), response: { 200: deliveryDetail } } }, async (request) => {
    const row = await deliveries.get(idOf(request.params.id, 'delivery'));
    if (row === undefined) throw new AppError('NOT_FOUND', { detail: `There is no delivery ${request.params.id}.` });
    const settings = settingsOfChannel(row.channel, config)?.settings;
    return { ...toDelivery(row), message: toReaderView(row.channel, row.message, settings) };
  });

  api.post('/api/v1/deliveries/:id/retry', { config: { permission: 'operate' }, schema: { tags, summary: 'Send it again', params: z.object({ id: z.string() }), response: { 200: deliveryDetail } } }, async (request) => {
    const id = idOf(request.params.id, 'delivery');
    const now = clock.now();
    const before = await deliveries.get(id);
    if (before === undefined) throw new AppError('NOT_FOUND', { detail: `There is no delivery ${id}.` });
    if (!(await deliveries.retry(id, now, new Date(now.getTime() + retentionMs)))) throw new AppError('NOT_POSSIBLE', { detail: 'It was delivered already, or is being sent.' });
    dispatcher.wake();
    await dispatcher.deliverNow(id, testWaitMs, { firstAttempt: true, attemptsBefore: before.attempts });
    const row = await deliveries.get(id);
    if (row === undefined) throw new AppError('NOT_FOUND');
    return { ...toDelivery(row), message: toReaderView(row.channel, row.message, settingsOfChannel(row.channel, config)?.settings) };
  });

  api.get('/api/v1/channels', { config: { permission: 'read' }, schema: { tags: channelTags, summary: 'Ways to people and their settings', response: { 200: channelList } } }, async () => {
    const newest = new Map((await deliveries.newestByChannel()).map((row) => [row.channel, row]));
    const items = channelIds.map((id) => toChannel(id, newest.get(id)));
    return { items, total: items.length, next_cursor: null };
  });

  api.put('/api/v1/channels/:id', { config: { permission: 'operate' }, schema: { tags: channelTags, summary: 'Change the settings of a channel', params: z.object({ id: z.string() }), body: channelPut, response: { 200: channelList.shape.items.element } } }, async (request) => {
    const id = channelOf(request.params.id);
    const secrets = channels[id].fields.filter(({ name, kind }) => kind === 'secret' && name in request.body.values);
    if (secrets.length > 0 && !may(request.actor.role, 'administer')) throw new AppError('NOT_ALLOWED', { detail: `${secrets[0]?.title ?? ''} is a secret. ${refusalSentence(request.actor, 'administer')}` });
    await db.transaction(() => storedSettings.change(settingsFrom(id, request.body.values), clock.now()));
    const newest = (await deliveries.newestByChannel()).find((row) => row.channel === id);
    return toChannel(id, newest);
  });

  api.post('/api/v1/channels/:id/test', { config: { permission: 'operate' }, schema: { tags: channelTags, summary: 'Send a test message', params: z.object({ id: z.string() }), response: { 200: channelTestAnswer } } }, async (request) => {
    const id = channelOf(request.params.id);
    const missing = missingOf(id, config);
    if (missing.length > 0) throw new AppError('CHANNEL_NOT_CONFIGURED', { detail: `The channel ${id} is not configured: set ${missing.join(' and ')}.`, fields: missing.map((name) => ({ field: name, message: 'missing' })) });
    const notification = { kind: 'test', channel: id, publicUrl: parts.publicUrl(), isDemo: parts.isDemo } as const;
    const [queued] = await db.transaction(() => enqueueNotification(deliveries, { notification, channels: [id], now: clock.now(), isManual: true }));
    if (queued === undefined) throw new AppError('INTERNAL');
    const outcome = await dispatcher.deliverNow(queued.id, testWaitMs, { firstAttempt: true });
    return { delivered: outcome.delivered, message: outcome.delivered ? 'Delivered.' : (outcome.error ?? 'Queued; it is sent as soon as the receiver takes it.'), delivery_id: queued.id };
  });

  function channelOf(id: string): ChannelId {
    if (!isChannelId(id)) throw new AppError('NOT_FOUND', { detail: `There is no channel ${id}; known are ${channelIds.join(', ')}.` });
    return id;
  }

  /** Field names to settings, checked against the channel's own schema. */
  function settingsFrom(id: ChannelId, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const definition = channels[id];
    const unknown = Object.keys(values).filter((name) => !definition.fields.some((field) => field.name === name));
    if (unknown.length > 0) throw new AppError('INVALID_VALUE', { detail: `${unknown.join(', ')}: there is no such field.`, fields: unknown.map((name) => ({ field: `values.${name}`, message: 'there is no such field' })) });
    const merged = Object.fromEntries(Object.entries({ ...channelValues(definition, config), ...values }).filter(([, value]) => value !== null && value !== undefined && value !== ''));
    const checked = definition.settings.safeParse(merged);
    const wrong = checked.success ? [] : checked.error.issues.filter(({ path }) => String(path[0]) in values && values[String(path[0])] !== null);
    if (wrong.length > 0) throw new AppError('INVALID_VALUE', { detail: `${String(wrong[0]?.path[0])}: ${wrong[0]?.message ?? 'not allowed'}.`, fields: wrong.map(({ path, message }) => ({ field: `values.${path.join('.')}`, message })) });
    const changes = Object.fromEntries(definition.fields.filter(({ name }) => name in values).map(({ name, setting }) => [setting, values[name] === '' ? null : values[name]]));
    return { ...changes, ...secretsLost(changes, config) };
  }

  function toChannel(id: ChannelId, newest: DeliveryRecord | undefined): z.infer<typeof channel> {
    const definition = channels[id];
    const missing = missingOf(id, config);
    return {
      id,
      title: definition.title,
      configured: missing.length === 0,
      missing,
      fields: definition.fields.map(({ name, title, help, kind, required, setting }) => {
        const { value, locked } = config.entry(setting);
        const shown = value === undefined ? null : kind === 'secret' ? '***' : (value as string | number | string[]);
        return { name, title, help, kind, required, setting, locked, value: shown };
      }),
      last_delivery: newest === undefined ? null : toDelivery(newest),
    };
  }
}

function toDelivery(row: DeliveryRecord): z.infer<typeof delivery> {
  return {
    id: row.id,
    channel: row.channel as ChannelId,
    kind: row.kind,
    run_id: row.runId,
    subject: row.subject,
    state: row.state,
    attempts: row.attempts,
    created_at: row.createdAt.toISOString(),
    delivered_at: row.deliveredAt?.toISOString() ?? null,
    next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
    last_error: row.lastError,
  };
}
