import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { extractJob } from '../../core/jobs.ts';
import { missingOf } from '../../delivery/channel-settings.ts';
import { withoutUndefined } from '../../platform/without-undefined.ts';
import { describeSpec, nextRuns } from '../../schedules/spec.ts';
import type { ScheduleInput } from '../../schedules/named-schedules.ts';
import type { ScheduleRow } from '../../store/schedules.ts';
import { extractionSchedule, extractionScheduleCreate, extractionScheduleList, extractionSchedulePut } from '../contract/extraction.ts';
import { pauseBody } from '../contract/schedules.ts';
import { extractScope } from '../extraction-scope.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';

const tags = ['Extraction'];
const params = z.object({ id: z.string().max(200) });
const shown = 10;

/** Cron schedules of extractions. They are rows of the same table as all schedules. */
export function extractionScheduleRoutes(api: Api, parts: ApiParts): void {
  const { namedSchedules, schedules, clock, status, config } = parts;
  const read = { permission: 'read' } as const;
  const operate = { permission: 'operate' } as const;

  api.get('/schedules/', { config: read, schema: { tags, summary: 'Schedules of extractions', response: { 200: extractionScheduleList } } }, async () => {
    const rows = (await namedSchedules.list()).filter(({ job }) => job === extractJob);
    return { schedules: await views(rows), total: rows.length };
  });
  api.post('/schedules/', { config: operate, schema: { tags, summary: 'Make a schedule', body: extractionScheduleCreate, response: { 201: extractionSchedule } } }, async (request, reply) => {
    const { name, cron_expression, timezone = 'UTC', enabled = true, overlap = 'skip', catch_up_seconds = 3600, jitter_seconds = 0, channels = [], ...asked } = request.body;
    checkChannels(channels);
    const { scope } = await extractScope(asked, parts);
    const input: ScheduleInput = { name, spec: { kind: 'cron', cron: cron_expression, timezone }, scope, channels, enabled, overlap, catch_up_seconds, jitter_seconds, pause_on_failure: false, remaining_runs: null, start_at: null, end_at: null };
    const row = await named(() => namedSchedules.create(input, extractJob));
    return reply.code(201).send(await view(row));
  });

  api.get('/schedules/:id', { config: read, schema: { tags, summary: 'One schedule', params, response: { 200: extractionSchedule } } }, async (request) => view(await own(request.params.id)));

  api.put('/schedules/:id', { config: operate, schema: { tags, summary: 'Change a schedule', params, body: extractionSchedulePut, response: { 200: extractionSchedule } } }, async (request) => {
    const row = await own(request.params.id);
    const { name, cron_expression, timezone, enabled, overlap, catch_up_seconds, jitter_seconds, channels, ...asked } = request.body;
    if (channels !== undefined) checkChannels(channels);
    const change: Partial<ScheduleInput> = withoutUndefined({ name, enabled, overlap, catch_up_seconds, jitter_seconds, channels });
    if (cron_expression !== undefined || timezone !== undefined) change.spec = { kind: 'cron', cron: cron_expression ?? cronOf(row), timezone: timezone ?? zoneOf(row) };
    if (Object.keys(asked).length > 0) {
      const { scope } = await extractScope(asked, parts);
      // What is named replaces what was; what is named as null goes back to all.
      const kept = Object.fromEntries(Object.entries(row.scope).filter(([key]) => !(key === 'providers' ? 'provider' in asked : key in asked)));
      change.scope = { ...kept, ...scope };
    }
    const changed = await named(() => namedSchedules.update(row.id, change));
    await status.refresh();
    return view(changed);
  });

  api.delete('/schedules/:id', { config: operate, schema: { tags, summary: 'Delete a schedule', params, response: { 200: extractionSchedule } } }, async (request) => {
    const row = await own(request.params.id);
    const answer = await view(row);
    await namedSchedules.remove(row.id);
    return answer;
  });

  api.post('/schedules/:id/run', { config: operate, schema: { tags, summary: 'Run it now', params, body: pauseBody.nullish(), response: { 202: z.object({ message: z.string(), job_id: z.string() }) } } }, async (request, reply) => {
    const row = await own(request.params.id);
    const { runId, isNew } = await namedSchedules.trigger(row.id, request.body?.note ?? null);
    await status.refresh();
    return reply.code(202).send({ message: isNew ? 'The job has been queued.' : 'A job of this schedule is already under way.', job_id: runId });
  });
  api.post('/schedules/:id/pause', { config: operate, schema: { tags, summary: 'Pause, with a note', params, body: pauseBody.nullish(), response: { 200: extractionSchedule } } }, async (request) => view(await namedSchedules.pause((await own(request.params.id)).id, request.body?.note ?? null)));
  api.post('/schedules/:id/resume', { config: operate, schema: { tags, summary: 'Go on after a pause', params, body: pauseBody.nullish(), response: { 200: extractionSchedule } } }, async (request) => view(await namedSchedules.resume((await own(request.params.id)).id)));

  async function own(id: string): Promise<ScheduleRow> {
    const row = await namedSchedules.get(id);
    if (row.job !== extractJob) throw new AppError('NOT_FOUND', { detail: `There is no extraction schedule ${id}; ${row.name} is under /api/v1/schedules.` });
    return row;
  }

  /** A channel that is not configured would tell nobody, and nobody would know. */
  function checkChannels(channels: readonly string[]): void {
    const missing = channels.flatMap((id) => missingOf(id, config).map((name) => `${id} needs ${name}`));
    if (missing.length > 0) throw new AppError('CHANNEL_NOT_CONFIGURED', { detail: `${missing.join('; ')}.`, fields: [{ field: 'channels', message: missing.join('; ') }] });
  }

  async function view(row: ScheduleRow): Promise<z.infer<typeof extractionSchedule>> {
    const [found] = await views([row]);
    if (found === undefined) throw new AppError('NOT_FOUND');
    return found;
  }

  async function views(rows: readonly ScheduleRow[]): Promise<z.infer<typeof extractionSchedule>[]> {
    const recent = await schedules.recent(rows.map(({ id }) => id), 10);
    const now = clock.now();
    return rows.map((row) => {
      const last = recent.filter(({ schedule_id, decision }) => schedule_id === row.id && decision === 'run').at(-1);
      const isActive = row.enabled && !row.paused;
      const next = isActive ? row.next_at : null;
      return {
        schedule_id: row.id,
        name: row.name,
        cron_expression: cronOf(row),
        timezone: zoneOf(row),
        description: describeSpec(row.spec),
        provider: row.scope.providers?.[0] ?? null,
        services: row.scope.services ?? [],
        accounts: row.scope.accounts ?? [],
        regions: row.scope.regions ?? [],
        filters: row.scope.filters ?? {},
        batch_size: row.scope.batch_size ?? null,
        max_calls: row.scope.max_calls ?? null,
        max_minutes: row.scope.max_minutes ?? null,
        enabled: row.enabled,
        overlap: row.overlap,
        catch_up_seconds: row.catch_up_seconds,
        jitter_seconds: row.jitter_seconds,
        channels: row.channels,
        status: !row.enabled ? ('disabled' as const) : row.paused ? ('paused' as const) : ('active' as const),
        pause_note: row.pause_note === '' ? null : row.pause_note,
        last_run: last?.due_at.toISOString() ?? null,
        last_status: last?.run_status ?? null,
        last_job_id: last?.run_id ?? null,
        next_run: next?.toISOString() ?? null,
        next_runs: next === null ? [] : [next, ...nextRuns(row.spec, next > now ? next : now, shown - 1)].map((at) => at.toISOString()),
      };
    });
  }
}

const cronOf = ({ spec }: ScheduleRow): string => (spec.kind === 'cron' ? spec.cron : `every ${spec.every_seconds} seconds`);
const zoneOf = ({ spec }: ScheduleRow): string => (spec.kind === 'cron' ? spec.timezone : 'UTC');

/** The schedule's own words for a spec are those of another address: here the field is called `cron_expression`. */
async function named<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.fields.length === 0) throw error;
    const fields = error.fields.map(({ field, message }) => ({ field: field === 'spec.cron' ? 'cron_expression' : field === 'spec.timezone' ? 'timezone' : field, message }));
    throw new AppError(error.code, { detail: error.message, fields });
  }
}
