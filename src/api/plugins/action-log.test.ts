import fastify from 'fastify';
import { expect, it } from 'vitest';
import { type Actor, localActor } from '../../access/roles.ts';
import type { LedgerEntry } from '../../core/ledger.ts';
import { systemClock } from '../../platform/clock.ts';
import type { LedgerStore } from '../../store/ledger.ts';
import { installActionLog } from './action-log.ts';

async function started({ fails = false, actor = localActor }: { fails?: boolean; actor?: Actor | 'nobody' } = {}) {
  const entries: LedgerEntry[] = [];
  const order: string[] = [];
  const ledger = {
    append: async (added: readonly LedgerEntry[]) => {
      if (fails) throw new Error('no room');
      entries.push(...added);
      order.push('kept');
      return entries.length;
    },
  } as unknown as LedgerStore;
  const app = fastify();
  app.decorateRequest('actor');
  app.addHook('onRequest', async (request) => {
    if (actor !== 'nobody') request.actor = actor;
  });
  app.addHook('onResponse', async () => void order.push('answered'));
  installActionLog(app, { ledger, clock: systemClock });
  app.post('/things/:id', { config: { permission: 'operate' } }, async (request, reply) => reply.code(request.headers['x-fail'] === undefined ? 201 : 409).header('set-cookie', 'a=b').send({ secret: 'in the answer' }));
  app.post('/preview', { config: { permission: 'read' } }, () => ({ ok: true }));
  app.get('/things', { config: { permission: 'read' } }, () => ({ ok: true }));
  return { app, entries, order };
}

it('keeps who did what before the answer, and nothing that was sent', async () => {
  const { app, entries, order } = await started({ actor: { kind: 'token', id: 't1', name: 'deploys', role: 'technical', userId: 'u1' } });
  const answer = await app.inject({ method: 'POST', url: '/things/7?q=secret', payload: { secret: 'in the body' } });
  expect(answer.statusCode).toBe(201);
  expect(entries).toEqual([{ kind: 'action', status: '201', actor: 'token:t1', data: { action: 'POST /things/:id', params: { id: '7' }, name: 'deploys', role: 'technical' } }]);
  expect(order).toEqual(['kept', 'answered']);
});

it('keeps nothing of what failed, of what only reads, and of what nobody did', async () => {
  const { app, entries } = await started();
  await app.inject({ method: 'POST', url: '/things/7', headers: { 'x-fail': '1' } });
  await app.inject({ method: 'POST', url: '/preview' });
  await app.inject({ method: 'GET', url: '/things' });
  expect(entries).toEqual([]);
  const anonymous = await started({ actor: 'nobody' });
  await anonymous.app.inject({ method: 'POST', url: '/things/7' });
  expect(anonymous.entries).toEqual([]);
});

it('says that what was done may not be recorded when it cannot be', async () => {
  const { app } = await started({ fails: true });
  const answer = await app.inject({ method: 'POST', url: '/things/7' });
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['set-cookie']]).toEqual([503, 'application/problem+json; charset=utf-8', undefined]);
  expect(answer.json()).toMatchObject({ status: 503, detail: expect.stringContaining('the history may not say so') });
  expect((await app.inject({ method: 'GET', url: '/things' })).statusCode).toBe(200);
});
