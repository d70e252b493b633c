import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import * as c from '../../src/api/contract/index.ts';
import * as answers from './fixture-answers.ts';
import { ago, findings, uuid } from './fixture-estate.ts';
import { channels, deliveries, messageOf } from './fixture-messages.ts';
import { live, runs, startRun, stepRun, targets } from './fixture-runs.ts';
import * as extraction from './fixture-extraction.ts';
import * as stock from './fixture-inventory.ts';
import * as watched from './fixture-files.ts';
import * as people from './fixture-people.ts';
import { configAnswer, preview, schedules } from './fixture-schedules.ts';

/** Serves dist/web and made-up answers that pass the contract's schemas. `FIRST=1`: nothing has run yet. */
const isFirst = process.env['FIRST'] === '1';
interface Asked { search: URLSearchParams; body: Record<string, unknown>; id: string; as: people.As }
/** Tells who listens on /ws. */
let tell: (type: c.LiveEvent['type'], data?: Record<string, unknown>) => void = () => undefined;
type Answer = [schema: z.ZodType, make: (asked: Asked) => unknown];
const list = <T>(items: T[]) => ({ items, total: items.length, next_cursor: null });
const needed = <T>(found: T | undefined): T => {
  if (found === undefined) throw answers.problemOf(404, 'Not found', 'There is nothing with this id. It may have been removed.');
  return found;
};
const paged = <T>(items: T[], search: URLSearchParams) => {
  const from = Number(search.get('cursor') ?? 0);
  const to = from + Number(search.get('limit') ?? 50);
  return { items: items.slice(from, to), total: items.length, next_cursor: to < items.length ? String(to) : null };
};
const setStatus = (ids: string[], status: c.Finding['status']) => ({ changed: findings.filter((each) => ids.includes(each.id)).map((each) => { const previous = each.status; each.status = status; return { id: each.id, previous }; }) });
const runOf = (id: string): c.RunDetail => {
  const run = needed(runs.find((each) => each.id === id));
  return { ...run, targets: targets(live.run?.id === id ? live.done : undefined) };
};

const accepted = (list: typeof watched.files, note: unknown) => { const count = watched.accept(list, String(note)); return { message: `${count} accepted.`, accepted: count, failed: [] }; };
const user = (id: string): c.User => needed(people.users.find((each) => each.id === id));
const signedIn = (body: Record<string, unknown>) => {
  if (body['password'] === 'wrong') throw answers.problemOf(401, 'Not signed in', 'The e-mail address, the password or the code is not right.');
  return body['email'] === 'olga@example.com' && body['code'] === undefined ? { second_factor_required: true } : { second_factor_required: false, user: people.userOf('administrator') };
};
const done = (message: string) => ({ message });

