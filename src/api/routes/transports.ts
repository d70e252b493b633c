import { z } from 'zod';
import type { TransportRow } from '../../store/transports.ts';
import { resendAnswer, transport, transportBatches, transportCreate, transportList, transportPatch, transportTest } from '../contract/extraction.ts';
import { checkWords, idOf } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';

const tags = ['Transports'];
const params = z.object({ id: z.string() });

/** Where extractions are handed on to, and what waits for them. */
export function transportRoutes(api: Api, parts: ApiParts): void {
  const { transports, transportRegistry, clock } = parts;
  const read = { permission: 'read' } as const;
  // A transport holds keys and sends everything that was found elsewhere: as much as a connection.
  const administer = { permission: 'administer' } as const;

  api.get('/api/v1/transports', { config: read, schema: { tags, summary: 'Transports with their queues', response: { 200: transportList } } }, async () => {
    const items = await views(await transportRegistry.list());
    return { items, total: items.length, next_cursor: null };
  });
  api.post('/api/v1/transports', { config: administer, schema: { tags, summary: 'Set up a transport', body: transportCreate, response: { 201: transport } } }, async (request, reply) => {
    const { type, ...rest } = request.body;
    return reply.code(201).send(await view(await transportRegistry.create({ ...rest, kind: type })));
  });
  api.get('/api/v1/transports/:id', { config: read, schema: { tags, summary: 'One transport', params, response: { 200: transport } } }, async (request) => view(await transportRegistry.get(idOf(request.params.id, 'transport'))));
  api.patch('/api/v1/transports/:id', { config: administer, schema: { tags, summary: 'Change a transport', params, body: transportPatch, response: { 200: transport } } }, async (request) => {
    const change = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined));
    return view(await transportRegistry.update(idOf(request.params.id, 'transport'), change));
  });
  api.delete('/api/v1/transports/:id', { config: administer, schema: { tags, summary: 'Delete a transport with what waits for it', params, response: { 200: transport } } }, async (request) => {
    const id = idOf(request.params.id, 'transport');
    const answer = await view(await transportRegistry.get(id));
    await transportRegistry.remove(id);
    return answer;
  });

  api.get('/api/v1/transports/:id/batches', { config: read, schema: { tags, summary: 'Batches that wait or were given up, newest jobs first', params, querystring: z.strictObject({ state: z.string().optional(), limit: z.coerce.number().int().min(1).max(1000).default(50) }), response: { 200: transportBatches } } }, async (request) => {
    const { state, limit } = request.query;
    checkWords('state', state === undefined ? undefined : [state], ['pending', 'dead']);
    const row = await transportRegistry.get(idOf(request.params.id, 'transport'));
    const rows = await transports.batches(row.id, state, limit);
    const items = rows.flatMap((batch) => (batch.state === 'delivered' ? [] : [{ job_id: batch.run_id, number: batch.number, count: batch.count, state: batch.state, attempts: batch.attempts, next_attempt_at: batch.next_at?.toISOString() ?? null, created_at: batch.created_at.toISOString(), error: batch.error }]));
    const [queue] = (await transports.queues()).filter(({ transport_id }) => transport_id === row.id);
    const total = state === 'pending' ? (queue?.waiting ?? 0) : state === 'dead' ? (queue?.dead ?? 0) : (queue?.waiting ?? 0) + (queue?.dead ?? 0);
    return { items, total, next_cursor: null };
  });
  api.post('/api/v1/transports/:id/resend', { config: { permission: 'operate' }, schema: { tags, summary: 'Send batches again that were given up', params, body: z.strictObject({ job_id: z.string().optional() }).nullish(), response: { 200: resendAnswer } } }, async (request) => {
    const row = await transportRegistry.get(idOf(request.params.id, 'transport'));
    const job = request.body?.job_id;
    const artifacts = await transports.resend(row.id, job === undefined ? undefined : idOf(job, 'job'), clock.now());
    return { message: artifacts === 0 ? 'Nothing had been given up.' : `${artifacts} ${artifacts === 1 ? 'artifact goes' : 'artifacts go'} out again.`, artifacts };
  });
  api.post('/api/v1/transports/:id/test', { config: { permission: 'operate' }, schema: { tags, summary: 'Try whether it would take something', params, response: { 200: transportTest } } }, async (request) => parts.testTransport(await transportRegistry.get(idOf(request.params.id, 'transport'))));

  async function view(row: TransportRow): Promise<z.infer<typeof transport>> {
    const [found] = await views([row]);
    return found as z.infer<typeof transport>;
  }

  async function views(rows: readonly TransportRow[]): Promise<z.infer<typeof transport>[]> {
    const queues = new Map((await transports.queues()).map((queue) => [queue.transport_id, queue]));
    return rows.map((row) => {
      const queue = queues.get(row.id);
      const opened = transportRegistry.open(row);
      return {
        id: row.id,
        name: row.name,
        type: row.kind,
        locked: row.fixed ? 'Set by TRANSPORT_TYPE and the settings of its kind.' : null,
        enabled: row.enabled,
        only_changes: row.only_changes,
        settings: row.fixed ? {} : row.settings,
        has_token: opened?.token !== undefined,
        destination: transportRegistry.destinationOf(row),
        missing: transportRegistry.missingOf(row),
        queue: { waiting: queue?.waiting ?? 0, waiting_artifacts: queue?.waiting_artifacts ?? 0, failed: queue?.dead ?? 0, failed_artifacts: queue?.dead_artifacts ?? 0, oldest: queue?.oldest?.toISOString() ?? null, last_error: queue?.last_error ?? null },
      };
    });
  }
}
