import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessMode } from '../../access/access.ts';
import { type Actor, localActor, may, type Permission, refusalSentence } from '../../access/roles.ts';
import { addressRefusal, isOwnOrigin, refusalOf } from './address.ts';
import { sendProblem } from './problem.ts';
import { sessionOf } from './session-cookie.ts';

/** What the guard asks of `access`. */
export interface Gate {
  mode(): AccessMode;
  /** True where HOST is beyond loopback. */
  isExposed: boolean;
  publicUrl(): string;
  /** Who holds the session of the cookie, or the token; undefined where it is not valid. */
  bySession(cookie: string): Promise<Actor | undefined>;
  byToken(token: string): Promise<Actor | undefined>;
  /** Whether the command line asks, from within this process. */
  isOperator(headers: FastifyRequest['headers']): boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission;
    /** A person's own account: a token may not act here, whatever its scope. */
    needsSession?: boolean;
    /** Answers while there is no account yet: health, set-up, and the files of the dashboard. */
    isForSetUp?: boolean;
    /** Answers under any name, as probes ask. */
    anyHost?: boolean;
    /** Lets a socket in that will say who it is in its first frame. */
    signsInLater?: boolean;
  }
  interface FastifyInstance {
    /** What each route declares, for the test that walks them all. */
    declaredRoutes: DeclaredRoute[];
  }
  interface FastifyRequest {
    /** Who asks. The guard sets it for every route that is not public; on a public one it may be undefined. */
    actor: Actor;
  }
}

export interface DeclaredRoute {
  method: string;
  url: string;
  permission: Permission;
  needsSession: boolean;
  signsInLater: boolean;
}

type Refusal = { status: 401 | 403; detail: string };

export function installGuard(app: FastifyInstance, gate: Gate): void {
  const declared: DeclaredRoute[] = [];
  app.decorate('declaredRoutes', declared);
  app.decorateRequest('actor');
  app.addHook('onRoute', (route) => {
    // The pages of the API's description are registered by their library.
    if (route.url.startsWith('/docs')) route.config = { ...route.config, permission: 'read' };
    const { permission, needsSession = false, signsInLater = false } = route.config ?? {};
    if (permission === undefined) throw new Error(`${String(route.method)} ${route.url} declares no permission`);
    for (const method of [route.method].flat()) declared.push({ method, url: route.url, permission, needsSession, signsInLater });
  });
  app.addHook('onRequest', async (request, reply) => {
    const refusal = await admit(request, gate);
    if (refusal !== undefined) await refuse(reply, refusal);
  });
}

function refuse(reply: FastifyReply, { status, detail }: Refusal): FastifyReply {
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="Roundsman"');
  return sendProblem(reply, status, detail);
}

/** Sets `request.actor`, or answers why the request goes no further. */
async function admit(request: FastifyRequest, gate: Gate): Promise<Refusal | undefined> {
  const { anyHost = false, isForSetUp = false } = request.routeOptions.config;
  if (gate.isOperator(request.headers)) {
    request.actor = localActor;
    return undefined;
  }
  const mode = gate.mode();
  const elsewhere = mode === 'local' ? refusalOf(request, localPortOf(request)) : addressRefusal(request, { isExposed: gate.isExposed, publicUrl: gate.publicUrl() });
  if (elsewhere !== undefined) return anyHost ? undefined : { status: 403, detail: elsewhere };
  if (mode === 'local') {
    request.actor = localActor;
    return undefined;
  }
  if (mode === 'set_up') return isForSetUp ? undefined : { status: 403, detail: `Nobody can sign in yet: the first account must be made. Open ${gate.publicUrl()}/app/ and enter the code that the log of the service shows.` };
  return admitPerson(request, gate);
}

async function admitPerson(request: FastifyRequest, gate: Gate): Promise<Refusal | undefined> {
  const { config } = request.routeOptions;
  // What is not there is told to those who are signed in; a route without a declaration is nobody's.
  const permission = config.permission ?? (request.is404 ? 'own' : 'administer');
  const found = await whoAsks(request, gate);
  if (!('actor' in found)) {
    const mayComeLater = config.signsInLater === true && found.status === 401 && request.headers.authorization === undefined;
    return permission === 'public' || mayComeLater ? undefined : found;
  }
  const { actor } = found;
  if (permission !== 'public' && !may(actor.role, permission)) return { status: 403, detail: refusalSentence(actor, permission) };
  if (config.needsSession === true && actor.kind === 'token') return { status: 403, detail: 'This is about a person\'s own account: sign in instead of sending a token.' };
  request.actor = actor;
  return undefined;
}

async function whoAsks(request: FastifyRequest, gate: Gate): Promise<{ actor: Actor } | Refusal> {
  const { authorization, cookie } = request.headers;
  const how = `Sign in at ${gate.publicUrl()}/app/, or send the header Authorization: Bearer TOKEN.`;
  if (authorization !== undefined) {
    const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
    const actor = token === undefined ? undefined : await gate.byToken(token);
    return actor === undefined ? { status: 401, detail: `The token is not one that is valid here: it is unknown, has expired, or its maker may not sign in any more. ${how}` } : { actor };
  }
  const session = sessionOf(cookie, gate.publicUrl());
  const actor = session === undefined ? undefined : await gate.bySession(session);
  if (actor === undefined) return { status: 401, detail: how };
  const changes = (request.method !== 'GET' && request.method !== 'HEAD') || request.headers.upgrade !== undefined;
  if (changes && !isOwnOrigin(request, gate.publicUrl())) return { status: 403, detail: 'A change by a session needs the Origin header of the dashboard itself. From a program, use a token.' };
  return { actor };
}

const localPortOf = (request: FastifyRequest): number => request.socket.localPort ?? Number(/:(\d+)$/.exec(request.headers.host ?? '')?.[1] ?? 80);