const fileRoutes: Record<string, Answer> = {
  'GET /api/audit/scheduler/status': [c.schedulerStatus, () => (isFirst ? { ...watched.scheduler, running: false, last_run: null, next_run: null, files: 0, last_full_comparison: null, last_status: null, watching: { active: false, paths: 0, trouble: null } } : watched.scheduler)],
  'POST /api/audit/scheduler/start': [c.schedulerStatus, ({ body }) => watched.setScheduler({ running: true, ...c.schedulerStart.parse(body) } as object)],
  'POST /api/audit/scheduler/stop': [c.schedulerStatus, () => watched.setScheduler({ running: false })],
  'PUT /api/audit/scheduler/interval': [c.schedulerStatus, ({ body }) => watched.setScheduler(c.schedulerInterval.parse(body))],
  'POST /api/audit/scheduler/run-now': [c.schedulerRun, () => { watched.startCheck(() => tell('run.finished', { job: 'file-audit' })); return { message: 'The check has been started.', run_id: uuid('check') }; }],
  'PUT /api/v1/files/scheduler': [c.schedulerStatus, ({ body }) => { const { watch, full_interval_seconds: full } = c.schedulerOptions.parse(body); if (watch !== undefined) watched.isWatching.on = watch; return watched.setScheduler(full === undefined ? {} : { full_interval_seconds: full }); }],
  'GET /api/v1/audits': [c.auditList, () => ({ audits: [{ ...watched.scheduler, id: 'file-audit', name: 'file-audit', reserved: true, watch: watched.isWatching.on, channels: null }] })],
  'GET /api/v1/files/totals': [c.auditTotals, () => watched.totals(isFirst)],
  'GET /api/audit/files': [c.auditFilesPage, ({ search, as }) => {
    const alert = search.get('alert_id');
    const found = (isFirst ? [] : alert === null ? watched.files : watched.inAlert(alert)).filter((each) => (search.get('status') ?? each.status).split(',').includes(each.status) && (search.get('root_id') ?? each.root_id) === each.root_id && each.path.includes(search.get('q') ?? ''));
    const { items, total, next_cursor } = paged([...found].sort((a, b) => (b.since ?? '').localeCompare(a.since ?? '')), search);
    return { files: items.map((each) => ({ ...each, may_answer: as !== 'corporate' })), total, totals: watched.totals(isFirst), next_cursor };
  }],
  'GET /api/v1/files/:id': [c.auditFileDetail, ({ id, as }) => ({ ...watched.detail(needed(watched.files.find((each) => each.id === id))), may_answer: as !== 'corporate' })],
  'DELETE /api/audit/files/:id': [c.messageAnswer, ({ id }) => { watched.files.splice(watched.files.findIndex((each) => each.id === id), 1); return done('The file is not watched any more. Its history stays.'); }],
  'POST /api/v1/files/accept': [c.acceptAnswer, ({ body }) => { const { ids, alert_id, note } = c.acceptManyBody.parse(body); return accepted(alert_id === undefined ? watched.files.filter((each) => ids?.includes(each.id)) : watched.inAlert(alert_id), note); }],
  'POST /api/v1/files/:id/restore': [c.messageAnswer, ({ id }) => { Object.assign(needed(watched.files.find((each) => each.id === id)), { status: 'verified', changes: [], since: null }); return done('The uploaded content is back in its place.'); }],
  'GET /api/audit/history': [c.historyPage, ({ search }) => { const { items, total, next_cursor } = paged(isFirst ? [] : watched.history.filter((each) => (search.get('kind') ?? each.kind) === each.kind && (search.get('file_id') ?? each.file_id) === each.file_id && (search.get('status') ?? each.status) === each.status), search); return { history: items, total, next_cursor }; }],
  'GET /api/v1/files/roots': [c.watchedRoots, () => ({ roots: isFirst ? [] : watched.roots, allowed_roots: ['/home/olga', '/srv', '/etc'] })],
  'PATCH /api/v1/files/roots/:id': [c.messageAnswer, ({ id, body }) => { Object.assign(needed(watched.roots.find((each) => each.id === id)), c.rootPatch.parse(body)); return done('Saved. It counts from the next check.'); }],
  'DELETE /api/v1/files/roots/:id': [c.messageAnswer, ({ id }) => { watched.roots.splice(watched.roots.findIndex((each) => each.id === id), 1); return done('It is not watched any more. Its history stays.'); }],
  'POST /api/v1/files/roots/:id/pattern': [c.patternAnswer, ({ body }) => { const { pattern } = c.patternQuestion.parse(body); const hidden = watched.history.filter((each) => each.kind === 'file' && each.path?.includes(pattern.replaceAll('*', '')) === true); return { hidden, hidden_total: hidden.length, files: 12 }; }],
  'GET /api/v1/files/alerts': [c.fileAlerts, () => ({ alerts: isFirst ? [] : watched.alerts() })],
  'GET /api/v1/files/manifests': [c.manifestList, () => ({ manifests: isFirst ? [] : watched.manifests })],
  'POST /api/v1/files/manifests': [c.manifest, ({ body }) => { const { name, expires_in_seconds, entries } = c.manifestInput.parse(body); watched.manifests.unshift({ id: uuid(name), name, created_at: new Date().toISOString(), expires_at: new Date(Date.now() + expires_in_seconds * 1000).toISOString(), created_by: 'local', entries: entries.length, used: 0 }); return watched.manifests[0]; }],
  'DELETE /api/v1/files/manifests/:id': [c.messageAnswer, ({ id }) => { watched.manifests.splice(watched.manifests.findIndex((each) => each.id === id), 1); return done('The announced changes are not expected any more.'); }],
  'GET /api/v1/history/checkpoints': [c.checkpointList, () => watched.checkpoints],
  'POST /api/audit/verify-path': [c.verifyAnswer, ({ body }) => {
    const { path } = c.verifyPath.parse(body);
    if (path.startsWith('/')) return watched.register(path);
    throw { ...answers.problemOf(422, 'Not allowed', 'Give the absolute path, beginning with a slash.'), errors: [{ field: 'path', message: 'Give the absolute path, beginning with a slash.' }] };
  }],
  'POST /api/audit/upload': [c.verifyAnswer, ({ body }) => { if (String(body['name']).includes('huge')) throw answers.problemOf(413, 'Too large', `${String(body['name'])} is larger than 1024 MiB. Register it by its path instead.`); return watched.register(String(body['name'])); }],
  // Not the product's: changes a file, as somebody else would.
  'POST /fixture/tamper': [c.messageAnswer, ({ body }) => { for (const path of body['paths'] as string[]) { const file = needed(watched.tamper(path)); tell('file.tampered', { ...file, audit: 'file-audit', trigger: 'watch', run_id: uuid('check'), owner_id: null }); } return done('done'); }],
};

