import { Readable } from 'node:stream';
import { z } from 'zod';
import { actorText, ownerOf } from '../../access/roles.ts';
import { AppError } from '../../core/errors.ts';
import { channelIds } from '../../delivery/index.ts';
import { csvOf, fileIntegrityReport } from '../../delivery/reports/file-integrity-report.ts';
import { auditSettingsOf, fileAuditId } from '../../schedules/file-audits.ts';
import { finalRunStatuses } from '../../store/runs.ts';
import type { ScheduleRow } from '../../store/schedules.ts';
import {
  audit, auditInput, auditList, auditPatch, checkpointList, type checkpointView, fileAlerts, manifest, manifestInput, manifestList, messageAnswer, patternAnswer, patternQuestion, rootPatch, schedulerInterval, schedulerOptions,
  schedulerRun, schedulerStart, schedulerStatus, watchedRoots,
} from '../contract/audit.ts';
import { checkWords, idOf } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';
import { checkMayAnswer } from './audit.ts';
import { toHistory } from '../views/file-view.ts';

const tags = ['File audit'];
const reportQuery = z.strictObject({ since: z.iso.datetime().optional(), until: z.iso.datetime().optional(), format: z.enum(['html', 'csv']).default('html') });
const one = z.object({ id: z.string() });
const dayMs = 86_400_000;

/** When files are checked, and what belongs to it: audits, watched paths, alerts, manifests, the proof. */
export function fileAuditRoutes(api: Api, parts: ApiParts): void {
  const asked = createAsked(parts);
  schedulerRoutes(api, asked);
  auditsRoutes(api, parts, asked);
  rootRoutes(api, parts);
  alertRoutes(api, parts);
  manifestRoutes(api, parts);
  historyRoutes(api, parts);
}

type Asked = ReturnType<typeof createAsked>;

/** What several routes answer and do. */
function createAsked({ files, fileAudits, fileWatch, runs }: ApiParts) {
  async function statusOf(row: ScheduleRow): Promise<z.infer<typeof schedulerStatus>> {
    const settings = auditSettingsOf(row);
    const [last, active, roots] = await Promise.all([runs.newest({ scheduleId: row.id, statuses: finalRunStatuses }), fileAudits.active(row.id), files.rootsFor(undefined, { scheduleId: row.id })]);
    const fulls = roots.map(({ last_full_at }) => last_full_at);
    const oldest = fulls.includes(null) ? null : fulls.reduce<Date | null>((least, at) => (least === null || (at !== null && at < least) ? at : least), null);
    return {
      running: row.enabled && !row.paused,
      interval_seconds: settings.intervalSeconds,
      last_run: last?.finished_at?.toISOString() ?? null,
      next_run: row.paused ? null : (row.next_at?.toISOString() ?? null),
      files: roots.reduce((sum, root) => sum + root.files, 0),
      scanning: active !== undefined,
      last_full_comparison: oldest?.toISOString() ?? null,
      full_interval_seconds: settings.fullIntervalSeconds,
      watching: fileWatch.stateOf(row.id),
      progress: files.progressOf(row.id),
      last_status: last?.status ?? null,
    };
  }
  const reserved = async (): Promise<z.infer<typeof schedulerStatus>> => statusOf(await fileAudits.row(fileAuditId));
  const auditOf = async (row: ScheduleRow): Promise<z.infer<typeof audit>> => {
    const { watch, channels } = auditSettingsOf(row);
    return { ...(await statusOf(row)), id: row.id, name: row.name, reserved: row.reserved, watch, channels };
  };
  const settingsFrom = (body: { interval_seconds?: number | undefined; full_interval_seconds?: number | undefined; watch?: boolean | undefined; enabled?: boolean | undefined; channels?: string[] | null | undefined }) => {
    checkWords('channels', body.channels ?? undefined, channelIds);
    return {
      ...(body.interval_seconds === undefined ? {} : { intervalSeconds: body.interval_seconds }),
      ...(body.full_interval_seconds === undefined ? {} : { fullIntervalSeconds: body.full_interval_seconds }),
      ...(body.watch === undefined ? {} : { watch: body.watch }),
      ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
      ...(body.channels === undefined ? {} : { channels: body.channels }),
    };
  };
  async function changed(id: string, change: Parameters<typeof fileAudits.change>[1]): Promise<ScheduleRow> {
    const row = await fileAudits.change(id, change);
    fileWatch.refresh();
    return row;
  }

  async function runNow(id: string): Promise<z.infer<typeof schedulerRun>> {
    const { runId, isNew } = await fileAudits.runNow(id, { full: true });
    return { message: isNew ? 'The check has been started.' : 'A check is already running.', run_id: runId };
  }

  return { reserved, auditOf, settingsFrom, changed, runNow };
}

