import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actionEntry } from '../../access/action-log.ts';
import type { Actor } from '../../access/roles.ts';
import type { Clock } from '../../platform/clock.ts';
import type { LedgerStore } from '../../store/ledger.ts';

const notRecorded = 'It was done, but the history may not say so: the record of it could not be kept. Check the store, then look whether it has to be done again.';

/** Keeps what people change in the history, before they hear that it is done. */
export function installActionLog(app: FastifyInstance, { ledger, clock }: { ledger: LedgerStore; clock: Clock }): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const actor = request.actor as Actor | undefined;
    const isDone = reply.statusCode >= 200 && reply.statusCode < 300;
    if (!isDone || actor === undefined || !isChange(request)) return payload;
    const { url = request.url } = request.routeOptions;
    try {
      await ledger.append([actionEntry(actor, { action: `${request.method} ${url}`, params: request.params as Record<string, string>, status: String(reply.statusCode) })], clock.now());
      return payload;
    } catch (error) {
      request.log.error({ err: error }, 'What somebody did could not be kept in the history');
      void reply.code(503).removeHeader('content-length').removeHeader('set-cookie').header('content-type', 'application/problem+json; charset=utf-8');
      return JSON.stringify({ type: 'about:blank', title: 'Unavailable', status: 503, detail: notRecorded, errors: [], request_id: request.id });
    }
  });
}

/** What needs only reading changes nothing, by whatever method it is asked. */
const isChange = ({ method, routeOptions }: FastifyRequest): boolean => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && routeOptions.config.permission !== 'read';