const accessRoutes: Record<string, Answer> = {
  'GET /api/v1/me': [c.me, ({ as }) => people.me(as)],
  'GET /api/v1/setup': [c.setupState, ({ as }) => ({ needed: as === 'set_up', has_accounts: as !== 'set_up' && as !== 'local', is_local_mode: as === 'local' })],
  'POST /api/v1/setup/code': [c.done, () => done('The log of the service shows the code. It is valid for ten minutes.')],
  'POST /api/v1/setup': [c.signedIn, () => ({ user: people.userOf('administrator') })],
  'POST /api/v1/sign-in': [c.signInAnswer, ({ body }) => signedIn(body)],
  'POST /api/v1/sign-out': [c.done, () => done('Signed out.')],
  'POST /api/v1/password-reset': [c.done, () => done('If there is an account for this address, a link for a new password is on its way to it.')],
  'GET /api/v1/users': [c.userPage, () => list(people.users)],
  'PATCH /api/v1/users/:id': [c.user, ({ id, body }) => { const { second_factor, ...rest } = c.userPatch.parse(body); return Object.assign(user(id), rest, second_factor === false ? { has_second_factor: false } : {}); }],
  'DELETE /api/v1/users/:id': [c.user, ({ id }) => people.users.splice(people.users.indexOf(user(id)), 1)[0]],
  'POST /api/v1/users/:id/reset-link': [c.resetLink, () => ({ link: 'http://localhost:8084/app/reset#token=9w2KQh0x7bq9N3mTz1rVfE5aYcU8LpJd', expires_at: new Date(Date.now() + 3_600_000).toISOString() })],
  'GET /api/v1/invitations': [c.invitationPage, () => list(people.invitations)],
  'POST /api/v1/invitations': [c.invitationMade, ({ body }) => people.inviteMade(c.invitationBody.parse(body))],
  'DELETE /api/v1/invitations/:id': [c.done, ({ id }) => { people.invitations.splice(people.invitations.findIndex((each) => each.id === id), 1); return done('The invitation was taken back.'); }],
  'GET /api/v1/tokens': [c.tokenPage, () => list(people.tokens)],
  'POST /api/v1/tokens': [c.tokenMade, ({ body }) => { const given = c.tokenBody.parse(body); const made = { ...needed(people.tokens[0]), id: uuid(given.name), name: given.name, role: given.role, last_used_at: null }; people.tokens.unshift(made); return { ...made, token: 'rm_7Gq2c0Zt9KxPp4V1sWmY8aLdR3uEoHnB' }; }],
  'DELETE /api/v1/tokens/:id': [c.done, ({ id }) => { people.tokens.splice(people.tokens.findIndex((each) => each.id === id), 1); return done('The token was revoked.'); }],
  'GET /api/v1/sessions': [c.sessionList, () => list(people.sessions)],
  'DELETE /api/v1/sessions/:id': [c.done, () => done('The session was ended.')],
  'POST /api/v1/me/password': [c.done, () => done('The password was changed and all other sessions were ended.')],
  'POST /api/v1/me/second-factor': [c.secondFactor, () => ({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', otpauth_url: 'otpauth://totp/Roundsman:olga%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Roundsman&digits=6&period=30', recovery_codes: Array.from({ length: 10 }, (_, index) => `${uuid(`r${index}`).slice(0, 5)}-${uuid(`q${index}`).slice(0, 5)}`) })],
  'POST /api/v1/me/second-factor/confirm': [c.done, () => { Object.assign(people.userOf('administrator') ?? {}, { has_second_factor: true }); return done('The second factor is on: every sign-in needs a code from now on.'); }],
  'POST /api/v1/me/second-factor/disable': [c.done, () => { Object.assign(people.userOf('administrator') ?? {}, { has_second_factor: false }); return done('The second factor is off.'); }],
  'GET /api/v1/audit-log': [c.auditPage, ({ search }) => paged(people.log, search)],
};

const resourceOf = (search: URLSearchParams): c.Resource => needed(answers.resources.find((each) => each.id === search.get('id')));
const jobOf = (id: string): c.JobDetail => needed(extraction.jobs.find((each) => each.job_id === id));
const planned = (id: string) => needed(extraction.extractionSchedules.find((each) => each.schedule_id === id));
const transportOf = (id: string): c.Transport => needed(extraction.transports.find((each) => each.id === id));
const extractionRoutes: Record<string, Answer> = {
  'GET /extraction/jobs': [c.jobList, ({ search }) => { const found = isFirst ? [] : extraction.jobs.filter((each) => (search.get('status') ?? each.status).split(',').includes(each.status) && (search.get('schedule_id') ?? each.schedule_id) === each.schedule_id); return { jobs: found.slice(0, Number(search.get('limit') ?? 20)), total: found.length }; }],
  'GET /extraction/jobs/:id': [c.jobDetail, ({ id }) => jobOf(id)],
  'DELETE /extraction/jobs/:id': [c.jobDetail, ({ id }) => Object.assign(jobOf(id), { status: 'cancelled', completed_at: new Date().toISOString() })],
  'POST /extraction/extract': [c.extractAnswer, ({ body }) => ({ job_id: extraction.startJob(c.extractBody.parse(body)).job_id, status: 'queued', message: 'The extraction has been queued.' })],
  'POST /extraction/estimate': [c.estimateAnswer, ({ body }) => extraction.estimate(c.extractBody.parse(body))],
  'GET /extraction/providers': [c.providerList, () => ({ providers: extraction.providers() })],
  'GET /extraction/services': [c.serviceList, () => ({ services: extraction.services, total: extraction.services.length })],
  'GET /schedules/': [c.extractionScheduleList, () => { const found = isFirst ? [] : extraction.extractionSchedules; return { schedules: found, total: found.length }; }],
  'POST /schedules/': [c.extractionSchedule, ({ body }) => { const { name, cron_expression, timezone = 'UTC', services } = c.extractionScheduleCreate.parse(body); const made = { ...planned(uuid('Every night')), schedule_id: uuid(name), name, cron_expression, timezone, services: (services ?? []) as string[], last_run: null, last_status: null, last_job_id: null }; extraction.extractionSchedules.push(made); return made; }],
  'PUT /schedules/:id': [c.extractionSchedule, ({ id, body }) => { const { name, cron_expression, enabled } = c.extractionSchedulePut.parse(body); return Object.assign(planned(id), name === undefined ? {} : { name }, cron_expression === undefined ? {} : { cron_expression }, enabled === undefined ? {} : { enabled, status: enabled ? 'active' : 'disabled' }); }],
  'DELETE /schedules/:id': [c.extractionSchedule, ({ id }) => extraction.extractionSchedules.splice(extraction.extractionSchedules.indexOf(planned(id)), 1)[0]],
  'POST /schedules/:id/run': [z.object({ message: z.string(), job_id: z.string() }), () => ({ message: 'The job has been queued.', job_id: extraction.startJob({}).job_id })],
  'POST /schedules/:id/pause': [c.extractionSchedule, ({ id, body }) => Object.assign(planned(id), { status: 'paused', pause_note: body['note'] ?? null, next_run: null })],
  'POST /schedules/:id/resume': [c.extractionSchedule, ({ id }) => Object.assign(planned(id), { status: 'active', pause_note: null, next_run: new Date(Date.now() + 3_600_000).toISOString() })],
  'GET /api/v1/transports': [c.transportList, () => list(isFirst ? [] : extraction.transports)],
  'POST /api/v1/transports': [c.transport, ({ body }) => { const given = c.transportCreate.parse(body); const made: c.Transport = { ...transportOf(uuid('transport s3')), id: uuid(given.name), name: given.name, type: given.type, enabled: given.enabled, only_changes: given.only_changes, settings: given.settings, has_token: given.token != null, destination: String(given.settings['url'] ?? given.settings['bucket'] ?? given.settings['folder'] ?? '') }; extraction.transports.push(made); return made; }],
  'PATCH /api/v1/transports/:id': [c.transport, ({ id, body }) => { const { token, ...rest } = c.transportPatch.parse(body); return Object.assign(transportOf(id), rest, token === undefined ? {} : { has_token: token !== null }); }],
  'DELETE /api/v1/transports/:id': [c.transport, ({ id }) => extraction.transports.splice(extraction.transports.indexOf(transportOf(id)), 1)[0]],
  'GET /api/v1/transports/:id/batches': [c.transportBatches, ({ id }) => extraction.batches(id)],
  'POST /api/v1/transports/:id/resend': [c.resendAnswer, ({ id }) => { const { queue } = transportOf(id); const artifacts = queue.failed_artifacts; Object.assign(queue, { waiting: queue.waiting + queue.failed, waiting_artifacts: queue.waiting_artifacts + artifacts, failed: 0, failed_artifacts: 0 }); return { message: `${artifacts} artifacts go out again.`, artifacts }; }],
  'POST /api/v1/transports/:id/test': [c.transportTest, ({ id }) => (transportOf(id).type === 'http' ? { delivered: false, message: 'The receiver answered 503. It may be starting: try again.' } : { delivered: true, message: 'A file was written, brought to disk and removed.' })],
};

const routes: Record<string, Answer> = {
  ...fileRoutes,
  ...extractionRoutes,
  ...accessRoutes,
  'GET /api/v1/session': [c.session, ({ as }) => ({ ...answers.session(true), ...(as === 'local' ? {} : { mode: 'account', role: people.me(as).role, name: people.userOf(as)?.name }) })],
  'GET /api/v1/overview': [c.overview, () => answers.overview(isFirst)],
  'GET /api/v1/findings': [c.findingPage, ({ search }) => paged(answers.sorted(answers.filtered(search), search.get('sort') ?? '-saving'), search)],
  'GET /api/v1/findings/facets': [c.findingFacets, ({ search }) => answers.facets(search)],
  'GET /api/v1/findings/:id': [c.findingDetail, ({ id }) => answers.findingDetail(needed(findings.find((each) => each.id === id)))],
  'POST /api/v1/findings/bulk': [c.findingBulkResult, ({ body }) => { const given = c.findingBulk.parse(body); return setStatus(given.ids, given.status); }],
  'GET /api/v1/resources': [c.resourcePage, ({ search }) => paged(isFirst ? [] : stock.chosen(answers.resources, search), search)],
  'GET /api/v1/resources/facets': [c.resourceFacets, ({ search }) => stock.facets(isFirst ? [] : stock.chosen(answers.resources, search))],
  'GET /api/v1/resources/tag-values': [c.tagValues, ({ search }) => ({ items: stock.tagValues(answers.resources, search.get('name') ?? '', search.get('q') ?? '') })],
  'GET /api/v1/resources/search': [c.searchAnswer, ({ search }) => ({ items: answers.resources.filter((each) => each.name.startsWith(search.get('q') ?? '') || (each.id.split('/').at(-1) ?? '').startsWith(search.get('q') ?? '')).slice(0, 8) })],
  'GET /api/v1/resources/raw': [c.rawAnswer, ({ search }) => stock.raw(resourceOf(search))],
  'GET /api/v1/relations': [c.relationGraph, ({ search }) => stock.graph(search.get('id') ?? '', Number(search.get('depth') ?? 2))],
  'GET /api/v1/resources/detail': [c.resourceDetail, ({ search }) => stock.detail(resourceOf(search))],
  'GET /api/v1/resources/summary': [c.inventorySummary, () => answers.inventory()],
  'GET /api/v1/runs': [c.runPage, ({ search }) => paged(isFirst ? [] : runs.filter((run) => (search.get('status') ?? run.status).split(',').includes(run.status)), search)],
  'POST /api/v1/runs': [c.run, () => startRun()],
  'GET /api/v1/runs/:id': [c.runDetail, ({ id }) => runOf(id)],
  'POST /api/v1/runs/:id/cancel': [c.run, ({ id }) => { const run = runOf(id); if (live.run !== null) Object.assign(live.run, { status: 'cancelled', finished_at: new Date().toISOString(), headline: 'Cancelled.' }); live.run = null; return { ...run, status: 'cancelled' }; }],
  'GET /api/v1/schedules': [c.scheduleList, () => list(schedules)],
  'POST /api/v1/schedules': [c.schedule, ({ body }) => { const made = { ...needed(schedules[1]), ...c.scheduleCreate.parse(body), id: uuid(String(body['name'])) } as c.Schedule; schedules.push(made); return made; }],
  'POST /api/v1/schedules/preview': [c.previewAnswer, ({ body }) => preview(c.previewBody.parse(body))],
  'GET /api/v1/schedules/:id': [c.schedule, ({ id }) => needed(schedules.find((each) => each.id === id))],
  'PATCH /api/v1/schedules/:id': [c.schedule, ({ id, body }) => Object.assign(needed(schedules.find((each) => each.id === id)), c.schedulePatch.parse(body))],
  'DELETE /api/v1/schedules/:id': [c.schedule.partial(), ({ id }) => { schedules.splice(schedules.findIndex((each) => each.id === id), 1); return {}; }],
  'POST /api/v1/schedules/:id/pause': [c.schedule, ({ id, body }) => Object.assign(needed(schedules.find((each) => each.id === id)), { paused: true, pause_note: body['note'] ?? null })],
  'POST /api/v1/schedules/:id/resume': [c.schedule, ({ id }) => Object.assign(needed(schedules.find((each) => each.id === id)), { paused: false, pause_note: null })],
  'POST /api/v1/schedules/:id/trigger': [c.run, () => startRun()],
  'GET /api/v1/schedules/:id/occurrences': [c.page(c.occurrence), () => list([
    { schedule_id: 'scheduled-scan', due_at: ago(4), last_due_at: ago(4), count: 1, decision: 'run', reason: null, run_id: runs[0]?.id ?? null },
    { schedule_id: 'scheduled-scan', due_at: ago(60 * 80), last_due_at: ago(60 * 56), count: 2, decision: 'skipped_catch_up', reason: 'The service was not running; 2 due scans were older than the catch-up window of 1 h.', run_id: null },
  ])],
  'GET /api/schedule/config': [c.scanConfig, () => configAnswer(undefined).config],
  'POST /api/schedule/config': [c.scanConfigAnswer, ({ body }) => configAnswer(c.scanConfigBody.parse(body))],
  'GET /api/v1/channels': [c.channelList, () => list(channels)],
  'PUT /api/v1/channels/:id': [c.channel, ({ id }) => needed(channels.find((each) => each.id === id))],
  'POST /api/v1/channels/:id/test': [c.channelTestAnswer, ({ id }) => (id === 'email' ? { delivered: false, message: 'The mail server refused the password (535). Check SMTP_PASSWORD.', delivery_id: 'x' } : { delivered: true, message: 'Delivered in 0.4 s.', delivery_id: deliveries[0]?.id ?? '' })],
  'GET /api/v1/deliveries': [c.deliveryPage, ({ search }) => paged(isFirst ? [] : deliveries.filter((each) => (search.get('channel') ?? each.channel) === each.channel && (search.get('state') ?? each.state).split(',').includes(each.state)), search)],
  'GET /api/v1/deliveries/:id': [c.deliveryDetail, ({ id }) => { const each = needed(deliveries.find((one) => one.id === id)); return { ...each, message: messageOf(each) }; }],
  'POST /api/v1/deliveries/:id/retry': [c.delivery, ({ id }) => Object.assign(needed(deliveries.find((each) => each.id === id)), { state: 'pending' })],
  'GET /api/v1/connections': [c.connectionList, () => list(answers.connections)],
  'POST /api/v1/connections/aws/check': [c.connection, () => answers.connections[0]],
  'GET /api/v1/rules': [c.ruleList, () => list(answers.ruleList())],
  'PUT /api/v1/rules/:id': [c.rule, ({ id }) => needed(answers.ruleList().find((each) => each.id === id))],
  'GET /api/v1/settings': [c.settingList, () => list(answers.settings)],
  'PUT /api/v1/settings': [c.settingList, () => list(answers.settings)],
};

function routeOf(method: string, path: string): [Answer, string] | undefined {
  const exact = routes[`${method} ${path}`];
  if (exact !== undefined) return [exact, ''];
  const parts = path.split('/');
  for (let at = 2; at < parts.length; at++) {
    const found = routes[`${method} ${parts.with(at, ':id').join('/')}`];
    if (found !== undefined) return [found, decodeURIComponent(parts[at] ?? '')];
  }
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  if (request.headers['content-type']?.startsWith('multipart/') === true) return { name: /filename="([^"]*)"/.exec(text)?.[1] ?? '' };
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
function serveFile(path: string, response: ServerResponse): void {
  const root = join(import.meta.dirname, '../../dist/web');
  const wanted = join(root, path.replace(/^\/app\/?/, ''));
  const file = wanted.startsWith(root) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(root, 'index.html');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws:; frame-src 'self'; object-src 'none'; base-uri 'self'" });
  createReadStream(file).pipe(response);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const send = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(body));
  if (url.pathname === '/') return void response.writeHead(302, { location: '/app/' }).end();
  if (url.pathname.startsWith('/app')) return serveFile(url.pathname, response);
  if (url.pathname === '/api/v1/findings.csv') return void response.writeHead(200, { 'content-type': 'text/csv' }).end('id,name\n');
  const found = routeOf(request.method ?? 'GET', url.pathname);
  if (found === undefined) return send(404, answers.problemOf(404, 'Not found', 'There is no such call.'));
  const as = (/(?:^|; )as=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'local') as people.As;
  const isOpen = /\/(me|setup|sign-in|sign-out|password-reset)$/.test(url.pathname);
  if (as === 'anonymous' && !isOpen) return send(401, answers.problemOf(401, 'Not signed in', 'Sign in at http://localhost:8084/app/, or send the header Authorization: Bearer TOKEN.'));
  const [[schema, make], id] = found;
  try {
    send(200, schema.parse(make({ search: url.searchParams, body: await bodyOf(request), id, as })));
  } catch (error) {
    const known = c.problem.safeParse(error);
    if (known.success) return send(known.data.status, error);
    console.error(url.pathname, error);
    send(422, answers.problemOf(422, 'Not allowed', error instanceof Error ? error.message : 'unknown'));
  }
}

export function startFixtureServer(port = 8199): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ server, path: '/ws' });
  let number = 0;
  tell = (type, data = {}) => {
    number += 1;
    for (const client of sockets.clients) client.send(JSON.stringify({ id: String(number), type, at: new Date().toISOString(), data }));
  };
  sockets.on('connection', () => tell('hello'));
  setInterval(() => { const job = extraction.stepJob(); tell('run.progress', { run_id: job, job_id: job }); if (stepRun()) tell(live.run === null ? 'run.finished' : 'run.progress'); }, 700).unref();
  server.on('close', () => sockets.close());
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (import.meta.main) {
  await startFixtureServer(Number(process.env['PORT'] ?? 8199));
  console.log(`http://localhost:${process.env['PORT'] ?? 8199}/app/`);
}