function schedulerRoutes(api: Api, { reserved, settingsFrom, changed, runNow }: Asked): void {
  api.get('/api/audit/scheduler/status', { config: { permission: 'own' }, schema: { tags, summary: 'Whether and when files are checked', response: { 200: schedulerStatus } } }, reserved);

  api.post('/api/audit/scheduler/start', { config: { permission: 'operate' }, schema: { tags, summary: 'Check every so many seconds from now on', body: schedulerStart.nullish(), response: { 200: schedulerStatus } } }, async (request) => {
    const { interval_seconds } = request.body ?? {};
    await changed(fileAuditId, { enabled: true, ...(interval_seconds === undefined ? {} : { intervalSeconds: interval_seconds }) });
    return reserved();
  });
  api.post('/api/audit/scheduler/stop', { config: { permission: 'operate' }, schema: { tags, summary: 'Stop the scheduled checks', response: { 200: schedulerStatus } } }, async () => {
    await changed(fileAuditId, { enabled: false });
    return reserved();
  });
  api.put('/api/audit/scheduler/interval', { config: { permission: 'operate' }, schema: { tags, summary: 'Change the interval, also while running', body: schedulerInterval, response: { 200: schedulerStatus } } }, async (request) => {
    await changed(fileAuditId, { intervalSeconds: request.body.interval_seconds });
    return reserved();
  });
  api.post('/api/audit/scheduler/run-now', { config: { permission: 'operate' }, schema: { tags, summary: 'Check all files now, every byte of them', response: { 200: schedulerRun } } }, async () => runNow(fileAuditId));
  api.put('/api/v1/files/scheduler', { config: { permission: 'operate' }, schema: { tags, summary: 'Full comparisons, watching and channels of the file audit', body: schedulerOptions, response: { 200: schedulerStatus } } }, async (request) => {
    await changed(fileAuditId, settingsFrom(request.body));
    return reserved();
  });
}

function auditsRoutes(api: Api, { files, fileAudits, fileWatch }: ApiParts, { auditOf, settingsFrom, changed, runNow }: Asked): void {
  api.get('/api/v1/audits', { config: { permission: 'own' }, schema: { tags, summary: 'All file audits', response: { 200: auditList } } }, async () => ({ audits: await Promise.all((await fileAudits.list()).map(auditOf)) }));
  api.post('/api/v1/audits', { config: { permission: 'operate' }, schema: { tags, summary: 'A further audit with its own interval', body: auditInput, response: { 201: audit } } }, async (request, reply) => {
    const { name, ...rest } = request.body;
    const row = await fileAudits.create(name, settingsFrom(rest));
    fileWatch.refresh();
    return reply.code(201).send(await auditOf(row));
  });
  api.patch('/api/v1/audits/:id', { config: { permission: 'operate' }, schema: { tags, summary: 'Change an audit', params: one, body: auditPatch, response: { 200: audit } } }, async (request) => auditOf(await changed(idOf(request.params.id, 'file audit'), settingsFrom(request.body))));
  api.post('/api/v1/audits/:id/run', { config: { permission: 'operate' }, schema: { tags, summary: 'Check the files of an audit now', params: one, response: { 200: schedulerRun } } }, async (request) => runNow((await fileAudits.row(idOf(request.params.id, 'file audit'))).id));
  api.delete('/api/v1/audits/:id', { config: { permission: 'operate' }, schema: { tags, summary: 'Remove an audit and stop watching its paths', params: one, response: { 200: messageAnswer } } }, async (request) => {
    const row = await fileAudits.row(idOf(request.params.id, 'file audit'));
    if (!row.reserved) for (const root of await files.rootsFor(undefined, { scheduleId: row.id })) await files.removeRoot(root.id, undefined, actorText(request.actor));
    await fileAudits.remove(row.id);
    fileWatch.refresh();
    return { message: `The audit ${row.name} is gone. The history stays.` };
  });
}

