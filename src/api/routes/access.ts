import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Actor, may } from '../../access/roles.ts';
import type { User } from '../../access/users.ts';
import { AppError } from '../../core/errors.ts';
import { codeOnly, done, me, passwordChange, passwordOnly, secondFactor, sessionList, setupBody, setupState, signedIn, signInAnswer, signInBody } from '../contract/access.ts';
import { idOf } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import { clientOf } from '../plugins/client.ts';
import { clearSession, sessionOf, setSession } from '../plugins/session-cookie.ts';
import { createRefusedSignIns } from '../refused-sign-ins.ts';
import type { Api } from '../server.ts';
import { toUser } from '../views/user-view.ts';

const tags = ['Sign-in'];
const everybody = { permission: 'public' } as const;
const forSetUp = { permission: 'public', isForSetUp: true } as const;
/** A person's own account. */
const oneself = { permission: 'own', needsSession: true } as const;

/** The first account, signing in and out, and what a person does with the own account. */
export function accessRoutes(api: Api, parts: ApiParts): void {
  const { access } = parts;
  const refused = createRefusedSignIns(parts);

  api.get('/api/v1/setup', { config: forSetUp, schema: { tags, summary: 'Whether the first account has to be made', response: { 200: setupState } } }, async () => {
    const mode = access.mode();
    // Whoever looks at the page needs a code that is still good; the log shows it, the answer does not.
    if (mode === 'set_up') await access.showSetupCode();
    return { needed: mode === 'set_up', has_accounts: mode === 'account', is_local_mode: mode === 'local' };
  });

  api.post('/api/v1/setup/code', { config: { permission: 'administer' }, schema: { tags, summary: 'Show a code for the first account in the log', response: { 202: done } } }, async (_request, reply) => {
    if (access.mode() === 'account') throw new AppError('NOT_POSSIBLE', { detail: 'There are accounts already. Invite people instead.' });
    await access.showSetupCode();
    return reply.code(202).send({ message: 'The log of the service shows the code. It is valid for ten minutes.' });
  });

  api.post('/api/v1/setup', { config: forSetUp, schema: { tags, summary: 'Make the first account, an administrator, with the code of the log', body: setupBody, response: { 201: signedIn } } }, async (request, reply) => {
    if (access.mode() === 'account') throw new AppError('CONFLICT', { detail: 'The first account has been made already. Sign in, or ask for an invitation.' });
    const { code, ...account } = request.body;
    await access.people.setUp(account, code);
    return reply.code(201).send({ user: await signInNow(request, reply, account) });
  });

  api.post('/api/v1/sign-in', { config: everybody, schema: { tags, summary: 'Sign in with password and, where it is on, the second factor', body: signInBody, response: { 200: signInAnswer } } }, async (request, reply) => {
    const client = clientOf(request);
    const answer = await access.signIn.signIn(request.body, client).catch(async (error: unknown) => {
      await refused.note(error, request.body.email, client.address);
      throw error;
    });
    if (answer === 'second_factor_required') return { second_factor_required: true as const };
    setSession(reply, answer.session, access.publicUrl());
    request.actor = actorOf(answer.user);
    return { second_factor_required: false as const, user: toUser(answer.user) };
  });

  api.post('/api/v1/sign-out', { config: everybody, schema: { tags, summary: 'End this session', response: { 200: done } } }, async (request, reply) => {
    const actor = request.actor as Actor | undefined;
    if (actor?.sessionId !== undefined && actor.userId !== undefined) await end(actor.userId, actor.sessionId);
    clearSession(reply, access.publicUrl());
    return { message: 'Signed out.' };
  });

  api.get('/api/v1/me', { config: forSetUp, schema: { tags, summary: 'Who asks, and what that may do', response: { 200: me } } }, async (request) => {
    const actor = request.actor as Actor | undefined;
    const mode = access.mode();
    const person = actor?.userId === undefined ? undefined : await access.users.get(actor.userId);
    const can = (permission: 'read' | 'operate' | 'administer'): boolean => actor !== undefined && may(actor.role, permission);
    return {
      mode: mode === 'account' && actor === undefined ? ('anonymous' as const) : mode,
      user: person === undefined ? null : toUser(person),
      token: actor?.kind === 'token' ? { id: actor.id, name: actor.name } : null,
      role: actor?.role ?? null,
      may: { read: can('read'), operate: can('operate'), administer: can('administer') },
    };
  });

  async function signInNow(request: FastifyRequest, reply: FastifyReply, { email, password }: { email: string; password: string }) {
    const answer = await access.signIn.signIn({ email, password }, clientOf(request));
    if (answer === 'second_factor_required') throw new AppError('INTERNAL');
    setSession(reply, answer.session, access.publicUrl());
    request.actor = actorOf(answer.user);
    return toUser(answer.user);
  }

  async function end(userId: string, sessionId: string): Promise<boolean> {
    return parts.db.transaction(async () => {
      const was = await access.sessions.end(userId, sessionId);
      await access.changed();
      return was;
    });
  }

  ownAccountRoutes(api, parts, end);
}

