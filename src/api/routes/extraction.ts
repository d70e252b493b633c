import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { extractJob } from '../../core/jobs.ts';
import { typesOfProvider } from '../../providers/index.ts';
import { clouds, servicesOf } from '../../providers/services.ts';
import type { RunRow } from '../../store/runs.ts';
import { artifactJsonSchema } from '../../core/artifact.ts';
import { runStatus } from '../contract/common.ts';
import { estimateAnswer, extractAnswer, extractBody, extractQuery, jobDetail, jobList, jobQuery, type jobTransport, providerList, serviceList } from '../contract/extraction.ts';
import { checkWords, idOf, listOf } from '../cursor.ts';
import { connectedClouds, type ExtractInput, extractScope } from '../extraction-scope.ts';
import { offWords, sentenceOf } from '../off-words.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';
import { toCell, toDelivery, toJob, toJobTransport, toService } from '../views/job-view.ts';

const tags = ['Extraction'];
/** Errors told with a job in lists; its cells have all of them. */
const mostErrors = 10;

export function extractionRoutes(api: Api, parts: ApiParts): void {
  const { runs, jobs, db, clock, status, config, settings, events, transports, transportRegistry } = parts;
  const read = { permission: 'read' } as const;
  const operate = { permission: 'operate' } as const;

  for (const url of ['/extraction/extract', '/extraction/trigger']) {
    api.post(url, { config: operate, schema: { tags, summary: 'Start an extraction of all or of a part', querystring: extractQuery, body: extractBody.nullish(), response: { 202: extractAnswer } } }, async (request, reply) => {
      const { scope, left } = await extractScope(merged(request.query, request.body ?? {}), parts);
      const id = await db.transaction(() => runs.create({ job: extractJob, origin: 'manual', scope, channels: null }, clock.now()));
      await status.refresh();
      const note = left.length === 0 ? '' : ` Left out: ${left.join('; ')}.`;
      return reply.code(202).send({ job_id: id, status: 'queued', message: `The extraction has been queued.${note}` });
    });
  }

  api.post('/extraction/estimate', { config: read, schema: { tags, summary: 'What an extraction would cost, from the last ones', querystring: extractQuery, body: extractBody.nullish(), response: { 200: estimateAnswer } } }, async (request) => {
    const { scope } = await extractScope(merged(request.query, request.body ?? {}), parts);
    return parts.estimate(scope);
  });

  api.get('/extraction/jobs', { config: read, schema: { tags, summary: 'Extractions, newest first', querystring: jobQuery, response: { 200: jobList } } }, async (request) => {
    const { limit, status: state, schedule_id } = request.query;
    checkWords('status', listOf(state), runStatus.options);
    const { rows, total } = await runs.list({ job: extractJob, statuses: listOf(state), scheduleId: schedule_id === undefined ? undefined : idOf(schedule_id, 'schedule'), before: undefined, limit });
    const ids = rows.map(({ id }) => id);
    const [transportRuns, waiting] = await Promise.all([transports.transportRuns(ids), transports.waitingOfRuns(ids)]);
    return { jobs: rows.map((row) => toJob(row, row.totals, toDelivery(transportRuns.filter(({ run_id }) => run_id === row.id), waiting.get(row.id)), clock.now())), total };
  });

  api.get('/extraction/jobs/:job_id', { config: read, schema: { tags, summary: 'One extraction with its progress and results', params: z.object({ job_id: z.string() }), response: { 200: jobDetail } } }, async (request) => detail(request.params.job_id));

  api.delete('/extraction/jobs/:job_id', { config: operate, schema: { tags, summary: 'Cancel an extraction', params: z.object({ job_id: z.string() }), response: { 200: jobDetail } } }, async (request) => {
    const row = await jobOf(request.params.job_id);
    const was = await db.transaction(async () => {
      const state = await runs.cancel(row.id, clock.now());
      if (state === 'queued') await events.publish([{ type: 'run.finished', data: { run_id: row.id, job_id: row.id, status: 'cancelled' } }], clock.now());
      return state;
    });
    await status.refresh();
    if (was === undefined) throw new AppError('NOT_POSSIBLE', { detail: 'The job has ended already.' });
    return detail(row.id);
  });

  api.get('/extraction/providers', { config: read, schema: { tags, summary: 'Clouds and how they are connected', response: { 200: providerList } } }, async () => {
    const on = connectedClouds(parts);
    const connections = new Map((await settings.connections()).map((row) => [row.provider, row]));
    const view = (name: (typeof clouds)[number]) => {
      const row = connections.get(name);
      const enabled = on.has(name);
      const message = enabled ? (row?.message ?? 'Not visited yet.') : sentenceOf(offWords(name, config.value<string[] | undefined>('ENABLED_PROVIDERS')));
      return { name, enabled, state: enabled ? (row?.state ?? 'not_checked') : 'disabled', message, accounts: row?.accounts.length ?? 0, regions: row?.regions ?? [], services: servicesOf(name, config.value<string[]>('AWS_GENERIC_TYPES')) };
    };
    return { providers: clouds.map(view) };
  });

  api.get('/extraction/services', { config: read, schema: { tags, summary: 'Every service with its resource types and the permissions it needs', querystring: z.strictObject({ provider: z.string().optional() }), response: { 200: serviceList } } }, (request) => {
    checkWords('provider', listOf(request.query.provider), clouds);
    const wanted = listOf(request.query.provider);
    const generic = config.value<string[]>('AWS_GENERIC_TYPES');
    const items = clouds.filter((cloud) => wanted?.includes(cloud) ?? true).flatMap((cloud) => servicesOf(cloud, generic).map((name) => toService(cloud, name, typesOfProvider(cloud, generic))));
    return { services: items, total: items.length };
  });

  api.get('/api/v1/schemas/artifact', { config: read, schema: { tags, summary: 'JSON Schema of what transports hand on', response: { 200: z.record(z.string(), z.unknown()) } } }, () => artifactJsonSchema());

  async function jobOf(id: string): Promise<RunRow> {
    const row = await runs.get(idOf(id, 'job'));
    if (row?.job !== extractJob) throw new AppError('NOT_FOUND', { detail: `There is no job ${id}.` });
    return row;
  }

  async function detail(id: string): Promise<z.infer<typeof jobDetail>> {
    const row = await jobOf(id);
    const [totals, cells, transportRuns, known, waitingOf] = await Promise.all([runs.targetTotals([row.id]), jobs.cells(row.id, row.accounts), transports.transportRuns([row.id]), transportRegistry.list(), transports.waitingOfRuns([row.id])]);
    const waiting = waitingOf.get(row.id) ?? new Map<string, number>();
    const sums = totals.get(row.id);
    const views = known.flatMap((transport): z.infer<typeof jobTransport>[] => {
      const one = transportRuns.find(({ transport_id }) => transport_id === transport.id);
      return one === undefined ? [] : [toJobTransport(one, { type: transport.kind, name: transport.name, destination: transportRegistry.destinationOf(transport), only_changes: transport.only_changes, waiting: waiting.get(one.transport_id) ?? 0 })];
    });
    const errors = [...new Set(cells.flatMap(({ error }) => error?.message ?? []))].slice(0, mostErrors);
    return {
      ...toJob(row, sums, toDelivery(transportRuns, waiting), clock.now()),
      errors: row.error === null ? errors : [...new Set([row.error.message, ...errors])],
      batch_size: row.scope.batch_size ?? config.value<number>('BATCH_SIZE'),
      filters: row.scope.filters ?? {},
      max_calls: row.scope.max_calls ?? null,
      max_minutes: row.scope.max_minutes ?? null,
      progress: {
        total_tasks: sums?.targets ?? 0,
        finished_tasks: sums?.finished ?? 0,
        resources: sums?.matched ?? 0,
        failed_tasks: (sums?.not_complete ?? 0) - (sums?.deferred ?? 0),
        deferred_tasks: sums?.deferred ?? 0,
        current: parts.currentTargets(row.id),
        accounts: row.accounts,
        finished_accounts: row.accounts_finished,
      },
      api_calls: row.api_calls,
      throttled_calls: row.throttled_calls,
      results: cells.map(toCell),
      transport: views[0] ?? null,
      transports: views,
      error: row.error,
    };
  }
}

/** The query and the body say the same things; what both name must be in both. */
function merged(query: z.infer<typeof extractQuery>, body: z.infer<typeof extractBody>): ExtractInput {
  const both = Object.entries(query).find(([name, value]) => value !== undefined && (body as Record<string, unknown>)[name] != null);
  if (both !== undefined) throw new AppError('INVALID_VALUE', { detail: `${both[0]} is named in the address and in the body. Name it once.`, fields: [{ field: both[0], message: 'named twice' }] });
  return { ...body, ...Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) };
}