function rootRoutes(api: Api, { files, fileAudits, ledger, clock }: ApiParts): void {
  api.get('/api/v1/files/roots', { config: { permission: 'own' }, schema: { tags, summary: 'Registered paths and uploads', response: { 200: watchedRoots } } }, async (request) => {
    const names = new Map((await fileAudits.list()).map(({ id, name }) => [id, name]));
    const roots = await files.rootsFor(ownerOf(request.actor));
    return {
      roots: roots.map((root) => ({
        id: root.id, audit: names.get(root.schedule_id) ?? 'file-audit', kind: root.kind, path: root.shown, recursive: root.recursive, include: root.include, exclude: root.exclude, mode: root.mode, unchanged_days: root.unchanged_days,
        diff: root.diff, state: root.state, files: root.files, last_sweep_at: root.last_sweep_at?.toISOString() ?? null, last_full_at: root.last_full_at?.toISOString() ?? null, gaps: root.gaps,
      })),
      allowed_roots: files.allowedRoots(),
    };
  });
  api.patch('/api/v1/files/roots/:id', { config: { permission: 'own' }, schema: { tags, summary: 'Change what is watched of a path', params: one, body: rootPatch, response: { 200: messageAnswer } } }, async (request) => {
    checkMayAnswer(await files.rootFor(request.params.id, ownerOf(request.actor)), request.actor);
    await files.changeRoot(request.params.id, ownerOf(request.actor), request.body);
    return { message: 'Saved. It counts from the next check.' };
  });
  api.delete('/api/v1/files/roots/:id', { config: { permission: 'own' }, schema: { tags, summary: 'Stop watching a path; its history stays', params: one, response: { 200: messageAnswer } } }, async (request) => {
    checkMayAnswer(await files.rootFor(request.params.id, ownerOf(request.actor)), request.actor);
    await files.removeRoot(request.params.id, ownerOf(request.actor), actorText(request.actor));
    return { message: 'It is not watched any more. Its history stays.' };
  });
  api.post('/api/v1/files/roots/:id/pattern', { config: { permission: 'own' }, schema: { tags, summary: 'What an exclude pattern would have hidden', params: one, body: patternQuestion, response: { 200: patternAnswer } } }, async (request) => {
    const root = await files.rootFor(request.params.id, ownerOf(request.actor));
    const rows = await ledger.list({ kinds: ['file'], rootIds: [root.id], since: new Date(clock.now().getTime() - 90 * dayMs) }, 20_000);
    const { hidden, files: count } = await files.wouldHide(root, request.body.pattern, rows.map((row) => ({ row, content: JSON.parse(row.content) as { path_bytes?: string } })));
    return { hidden: hidden.slice(0, 100).map(toHistory), hidden_total: hidden.length, files: count };
  });
}

function alertRoutes(api: Api, { files, fileAudits, fileStates }: ApiParts): void {
  api.get('/api/v1/files/alerts', { config: { permission: 'own' }, schema: { tags, summary: 'What changed together, newest first', response: { 200: fileAlerts } } }, async (request) => {
    const roots = await files.rootsFor(ownerOf(request.actor));
    const ids = new Set(roots.map(({ id }) => id));
    const names = new Map((await fileAudits.list()).map(({ id, name }) => [id, name]));
    const alerts = await Promise.all(
      (await fileStates.alerts(50)).map(async (alert) => {
        const states = await fileStates.list({ rootIds: [...ids], alertId: alert.id }, 10_000);
        return {
          id: alert.id, audit: names.get(alert.schedule_id) ?? 'file-audit', opened_at: alert.opened_at.toISOString(), last_at: alert.last_at.toISOString(), closed_at: alert.closed_at?.toISOString() ?? null, count: alert.count,
          root: alert.root, statuses: alert.kinds, first: alert.first.map(({ id, path, status, changes }) => ({ id, path, status, changes })), unanswered: states.length,
        };
      }),
    );
    // Whoever sees only their own is not told of the others' alerts.
    return { alerts: ownerOf(request.actor) === undefined ? alerts : alerts.filter(({ unanswered }) => unanswered > 0).map((alert) => ({ ...alert, first: [] })) };
  });
}