function ownAccountRoutes(api: Api, { access, clock, db }: ApiParts, end: (userId: string, sessionId: string) => Promise<boolean>): void {
  api.get('/api/v1/sessions', { config: oneself, schema: { tags, summary: 'Where the own account is signed in', response: { 200: sessionList } } }, async (request) => {
    const { userId, sessionId } = person(request);
    const rows = await access.sessions.list(userId, clock.now());
    const items = rows.map(({ id, ip_address, user_agent, created_at, expires_at }) => ({ id, address: ip_address, user_agent, created_at: created_at.toISOString(), expires_at: expires_at.toISOString(), is_current: id === sessionId }));
    return { items, total: items.length, next_cursor: null };
  });

  api.delete('/api/v1/sessions', { config: oneself, schema: { tags, summary: 'End all sessions of the own account but this one', response: { 200: done } } }, async (request) => {
    const { userId, sessionId } = person(request);
    const count = await db.transaction(async () => {
      const ended = await access.sessions.endAll(userId, sessionId);
      await access.changed();
      return ended;
    });
    return { message: `${count} ${count === 1 ? 'session was' : 'sessions were'} ended.` };
  });

  api.delete('/api/v1/sessions/:id', { config: oneself, schema: { tags, summary: 'End a session of the own account', params: z.object({ id: z.string() }), response: { 200: done } } }, async (request) => {
    const id = idOf(request.params.id, 'session');
    if (!(await end(person(request).userId, id))) throw new AppError('NOT_FOUND', { detail: `There is no session ${id} of yours.` });
    return { message: 'The session was ended.' };
  });

  api.post('/api/v1/me/password', { config: oneself, schema: { tags, summary: 'Change the own password; ends the other sessions', body: passwordChange, response: { 200: done } } }, async (request) => {
    const { actor } = person(request);
    const { current_password: current, password } = request.body;
    await wrongAs('current_password', access.people.changePassword(actor, { current, password }, clientOf(request)));
    return { message: 'The password was changed and all other sessions were ended.' };
  });

  api.post('/api/v1/me/second-factor', { config: oneself, schema: { tags, summary: 'Begin with a second factor: secret and recovery codes, shown once', body: passwordOnly, response: { 200: secondFactor } } }, async (request) => {
    const { userId, session } = person(request);
    const made = await wrongAs('password', access.signIn.beginSecondFactor(await access.people.found(userId), request.body.password, session, clientOf(request)));
    return { secret: made.secret, otpauth_url: made.otpauthUrl, recovery_codes: made.recoveryCodes };
  });

  api.post('/api/v1/me/second-factor/confirm', { config: oneself, schema: { tags, summary: 'Turn the second factor on with its first code; ends the other sessions', body: codeOnly, response: { 200: done } } }, async (request, reply) => {
    const { userId, session } = person(request);
    const renewed = await wrongAs('code', access.signIn.confirmSecondFactor(await access.people.found(userId), request.body.code, session, clientOf(request)));
    await renew(userId, renewed, reply);
    return { message: 'The second factor is on: every sign-in needs a code from now on.' };
  });

  api.post('/api/v1/me/second-factor/disable', { config: oneself, schema: { tags, summary: 'Turn the second factor off; ends the other sessions', body: passwordOnly, response: { 200: done } } }, async (request, reply) => {
    const { userId, session } = person(request);
    const renewed = await wrongAs('password', access.signIn.endSecondFactor(await access.people.found(userId), request.body.password, session, clientOf(request)));
    await renew(userId, renewed, reply);
    return { message: 'The second factor is off.' };
  });

  /** The session that goes on in place of the old one; the others end. */
  async function renew(userId: string, session: string, reply: FastifyReply): Promise<void> {
    setSession(reply, session, access.publicUrl());
    const actor = await access.bySession(session);
    await db.transaction(async () => {
      await access.sessions.endAll(userId, actor?.sessionId);
      await access.changed();
    });
  }

  /** Who is signed in; throws NOT_POSSIBLE in local mode, where nobody is. */
  function person(request: FastifyRequest): { actor: Actor; userId: string; sessionId: string; session: string } {
    const { actor } = request;
    const session = sessionOf(request.headers.cookie, access.publicUrl());
    if (actor.userId === undefined || actor.sessionId === undefined || session === undefined) throw new AppError('NOT_POSSIBLE', { detail: 'This is about the account of a person, and nobody is signed in: there is no account yet.' });
    return { actor, userId: actor.userId, sessionId: actor.sessionId, session };
  }
}

const actorOf = (user: User): Actor => ({ kind: 'user', id: user.id, name: user.name, role: user.role, userId: user.id });

/** A wrong password of somebody who is signed in is a wrong field, not a lost session. */
const wrongAs = <Result>(field: string, work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    const message = field === 'code' ? 'is not the code of this moment' : 'is not your password';
    throw error instanceof AppError && error.code === 'SIGN_IN_REFUSED' ? new AppError('INVALID_VALUE', { detail: `${field}: ${message}.`, fields: [{ field, message }] }) : error;
  });
