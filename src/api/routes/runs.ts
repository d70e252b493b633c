import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { scanJob } from '../../core/jobs.ts';
import { missingOf } from '../../delivery/channel-settings.ts';
import { channelIds } from '../../delivery/index.ts';
import { withoutUndefined } from '../../platform/without-undefined.ts';
import { clouds, servicesOf } from '../../providers/services.ts';
import { runStatus } from '../contract/common.ts';
import { runDetail, runPage, runQuery, runStart } from '../contract/runs.ts';
import { checkWords, idOf, listOf, placeOf, readCursor, writeCursor } from '../cursor.ts';
import { unknownRegions } from '../known-regions.ts';
import { offWords } from '../off-words.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';
import { toRun, toTarget } from '../views/run-view.ts';

const tags = ['Runs'];

export function runRoutes(api: Api, parts: ApiParts): void {
  const { runs, clock, status, db, config, events } = parts;

  api.get('/api/v1/runs', { config: { permission: 'read' }, schema: { tags, summary: 'Runs, newest first', querystring: runQuery, response: { 200: runPage } } }, async (request) => {
    const { limit, cursor, schedule_id, status: state, job } = request.query;
    const after = readCursor(cursor, 1);
    checkWords('status', listOf(state), runStatus.options);
    const { rows, total } = await runs.list({ ...(job === undefined && schedule_id !== undefined ? {} : { job: job ?? scanJob }), statuses: listOf(state), scheduleId: schedule_id === undefined ? undefined : idOf(schedule_id, 'schedule'), before: after === undefined ? undefined : placeOf(after[0]), limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map((row) => toRun(row, row.totals, clock.now())), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.id]) : null };
  });

  api.get('/api/v1/runs/:id', { config: { permission: 'read' }, schema: { tags, summary: 'One run with its targets', params: z.object({ id: z.string() }), response: { 200: runDetail } } }, async (request) => detail(idOf(request.params.id, 'run')));

  api.post('/api/v1/runs', { config: { permission: 'operate' }, schema: { tags, summary: 'Start a scan of all or of a part', body: runStart.nullish(), response: { 202: runDetail } } }, async (request, reply) => {
    const { notify, source, ...scope } = request.body ?? { notify: false };
    await checkScope(scope, parts);
    const id = await db.transaction(() => runs.create({ job: scanJob, origin: 'manual', source: source ?? null, scope: withoutUndefined(scope), channels: notify ? channelIds.filter((channel) => missingOf(channel, config).length === 0) : null }, clock.now()));
    await status.refresh();
    return reply.code(202).send(await detail(id));
  });

  api.post('/api/v1/runs/:id/cancel', { config: { permission: 'operate' }, schema: { tags, summary: 'Cancel a run', params: z.object({ id: z.string() }), response: { 200: runDetail } } }, async (request) => {
    const id = idOf(request.params.id, 'run');
    const was = await db.transaction(async () => {
      const state = await runs.cancel(id, clock.now());
      // Nobody works on it who would tell that it has ended.
      if (state === 'queued') await events.publish([{ type: 'run.finished', data: { run_id: id, status: 'cancelled' } }], clock.now());
      return state;
    });
    await status.refresh();
    const now = await detail(id);
    if (was === undefined) throw new AppError('NOT_POSSIBLE', { detail: 'The run has ended already.' });
    return now;
  });

  async function detail(id: string) {
    const row = await runs.get(id);
    if (row === undefined) throw new AppError('NOT_FOUND', { detail: `There is no run ${id}.` });
    const [totals, targets] = await Promise.all([runs.targetTotals([id]), runs.targets(id)]);
    return { ...toRun(row, totals.get(id), clock.now()), targets: targets.map(toTarget) };
  }
}

type Scope = { providers?: string[] | undefined; services?: string[] | undefined; accounts?: string[] | undefined; regions?: string[] | undefined };

/** Throws INVALID_VALUE naming each provider, service and region that is not known. */
export async function checkScope(scope: Scope, parts: ApiParts): Promise<void> {
  const services = new Set(clouds.flatMap((cloud) => servicesOf(cloud, [])));
  const wrong = [
    ...(scope.providers ?? []).filter((name) => !clouds.some((cloud) => cloud === name)).map((name) => ({ field: 'providers', message: `unknown provider ${name}; known are ${clouds.join(', ')}` })),
    ...(scope.providers ?? []).filter((name) => clouds.some((cloud) => cloud === name) && !parts.enabledClouds().some((cloud) => cloud === name)).map((name) => ({ field: 'providers', message: `${name} is not connected: ${offWords(name, parts.config.value<string[] | undefined>('ENABLED_PROVIDERS'))}` })),
    ...(scope.services ?? []).filter((name) => !services.has(name)).map((name) => ({ field: 'services', message: `unknown service ${name}; known are ${[...services].join(', ')}` })),
    ...(await unknownRegions(scope.regions ?? [], parts)).map((name) => ({ field: 'regions', message: `unknown region ${name}` })),
  ];
  if (wrong.length > 0) throw new AppError('INVALID_VALUE', { detail: `${wrong.map(({ message }) => message).join('; ')}.`, fields: wrong });
}
