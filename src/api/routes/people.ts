import { z } from 'zod';
import type { LinkRow } from '../../access/links.ts';
import { AppError } from '../../core/errors.ts';
import { done, type invitation, invitationAccept, invitationBody, invitationMade, invitationPage, resetBody, resetConfirm, resetLink, signedIn, user, userPage, userPatch, userQuery } from '../contract/access.ts';
import { idOf, placeOf, readCursor, writeCursor } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import { clientOf } from '../plugins/client.ts';
import { setSession } from '../plugins/session-cookie.ts';
import type { Api } from '../server.ts';
import { toUser } from '../views/user-view.ts';

const tags = ['People'];
const administer = { permission: 'administer' } as const;
const everybody = { permission: 'public' } as const;
const params = z.object({ id: z.string() });

export function peopleRoutes(api: Api, parts: ApiParts): void {
  const { access } = parts;

  api.get('/api/v1/users', { config: administer, schema: { tags, summary: 'People who may sign in', querystring: userQuery, response: { 200: userPage } } }, async (request) => {
    const { limit, cursor } = request.query;
    const after = readCursor(cursor, 1);
    const [rows, total] = await Promise.all([access.users.list(after === undefined ? undefined : String(after[0]), limit + 1), access.users.count()]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(toUser), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.email]) : null };
  });

  api.get('/api/v1/users/:id', { config: administer, schema: { tags, summary: 'One person', params, response: { 200: user } } }, async (request) => toUser(await access.people.found(idOf(request.params.id, 'user'))));

  api.patch('/api/v1/users/:id', { config: administer, schema: { tags, summary: 'Change the role, lock out, let in again; ends the sessions of the person', params, body: userPatch, response: { 200: user } } }, async (request) =>
    toUser(await access.people.update(idOf(request.params.id, 'user'), request.body)));

  api.delete('/api/v1/users/:id', { config: administer, schema: { tags, summary: 'Delete an account with its sessions and tokens', params, response: { 200: user } } }, async (request) => toUser(await access.people.remove(idOf(request.params.id, 'user'))));

  api.post('/api/v1/users/:id/reset-link', { config: administer, schema: { tags, summary: 'A link for a new password, for somebody who cannot get mail; shown once', params, response: { 201: resetLink } } }, async (request, reply) => {
    const { link, expiresAt } = await access.people.resetLink(idOf(request.params.id, 'user'), request.actor);
    return reply.code(201).send({ link, expires_at: expiresAt.toISOString() });
  });

  invitationRoutes(api, parts);
  resetRoutes(api, parts);
}

function invitationRoutes(api: Api, { access, clock }: ApiParts): void {
  api.get('/api/v1/invitations', { config: administer, schema: { tags, summary: 'Invitations that nobody has accepted yet', querystring: userQuery, response: { 200: invitationPage } } }, async (request) => {
    const { limit, cursor } = request.query;
    const after = readCursor(cursor, 1);
    const now = clock.now();
    const [rows, total] = await Promise.all([access.links.list('invitation', after === undefined ? undefined : placeOf(after[0]), limit + 1, now), access.links.count('invitation', now)]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(toInvitation), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.id]) : null };
  });

  api.post('/api/v1/invitations', { config: administer, schema: { tags, summary: 'Invite somebody; the link is shown once, and mailed where a mail server is set', body: invitationBody, response: { 201: invitationMade } } }, async (request, reply) => {
    if (access.mode() !== 'account') throw new AppError('NOT_POSSIBLE', { detail: 'Make the first account before you invite others: POST /api/v1/setup/code shows the code for it in the log.' });
    const made = await access.people.invite(request.body, request.actor);
    return reply.code(201).send({ ...toInvitation(made.invitation), link: made.link, mailed: made.mailed, warning: made.warning });
  });

  api.delete('/api/v1/invitations/:id', { config: administer, schema: { tags, summary: 'Take an invitation back', params, response: { 200: done } } }, async (request) => {
    const id = idOf(request.params.id, 'invitation');
    if (!(await access.links.remove('invitation', id))) throw new AppError('NOT_FOUND', { detail: `There is no invitation ${id}.` });
    return { message: 'The invitation was taken back.' };
  });

  api.post('/api/v1/invitations/accept', { config: everybody, schema: { tags, summary: 'Accept an invitation with its token and choose a password', body: invitationAccept, response: { 201: signedIn } } }, async (request, reply) => {
    const { token: secret, name, password } = request.body;
    const person = await access.people.accept({ secret, name, password });
    const answer = await access.signIn.signIn({ email: person.email, password }, clientOf(request));
    if (answer !== 'second_factor_required') setSession(reply, answer.session, access.publicUrl());
    request.actor = { kind: 'user', id: person.id, name: person.name, role: person.role, userId: person.id };
    return reply.code(201).send({ user: toUser(person) });
  });
}

function resetRoutes(api: Api, { access }: ApiParts): void {
  api.post('/api/v1/password-reset', { config: everybody, schema: { tags, summary: 'Ask for a mail with a link for a new password', body: resetBody, response: { 202: done } } }, async (request, reply) => {
    await access.people.askReset(request.body.email, clientOf(request));
    return reply.code(202).send({ message: 'If there is an account for this address, a link for a new password is on its way to it.' });
  });

  api.post('/api/v1/password-reset/confirm', { config: everybody, schema: { tags, summary: 'Choose a new password with the token of the link; ends all sessions', body: resetConfirm, response: { 200: done } } }, async (request) => {
    const { token: secret, password } = request.body;
    const person = await access.people.reset(secret, password);
    request.actor = { kind: 'user', id: person.id, name: person.name, role: person.role, userId: person.id };
    return { message: 'The new password counts from now on. Sign in with it.' };
  });
}

const toInvitation = ({ id, email, name, role, made_by, created_at, expires_at }: LinkRow): z.infer<typeof invitation> => ({
  id,
  email,
  name,
  role: role ?? 'personal',
  invited_by: made_by,
  created_at: created_at.toISOString(),
  expires_at: expires_at.toISOString(),
});
