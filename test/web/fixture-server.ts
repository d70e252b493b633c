import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import type { z } from 'zod';
import * as c from '../../src/api/contract/index.ts';
import * as answers from './fixture-answers.ts';
import { ago, findings, uuid } from './fixture-estate.ts';
import { channels, deliveries, messageOf } from './fixture-messages.ts';
import { live, runs, startRun, stepRun, targets } from './fixture-runs.ts';
import { configAnswer, preview, schedules } from './fixture-schedules.ts';

/** Serves dist/web and made-up answers that pass the contract's schemas. `FIRST=1`: nothing has run yet. */
const isFirst = process.env['FIRST'] === '1';
interface Asked { search: URLSearchParams; body: Record<string, unknown>; id: string }
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

const routes: Record<string, Answer> = {
  'GET /api/v1/session': [c.session, () => answers.session(true)],
  'GET /api/v1/overview': [c.overview, () => answers.overview(isFirst)],
  'GET /api/v1/findings': [c.findingPage, ({ search }) => paged(answers.sorted(answers.filtered(search), search.get('sort') ?? '-saving'), search)],
  'GET /api/v1/findings/facets': [c.findingFacets, ({ search }) => answers.facets(search)],
  'GET /api/v1/findings/:id': [c.findingDetail, ({ id }) => answers.findingDetail(needed(findings.find((each) => each.id === id)))],
  'POST /api/v1/findings/bulk': [c.findingBulkResult, ({ body }) => { const given = c.findingBulk.parse(body); return setStatus(given.ids, given.status); }],
  'GET /api/v1/resources': [c.resourcePage, ({ search }) => paged(answers.resources.filter((each) => ['type', 'region', 'account'].every((name) => (search.get(name) ?? '') === '' || search.get(name)?.split(',').includes(each[name as 'type']) === true) && each.name.includes(search.get('q') ?? '')), search)],
  'GET /api/v1/resources/detail': [c.resourceDetail, ({ search }) => answers.resourceDetail(needed(answers.resources.find((each) => each.id === search.get('id'))))],
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
  const id = decodeURIComponent(parts[4] ?? '');
  const found = routes[`${method} ${[...parts.slice(0, 4), ':id', ...parts.slice(5)].join('/')}`];
  return found === undefined ? undefined : [found, id];
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
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
  const [[schema, make], id] = found;
  try {
    send(200, schema.parse(make({ search: url.searchParams, body: await bodyOf(request), id })));
  } catch (error) {
    if (c.problem.safeParse(error).success) return send(404, error);
    console.error(url.pathname, error);
    send(422, answers.problemOf(422, 'Not allowed', error instanceof Error ? error.message : 'unknown'));
  }
}

export function startFixtureServer(port = 8199): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ server, path: '/ws' });
  let number = 0;
  const tell = (type: c.LiveEvent['type'], data: Record<string, unknown> = {}): void => {
    number += 1;
    for (const client of sockets.clients) client.send(JSON.stringify({ id: String(number), type, at: new Date().toISOString(), data }));
  };
  sockets.on('connection', () => tell('hello'));
  setInterval(() => { if (stepRun()) tell(live.run === null ? 'run.finished' : 'run.progress'); }, 700).unref();
  server.on('close', () => sockets.close());
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (import.meta.main) {
  await startFixtureServer(Number(process.env['PORT'] ?? 8199));
  console.log(`http://localhost:${process.env['PORT'] ?? 8199}/app/`);
}
