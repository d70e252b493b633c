import { z } from 'zod';
import { actionLog } from '../../access/action-log.ts';
import { lesserRole, roles, roleTitles } from '../../access/roles.ts';
import type { TokenRow } from '../../access/tokens.ts';
import { AppError } from '../../core/errors.ts';
import { auditPage, auditQuery, done, type token, tokenBody, tokenMade, tokenPage, userQuery } from '../contract/access.ts';
import { idOf, placeOf, readCursor, writeCursor } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';

const administer = { permission: 'administer' } as const;

/** Tokens for programs, and the log of what people did. */
export function tokenRoutes(api: Api, { access, clock, db }: ApiParts): void {
  const tags = ['Tokens'];

  api.get('/api/v1/tokens', { config: administer, schema: { tags, summary: 'Tokens for programs, newest first', querystring: userQuery, response: { 200: tokenPage } } }, async (request) => {
    const { limit, cursor } = request.query;
    const after = readCursor(cursor, 1);
    const [rows, total] = await Promise.all([access.tokens.list(after === undefined ? undefined : placeOf(after[0]), limit + 1), access.tokens.count()]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(toToken), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.id]) : null };
  });

  // By a session only: a token that makes tokens would outlive its own end.
  api.post('/api/v1/tokens', { config: { ...administer, needsSession: true }, schema: { tags, summary: 'Make a token; it is shown once', body: tokenBody, response: { 201: tokenMade } } }, async (request, reply) => {
    const { actor } = request;
    const { name, role, expires_in_days: days } = request.body;
    if (actor.userId === undefined) throw new AppError('NOT_POSSIBLE', { detail: 'A token acts for a person: make the first account and sign in. Without an account no token is needed.' });
    if (lesserRole(role, actor.role) !== role) throw new AppError('NOT_ALLOWED', { detail: `A token cannot have a greater role than its maker: ${roleTitles[actor.role]}.` });
    const now = clock.now();
    const { id, token: secret } = await access.tokens.create({ userId: actor.userId, name, role, expiresAt: days == null ? null : new Date(now.getTime() + days * 86_400_000) }, now);
    const row = await access.tokens.get(id);
    if (row === undefined) throw new AppError('NOT_FOUND');
    return reply.code(201).send({ ...toToken(row), token: secret });
  });

  api.delete('/api/v1/tokens/:id', { config: administer, schema: { tags, summary: 'Revoke a token', params: z.object({ id: z.string() }), response: { 200: done } } }, async (request) => {
    const id = idOf(request.params.id, 'token');
    await db.transaction(async () => {
      if (!(await access.tokens.remove(id))) throw new AppError('NOT_FOUND', { detail: `There is no token ${id}.` });
      await access.changed();
    });
    return { message: 'The token was revoked.' };
  });

  api.get('/api/v1/audit-log', { config: administer, schema: { tags: ['People'], summary: 'What people did, newest first', querystring: auditQuery, response: { 200: auditPage } } }, async (request) => {
    const { actor, limit, cursor } = request.query;
    const after = readCursor(cursor, 1);
    const before = after === undefined ? undefined : Number(after[0]);
    if (before !== undefined && !Number.isSafeInteger(before)) throw new AppError('INVALID_VALUE', { detail: 'cursor: not one that this list gave out.', fields: [{ field: 'cursor', message: 'not one that this list gave out' }] });
    const { rows, total } = await actionLog(db).list(actor, before, limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(({ at, role, ...row }) => ({ ...row, at: at.toISOString(), role: roles.find((one) => one === role) ?? null })), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.position]) : null };
  });
}

const toToken = (row: TokenRow): z.infer<typeof token> => ({
  id: row.id,
  name: row.name,
  role: row.role,
  effective_role: row.user_disabled ? null : lesserRole(row.role, row.user_role),
  hint: row.hint,
  user: { id: row.user_id, name: row.user_name },
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at?.toISOString() ?? null,
  last_used_at: row.last_used_at?.toISOString() ?? null,
});
