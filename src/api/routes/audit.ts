import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Actor, actorText, may, ownerOf, refusalSentence } from '../../access/roles.ts';
import { AppError } from '../../core/errors.ts';
import { fileAuditId } from '../../schedules/file-audits.ts';
import type { RootRow } from '../../store/watched.ts';
import { acceptAnswer, acceptBody, acceptManyBody, auditFileDetail, auditFilesPage, auditFilesQuery, auditTotals, fileStatus, historyPage, historyQuery, messageAnswer, verifyAnswer, verifyPath, verifyStarted } from '../contract/audit.ts';
import { checkWords, idOf, listOf, readCursor, writeCursor } from '../cursor.ts';
import type { ListedFile } from '../../jobs/file-audit.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';
import { cursorOf, placeOfCursor, toDetail, toFile, toFileItem, toHistory } from '../views/file-view.ts';

const tags = ['File audit'];
const one = z.object({ id: z.string() });
/** How long a registration waits for its first check before it answers with the run. */
const waitMs = 3000;
const filesPerAnswer = 1000;
const uploadsPerRequest = 100;

/** Files are registered, compared and answered for, as `/api/audit` has it. */
export function auditRoutes(api: Api, parts: ApiParts): void {
  const { files, fileAudits, ledger } = parts;

  api.post('/api/audit/verify-path', { config: { permission: 'own' }, schema: { tags, summary: 'Register a file or folder, or compare it with its baseline', body: verifyPath, response: { 200: verifyAnswer, 202: verifyStarted } } }, async (request, reply) => {
    const { path, audit, ...options } = request.body;
    const auditId = audit === undefined ? fileAuditId : (await fileAudits.byName(audit)).id;
    const { root, isNew, runId } = await files.register(path, options, auditId, { userId: request.actor.userId ?? null, sees: ownerOf(request.actor) });
    return answer([root.id], [runId], isNew, reply);
  });

  api.register(async (scope) => {
    await scope.register(multipart, { limits: { files: uploadsPerRequest, fields: 20, fieldSize: 1000, fileSize: Infinity } });
    scope.post('/api/audit/upload', { config: { permission: 'own' }, schema: { tags, summary: 'Keep files in the vault and watch them', consumes: ['multipart/form-data'] } as object }, async (request, reply) => {
      const uploaded = await takeUploads(request);
      if (uploaded.length === 0) throw new AppError('INVALID_VALUE', { detail: 'Send one or more files in the field `file` of a multipart form.', fields: [{ field: 'file', message: 'missing' }] });
      return answer(uploaded.map(({ rootId }) => rootId), uploaded.map(({ runId }) => runId), true, reply);
    });
  });

  async function takeUploads(request: FastifyRequest): Promise<{ rootId: string; runId: string }[]> {
    if (!request.isMultipart()) throw new AppError('INVALID_VALUE', { detail: 'Send the files as multipart/form-data, in the field `file`.', fields: [{ field: 'file', message: 'not a multipart form' }] });
    const uploaded: { rootId: string; runId: string }[] = [];
    for await (const part of request.files()) {
      if (part.fieldname !== 'file') throw new AppError('INVALID_VALUE', { detail: `The field ${JSON.stringify(part.fieldname)} is not known; files come in the field \`file\`.`, fields: [{ field: part.fieldname, message: 'unknown' }] });
      uploaded.push(await files.upload(part.filename, part.file, fileAuditId, request.actor.userId ?? null));
    }
    return uploaded;
  }

  /** The files of the roots once their check has ended; the run where that takes longer. */
  async function answer(rootIds: string[], runIds: string[], isNew: boolean, reply: FastifyReply): Promise<never> {
    const isDone = (await Promise.all(runIds.map((id) => files.waitForRun(id, waitMs)))).every(Boolean);
    const [runId = '', rootId = ''] = [runIds.at(-1), rootIds[0]];
    if (!isDone) return reply.code(202).send({ run_id: runId, root_id: rootId, message: isNew ? 'Registered; the baseline is being taken. Follow the run, or look at the files of this path later.' : 'The comparison goes on; follow the run.' });
    const roots = await Promise.all(rootIds.map((id) => files.rootFor(id, undefined)));
    const list = await files.list({ owner: undefined, rootIds, statuses: undefined, q: undefined, after: undefined, limit: filesPerAnswer });
    return reply.code(200).send({ files: list.files.map((file) => toFile(file, isNew)), totals: isNew ? { ...list.totals, registered: list.totals.verified, verified: 0 } : list.totals, root_id: rootId, gaps: roots.flatMap(({ gaps }) => gaps) });
  }

  api.get('/api/audit/files', { config: { permission: 'own' }, schema: { tags, summary: 'Watched files, what is wrong first', querystring: auditFilesQuery, response: { 200: auditFilesPage } } }, async (request) => {
    const { status, q, limit, cursor, root_id, alert_id } = request.query;
    checkWords('status', listOf(status), fileStatus.options);
    const list = await files.list({ owner: ownerOf(request.actor), rootIds: root_id === undefined ? undefined : [idOf(root_id, 'watched path')], statuses: listOf(status), q, alertId: alert_id === undefined ? undefined : idOf(alert_id, 'alert'), after: placeOfCursor(cursor), limit });
    return { files: list.files.map((file) => toFileItem(file, { canRestore: files.canRestore(file), mayAnswer: mayAnswer(file.root, request.actor) })), total: list.total, totals: list.totals, next_cursor: list.next === undefined ? null : cursorOf(list.next) };
  });

  api.get('/api/v1/files/totals', { config: { permission: 'own' }, schema: { tags, summary: 'How many files are in which state', response: { 200: auditTotals } } }, async (request) => (await files.list({ owner: ownerOf(request.actor), statuses: undefined, q: undefined, after: undefined, limit: 1 })).totals);

  api.get('/api/v1/files/:id', { config: { permission: 'own' }, schema: { tags, summary: 'One file with its state as accepted and as seen', params: one, response: { 200: auditFileDetail } } }, async (request) => {
    const file = await files.fileFor(request.params.id, ownerOf(request.actor));
    return toDetail(file, await auditName(file.root), { canRestore: files.canRestore(file), mayAnswer: mayAnswer(file.root, request.actor) });
  });

  /** The file, if the asker may see it and answer for it. */
  async function mine(id: string, actor: Actor): Promise<ListedFile> {
    const file = await files.fileFor(id, ownerOf(actor));
    checkMayAnswer(file.root, actor);
    return file;
  }

  api.delete('/api/audit/files/:id', { config: { permission: 'own' }, schema: { tags, summary: 'Stop watching a file; its history stays', params: one, response: { 200: messageAnswer } } }, async (request) => {
    await mine(request.params.id, request.actor);
    await files.removeFile(request.params.id, ownerOf(request.actor), actorText(request.actor));
    return { message: 'The file is not watched any more. Its history stays.' };
  });

  api.post('/api/audit/files/:id/accept', { config: { permission: 'own' }, schema: { tags, summary: 'Approve a change: it becomes the baseline', params: one, body: acceptBody, response: { 200: messageAnswer } } }, async (request) => {
    await mine(request.params.id, request.actor);
    await files.accept(request.params.id, ownerOf(request.actor), { actor: actorText(request.actor), note: request.body.note });
    return { message: 'Accepted. This is the baseline now.' };
  });

  api.post('/api/v1/files/accept', { config: { permission: 'own' }, schema: { tags, summary: 'Approve several changes, or all of an alert', body: acceptManyBody, response: { 200: acceptAnswer } } }, async (request) => {
    const { ids, alert_id, note } = request.body;
    if ((ids === undefined) === (alert_id === undefined)) throw new AppError('INVALID_VALUE', { detail: 'Name either ids or an alert_id.', fields: [{ field: 'ids', message: 'either ids or alert_id' }] });
    const { accepted, failed } = await files.acceptMany({ ids: ids?.map((id) => idOf(id, 'file')), alertId: alert_id === undefined ? undefined : idOf(alert_id, 'alert') }, answersFor(request.actor), { actor: actorText(request.actor), note });
    return { message: failed.length === 0 ? `${accepted} accepted.` : `${accepted} accepted, ${failed.length} not: they have changed again.`, accepted, failed };
  });

  api.post('/api/v1/files/:id/restore', { config: { permission: 'own' }, schema: { tags, summary: 'Put back what was uploaded', params: one, response: { 200: messageAnswer } } }, async (request) => {
    await mine(request.params.id, request.actor);
    await files.restore(request.params.id, ownerOf(request.actor), actorText(request.actor));
    return { message: 'The uploaded content is back in its place.' };
  });

  api.get('/api/audit/history', { config: { permission: 'own' }, schema: { tags, summary: 'Changes and checks, newest first', querystring: historyQuery, response: { 200: historyPage } } }, async (request) => {
    const { file_id, status, kind, since, until, limit, cursor } = request.query;
    const after = readCursor(cursor, 1);
    const owner = ownerOf(request.actor);
    const own = owner === undefined ? undefined : (await files.rootsFor(owner)).map(({ id }) => id);
    const filter = {
      kinds: kind === undefined ? ['file', 'run'] : [kind],
      ...(file_id === undefined ? {} : { fileId: idOf(file_id, 'file') }),
      ...(listOf(status) === undefined ? {} : { statuses: listOf(status) ?? [] }),
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
      ...(own === undefined ? {} : { rootIds: own }),
    };
    const [rows, total] = await Promise.all([ledger.list({ ...filter, ...(after === undefined ? {} : { before: Number(after[0]) }) }, limit + 1), ledger.count(filter)]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { history: page.map(toHistory), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.position]) : null };
  });

  async function auditName(root: RootRow): Promise<string> {
    return (await parts.schedules.get(root.schedule_id))?.name ?? 'file-audit';
  }
}

/** Technical people answer for every file, others for those they registered. */
const mayAnswer = ({ owner_id }: RootRow, actor: Actor): boolean => may(actor.role, 'operate') || (owner_id !== null && owner_id === actor.userId);
const answersFor = (actor: Actor): string | undefined => (may(actor.role, 'operate') ? undefined : (actor.userId ?? actor.id));

export function checkMayAnswer(root: RootRow, actor: Actor): void {
  if (!mayAnswer(root, actor)) throw new AppError('NOT_ALLOWED', { detail: `${refusalSentence(actor, 'operate')} Whoever registered it may too.` });
}
