import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem } from './problem.ts';

/** What a route needs. Every route declares one; local mode grants all of them. */
export type Permission = 'public' | 'read' | 'operate' | 'administer';

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission;
  }
}

const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-real-ip'];
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Local mode: who reaches the loopback listener without a detour is the administrator. A page of another site, a name
 * that was pointed here (DNS rebinding) and a proxy that makes strangers look local are refused.
 */
export function refusalOf(request: { headers: FastifyRequest['headers']; method: string }, localPort: number): string | undefined {
  const { host, origin } = request.headers;
  const found = /^(.*?)(?::(\d+))?$/.exec(host ?? '');
  const name = found?.[1]?.toLowerCase() ?? '';
  const port = found?.[2] === undefined ? 80 : Number(found[2]);
  if (!loopbackNames.has(name) || port !== localPort) return `The Host header must be localhost:${localPort}, 127.0.0.1:${localPort} or [::1]:${localPort}.`;
  const proxied = proxyHeaders.find((header) => request.headers[header] !== undefined) ?? Object.keys(request.headers).find((header) => header.startsWith('x-forwarded-'));
  if (proxied !== undefined) return `A request with the header ${proxied} comes through a proxy, and there is no account to sign in with yet. Call the service directly on this machine.`;
  if (origin !== undefined && origin !== `http://${host ?? ''}`) return 'The Origin header must be the address of this service itself.';
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined && typeof site === 'string' && site === 'cross-site' && request.method !== 'GET') return 'Another site may not change anything here.';
  return undefined;
}

export function installGuard(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    // The pages of the API's description are registered by their library.
    if (route.url.startsWith('/docs')) route.config = { ...route.config, permission: 'read' };
    if (route.config?.permission === undefined && route.method !== 'HEAD') throw new Error(`${String(route.method)} ${route.url} declares no permission`);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.permission === 'public') return;
    const refusal = refusalOf(request, request.socket.localPort ?? Number(/:(\d+)$/.exec(request.headers.host ?? '')?.[1] ?? 80));
    if (refusal !== undefined) await sendProblem(reply, 403, refusal);
  });
}
