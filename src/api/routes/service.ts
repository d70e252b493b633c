import fs from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { health } from '../contract/overview.ts';
import type { ApiParts } from '../parts.ts';
import { sendProblem } from '../plugins/problem.ts';
import { whoListens } from '../socket-sign-in.ts';
import type { Api } from '../server.ts';

/** Health, metrics, live events, and the dashboard's files. */
export async function serviceRoutes(api: Api, parts: ApiParts, webRoot: string): Promise<void> {
  const { status, live } = parts;
  const tags = ['Service'];
  const open = { permission: 'public', anyHost: true, isForSetUp: true } as const;
  // The files of the dashboard hold nothing of anybody: without them nobody could sign in.
  const page = { permission: 'public', isForSetUp: true } as const;
  const socket = { permission: 'own', signsInLater: true } as const;

  api.get('/health', { config: open, schema: { tags, summary: 'How the parts are', response: { 200: health, 503: health } } }, async (_request, reply) => {
    const answer = status.health();
    return reply.code(answer.status === 'unhealthy' ? 503 : 200).send(answer);
  });
  api.get('/health/live', { config: open, schema: { tags, summary: 'The process answers', response: { 200: z.object({ status: z.literal('healthy') }) } } }, () => ({ status: 'healthy' as const }));
  api.get('/health/ready', { config: open, schema: { tags, summary: 'Ready for requests', response: { 200: health, 503: health } } }, async (_request, reply) => {
    const answer = status.health();
    return reply.code(answer.checks['store']?.status === 'unhealthy' ? 503 : 200).send(answer);
  });
  api.get('/metrics', { config: { permission: 'read' }, schema: { tags, summary: 'Prometheus text' } }, async (_request, reply) => reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(await parts.metrics()));

  const takeIn = (client: WebSocket, request: FastifyRequest, runId?: string): void => {
    const { since } = request.query as { since?: string };
    void whoListens(client, request, parts)
      .then((actor) => (actor === undefined ? undefined : live.add(client, { actor, since, runId })))
      .catch(() => client.close(1011));
  };
  api.get('/ws', { websocket: true, config: socket, schema: { hide: true } }, (client, request) => takeIn(client, request));
  api.get('/ws/jobs/:job_id', { websocket: true, config: socket, schema: { hide: true } }, (client, request) => takeIn(client, request, (request.params as { job_id: string }).job_id));

  api.get('/', { config: open, schema: { hide: true } }, (_request, reply) => reply.redirect('/app/'));
  if (!fs.existsSync(path.join(webRoot, 'index.html'))) {
    for (const url of ['/app', '/app/*']) api.get(url, { config: page, schema: { hide: true } }, (_request, reply) => sendProblem(reply, 503, 'The dashboard is not built. Run `npm start`, which builds it.'));
    return;
  }
  await api.register(fastifyStatic, {
    root: webRoot,
    prefix: '/app/',
    wildcard: false,
    serve: false,
    setHeaders: (reply, file) => void reply.header('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  // Every page of the dashboard is the same document: its addresses are resolved in the browser.
  api.get('/app', { config: page, schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
  api.get('/app/*', { config: page, schema: { hide: true } }, (request, reply) => {
    const file = (request.params as { '*': string })['*'];
    const isAsset = file !== '' && fs.existsSync(path.join(webRoot, path.normalize(`/${file}`))) && !file.endsWith('/') && path.extname(file) !== '';
    if (!isAsset && file.startsWith('assets/')) return sendProblem(reply, 404, 'There is no such file.');
    return reply.sendFile(isAsset ? file : 'index.html');
  });
}