function manifestRoutes(api: Api, { files, fileStates, clock }: ApiParts): void {
  api.get('/api/v1/files/manifests', { config: { permission: 'read' }, schema: { tags, summary: 'Expected changes', response: { 200: manifestList } } }, async () => ({ manifests: (await fileStates.manifests()).map(toManifest) }));
  api.post('/api/v1/files/manifests', { config: { permission: 'operate' }, bodyLimit: 20 * 1024 * 1024, schema: { tags, summary: 'Announce the paths and hashes of a deploy', body: manifestInput, response: { 201: manifest } } }, async (request, reply) => {
    const { name, expires_in_seconds, entries } = request.body;
    const id = await files.addManifest({ name, expiresAt: new Date(clock.now().getTime() + expires_in_seconds * 1000), entries }, actorText(request.actor));
    const made = (await fileStates.manifests()).find((each) => each.id === id);
    if (made === undefined) throw new AppError('INTERNAL');
    return reply.code(201).send(toManifest(made));
  });
  api.delete('/api/v1/files/manifests/:id', { config: { permission: 'operate' }, schema: { tags, summary: 'Take an announcement back', params: one, response: { 200: messageAnswer } } }, async (request) => {
    if (!(await fileStates.removeManifest(idOf(request.params.id, 'manifest')))) throw new AppError('NOT_FOUND', { detail: 'There is no such manifest.' });
    return { message: 'The announced changes are not expected any more.' };
  });
}

function historyRoutes(api: Api, { files, ledger, clock, fileReport }: ApiParts): void {
  api.get('/api/v1/reports/file-integrity', { config: { permission: 'read' }, schema: { tags, summary: 'Report for PCI DSS 11.5.2 and 10.3.4 and NIST SI-7, over a time', querystring: reportQuery } }, async (request, reply) => {
    const { since, until, format } = request.query;
    const to = until === undefined ? clock.now() : new Date(until);
    const from = since === undefined ? new Date(to.getTime() - 30 * dayMs) : new Date(since);
    if (from >= to) throw new AppError('INVALID_VALUE', { detail: 'The time ends before it begins.', fields: [{ field: 'until', message: 'must lie after since' }] });
    const report = fileIntegrityReport(await fileReport({ from, to }, request.actor.name));
    const name = `file-integrity-${from.toISOString().slice(0, 10)}-${to.toISOString().slice(0, 10)}`;
    if (format === 'csv') return reply.header('content-disposition', `attachment; filename="${name}.csv"`).type('text/csv; charset=utf-8').send(report.tables.map((table) => `${table.title}\r\n${csvOf(table)}`).join('\r\n'));
    return reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'").header('content-disposition', `inline; filename="${name}.html"`).type('text/html; charset=utf-8').send(report.html);
  });

  api.get('/api/v1/history/checkpoints', { config: { permission: 'read' }, schema: { tags, summary: 'Signed heads of the history', response: { 200: checkpointList } } }, async () => {
    const head = await ledger.checkpoint(clock.now());
    return { checkpoints: (await ledger.checkpoints(100)).map(toCheckpoint), head: toCheckpoint(head) };
  });
  api.get('/api/v1/history/export', { config: { permission: 'administer' }, schema: { tags, summary: 'The whole history as JSON lines, to be verified elsewhere', querystring: z.strictObject({ from: z.coerce.number().int().min(0).default(0) }) } }, async (request, reply) => {
    return reply.header('content-disposition', 'attachment; filename="roundsman-history.jsonl"').type('application/jsonl; charset=utf-8').send(Readable.from(files.exportHistory(request.query.from)));
  });
}

const toManifest = ({ created_at, expires_at, ...rest }: { id: string; name: string; created_at: Date; expires_at: Date; created_by: string; entries: number; used: number }): z.infer<typeof manifest> => ({ ...rest, created_at: created_at.toISOString(), expires_at: expires_at.toISOString() });
const toCheckpoint = ({ publicKey, ...rest }: { position: number; hash: string; at: string; signature: string; publicKey: string }): z.infer<typeof checkpointView> => ({ ...rest, public_key: publicKey });
