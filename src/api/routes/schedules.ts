import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { withoutUndefined } from '../../platform/without-undefined.ts';
import { describeSpec, nextRuns, parseSpec } from '../../schedules/spec.ts';
import type { ScheduleRow } from '../../store/schedules.ts';
import { cursor, limit, page } from '../contract/common.ts';
import { occurrence, pauseBody, previewAnswer, previewBody, schedule, scheduleCreate, scheduleList, schedulePatch } from '../contract/schedules.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';
import { checkScope } from './runs.ts';

const tags = ['Schedules'];
const params = z.object({ id: z.string().max(200) });
const heatStrip = 30;

export function scheduleRoutes(api: Api, parts: ApiParts): void {
  const { namedSchedules, schedules, clock, status } = parts;
  const read = { permission: 'read' } as const;
  const operate = { permission: 'operate' } as const;

  api.get('/api/v1/schedules', { config: read, schema: { tags, summary: 'Schedules with their last and next rounds', response: { 200: scheduleList } } }, async () => {
    const items = await views(await namedSchedules.list());
    return { items, total: items.length, next_cursor: null };
  });

  api.post('/api/v1/schedules', { config: operate, schema: { tags, summary: 'Make a schedule', body: scheduleCreate, response: { 201: schedule } } }, async (request, reply) => {
    await checkScope(request.body.scope, parts);
    const row = await namedSchedules.create({ ...request.body, scope: withoutUndefined(request.body.scope) });
    return reply.code(201).send(await view(row));
  });

  api.post('/api/v1/schedules/preview', { config: read, schema: { tags, summary: 'The next runs of a spec that is not saved', body: previewBody, response: { 200: previewAnswer } } }, (request) => {
    const now = clock.now();
    const spec = parseSpec(request.body.spec, now);
    return { description: describeSpec(spec), next_runs: nextRuns(spec, now, request.body.count).map((at) => at.toISOString()) };
  });

  api.get('/api/v1/schedules/:id', { config: read, schema: { tags, summary: 'One schedule', params, response: { 200: schedule } } }, async (request) => view(await namedSchedules.get(request.params.id)));

  api.patch('/api/v1/schedules/:id', { config: operate, schema: { tags, summary: 'Change a schedule', params, body: schedulePatch, response: { 200: schedule } } }, async (request) => {
    const { scope, ...rest } = request.body;
    if (scope !== undefined) await checkScope(scope, parts);
    return changed(await namedSchedules.update(request.params.id, { ...withoutUndefined(rest), ...(scope === undefined ? {} : { scope: withoutUndefined(scope) }) }));
  });

  api.delete('/api/v1/schedules/:id', { config: operate, schema: { tags, summary: 'Delete a schedule', params, response: { 200: schedule } } }, async (request) => {
    const row = await namedSchedules.get(request.params.id);
    const answer = await view(row);
    await namedSchedules.remove(row.id);
    return answer;
  });

  api.post('/api/v1/schedules/:id/pause', { config: operate, schema: { tags, summary: 'Pause, with a note', params, body: pauseBody.nullish(), response: { 200: schedule } } }, async (request) => changed(await namedSchedules.pause(request.params.id, request.body?.note ?? null)));
  api.post('/api/v1/schedules/:id/resume', { config: operate, schema: { tags, summary: 'Go on after a pause', params, response: { 200: schedule } } }, async (request) => changed(await namedSchedules.resume(request.params.id)));
  api.post('/api/v1/schedules/:id/trigger', { config: operate, schema: { tags, summary: 'Run it now', params, body: z.strictObject({ source: z.string().max(200).optional() }).nullish(), response: { 200: z.object({ message: z.string(), run_id: z.string() }) } } }, async (request) => {
    const { runId, isNew } = await namedSchedules.trigger(request.params.id, request.body?.source ?? null);
    await status.refresh();
    return { message: isNew ? 'The run has been started.' : 'A run of this schedule is already under way.', run_id: runId };
  });

  api.get('/api/v1/schedules/:id/occurrences', { config: read, schema: { tags, summary: 'Every due moment and what became of it', params, querystring: z.strictObject({ limit, cursor }), response: { 200: page(occurrence) } } }, async (request) => {
    const row = await namedSchedules.get(request.params.id);
    const after = readCursor(request.query.cursor, 1);
    const before = after === undefined ? undefined : new Date(String(after[0]));
    if (before !== undefined && Number.isNaN(before.getTime())) throw new AppError('INVALID_VALUE', { detail: 'cursor: not one that this list gave out.', fields: [{ field: 'cursor', message: 'unknown' }] });
    const rows = await schedules.occurrences(row.id, before, request.query.limit + 1);
    const items = rows.slice(0, request.query.limit);
    const last = items.at(-1);
    return {
      items: items.map((item) => ({ ...item, due_at: item.due_at.toISOString(), last_due_at: item.last_due_at.toISOString() })),
      total: await schedules.countOccurrences(row.id),
      next_cursor: rows.length > request.query.limit && last !== undefined ? writeCursor([last.due_at.toISOString()]) : null,
    };
  });

  async function changed(row: ScheduleRow) {
    await status.refresh();
    return view(row);
  }
  async function view(row: ScheduleRow) {
    const [found] = await views([row]);
    if (found === undefined) throw new AppError('NOT_FOUND');
    return found;
  }

  async function views(rows: readonly ScheduleRow[]): Promise<z.infer<typeof schedule>[]> {
    const recent = await schedules.recent(rows.map(({ id }) => id), heatStrip);
    const now = clock.now();
    return rows.map((row) => {
      const own = recent.filter(({ schedule_id }) => schedule_id === row.id);
      const lastRun = own.findLast(({ decision }) => decision === 'run');
      return {
        id: row.id,
        name: row.name,
        reserved: row.reserved,
        enabled: row.enabled,
        spec: row.spec,
        description: describeSpec(row.spec),
        scope: row.scope,
        channels: row.channels,
        overlap: row.overlap,
        catch_up_seconds: row.catch_up_seconds,
        jitter_seconds: row.jitter_seconds,
        paused: row.paused,
        pause_note: row.pause_note === '' ? null : row.pause_note,
        pause_on_failure: row.pause_on_failure,
        remaining_runs: row.remaining_runs,
        start_at: row.start_at?.toISOString() ?? null,
        end_at: row.end_at?.toISOString() ?? null,
        last_run: lastRun?.due_at.toISOString() ?? null,
        last_status: lastRun?.run_status ?? null,
        next_run: row.enabled && !row.paused ? (row.next_at?.toISOString() ?? null) : null,
        next_runs: row.enabled && !row.paused && row.next_at !== null ? [row.next_at, ...nextRuns(row.spec, row.next_at > now ? row.next_at : now, 9)].map((at) => at.toISOString()) : [],
        recent: own.map(({ due_at, decision, reason, run_id, run_status, count }) => ({ due_at: due_at.toISOString(), decision, reason, run_id, run_status, count })),
      };
    });
  }
}
