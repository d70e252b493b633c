import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as contract from '../../src/api/contract/index.ts';
import { openLocalApi } from '../../src/app.ts';
import { bearer, codeIn, invite, owner, passwordOf, type Person, setUp, signedIn, signIn, startWithAccount, tokenOf } from './access-world.ts';
import { type Answer, type StartedApp, startApp, waitFor } from './start-app.ts';

const problemOf = (answer: Answer) => contract.problem.parse(answer.json());

interface Socket {
  frames: contract.LiveEvent[];
  closed: Promise<number>;
  send(text: string): void;
  close(): void;
}

/** A client of `/ws` that may be refused: the status of a refused upgrade is what `closed` answers. */
function connect(app: StartedApp, headers: Record<string, string> = {}): Socket {
  const frames: contract.LiveEvent[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${app.port}/ws`, { headers });
  const waiting: string[] = [];
  socket.on('open', () => {
    for (const text of waiting) socket.send(text);
  });
  socket.on('message', (data: Buffer) => frames.push(contract.liveEvent.parse(JSON.parse(data.toString('utf8')))));
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => resolve(code));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
  return { frames, closed, send: (text) => (socket.readyState === WebSocket.OPEN ? socket.send(text) : void waiting.push(text)), close: () => socket.close() };
}
const greeted = (socket: Socket): Promise<unknown> => waitFor('the greeting', () => socket.frames.find(({ type }) => type === 'hello'), 5000);

let app: StartedApp;
let admin: Person;
beforeAll(async () => {
  ({ app, admin } = await startWithAccount());
});
afterAll(() => app[Symbol.asyncDispose]());

describe('tokens', () => {
  it('are shown once, act with their scope and never with more than their maker has', async () => {
    const made = await tokenOf(admin, 'corporate', 30);
    expect(made.token).toMatch(/^rmt_[\w-]{43}$/);
    expect(new Date(made.expires_at ?? 0).getTime() - new Date(made.created_at).getTime()).toBe(30 * 86_400_000);
    const listed = await admin.request('GET', '/api/v1/tokens');
    expect(listed.text).not.toContain(made.token);
    expect(contract.tokenPage.parse(listed.json()).items[0]).toMatchObject({ id: made.id, hint: made.token.slice(0, 8), role: 'corporate', effective_role: 'corporate', user: { name: owner.name }, last_used_at: null });
    expect((await app.request('GET', '/api/v1/runs', bearer(made.token))).status).toBe(200);
    expect(problemOf(await app.request('POST', '/api/schedule/enable', bearer(made.token))).detail).toBe('This needs the role Technical or Administrator; this token acts as Corporate.');
    expect(await app.request('GET', '/api/v1/me', bearer(made.token)).then((answer) => answer.json())).toMatchObject({ mode: 'account', role: 'corporate', token: { id: made.id }, user: { email: owner.email } });
    await waitFor('the note of its use', async () => ((await admin.call(contract.tokenPage, 'GET', '/api/v1/tokens')).items[0]?.last_used_at === null ? undefined : true));
    await admin.call(contract.done, 'DELETE', `/api/v1/tokens/${made.id}`);
    expect((await app.request('GET', '/api/v1/runs', bearer(made.token))).status).toBe(401);
    expect((await admin.request('DELETE', `/api/v1/tokens/${made.id}`)).status).toBe(404);
  });

  it('trigger a scan from another system', async () => {
    const { token } = await tokenOf(admin, 'technical');
    expect((await app.request('POST', '/api/schedule/disable', bearer(token))).status).toBe(200);
    expect((await app.request('POST', '/api/schedule/disable', { headers: { authorization: `bearer ${token}` } })).status).toBe(200);
    for (const authorization of [`Bearer ${token}x`, `Basic ${token}`, 'Bearer', `Bearer ${token} ${token}`, '']) expect((await app.request('POST', '/api/schedule/disable', { headers: { authorization } })).status).toBe(401);
  });

  it('do not make tokens, nor touch the account of their maker', async () => {
    const { token } = await tokenOf(admin, 'administrator');
    const refused = await app.request('POST', '/api/v1/tokens', { body: { name: 'more', role: 'administrator' }, ...bearer(token) });
    expect([refused.status, problemOf(refused).detail]).toEqual([403, expect.stringContaining('sign in instead of sending a token')]);
    expect((await app.request('GET', '/api/v1/sessions', bearer(token))).status).toBe(403);
    expect((await app.request('GET', '/api/v1/users', bearer(token))).status).toBe(200);
  });
});

describe('live events', () => {
  it('are for who is signed in, by cookie or by a token, in a header or in the first frame', async () => {
    const { token } = await tokenOf(admin, 'corporate');
    const byCookie = connect(app, { cookie: admin.cookie, origin: `http://127.0.0.1:${app.port}` });
    const byHeader = connect(app, { authorization: `Bearer ${token}` });
    const byFrame = connect(app);
    byFrame.send(JSON.stringify({ token }));
    await Promise.all([byCookie, byHeader, byFrame].map(greeted));
    await app.request('POST', '/api/schedule/enable', bearer((await tokenOf(admin, 'technical')).token));
    for (const socket of [byCookie, byHeader, byFrame]) await waitFor('the event', () => socket.frames.find(({ type }) => type === 'schedule.changed'));
    for (const socket of [byCookie, byHeader, byFrame]) socket.close();

    const wrong = connect(app);
    wrong.send(JSON.stringify({ token: `${token}x` }));
    const nonsense = connect(app);
    nonsense.send('hello');
    expect(await Promise.all([wrong.closed, nonsense.closed])).toEqual([4401, 4401]);
    expect(await connect(app, { cookie: admin.cookie, origin: 'https://evil.example' }).closed).toBe(403);
    expect(await connect(app, { cookie: admin.cookie }).closed).toBe(403);
  });

  it('wait five seconds for the first frame', async () => {
    const silent = connect(app);
    await sleep(1000);
    expect(silent.frames).toEqual([]);
    expect(await silent.closed).toBe(4401);
  });

  it('end with the session or the token, whoever ends it', async () => {
    const kim = await invite(app, admin, 'corporate', 'kim@example.com');
    const origin = `http://127.0.0.1:${app.port}`;
    const open = async (cookie: string): Promise<Socket> => {
      const socket = connect(app, { cookie, origin });
      await greeted(socket);
      return socket;
    };
    const other = await signedIn(app, kim.email);
    const [signedOut, locked, kept] = [await open(other.cookie), await open(kim.cookie), await open(admin.cookie)];
    await other.request('POST', '/api/v1/sign-out');
    expect(await signedOut.closed).toBe(4401);
    const { id, token } = await tokenOf(admin, 'corporate');
    const program = connect(app, { authorization: `Bearer ${token}` });
    await greeted(program);
    await admin.call(contract.done, 'DELETE', `/api/v1/tokens/${id}`);
    expect(await program.closed).toBe(4401);
    await admin.call(contract.user, 'PATCH', `/api/v1/users/${kim.id}`, { disabled: true });
    expect(await locked.closed).toBe(4401);
    await admin.request('POST', '/api/schedule/disable');
    await waitFor('an event for who stayed', () => kept.frames.find(({ type }) => type === 'schedule.changed'));
    kept.close();
  });

  it('tell a person of the role Personal of nothing that is not its own', async () => {
    const pat = await invite(app, admin, 'personal', 'pat@example.com');
    const socket = connect(app, { cookie: pat.cookie, origin: `http://127.0.0.1:${app.port}` });
    await greeted(socket);
    const all = connect(app, { cookie: admin.cookie, origin: `http://127.0.0.1:${app.port}` });
    await greeted(all);
    await admin.request('POST', '/api/schedule/enable');
    await waitFor('the event', () => all.frames.find(({ type }) => type === 'schedule.changed'));
    await sleep(200);
    expect(socket.frames.map(({ type }) => type)).toEqual(['hello']);
    socket.close();
    all.close();
  });
});

describe('the history of what people did', () => {
  it('says who did what, without what was sent, and who was refused', async () => {
    const lee = await invite(app, admin, 'technical', 'lee@example.com');
    const made = await lee.call(contract.schedule, 'POST', '/api/v1/schedules', { name: 'audited', spec: { kind: 'cron', cron: '0 4 * * *', timezone: 'UTC' }, channels: [] });
    await lee.call(contract.schedule, 'POST', `/api/v1/schedules/${made.id}/pause`);
    expect((await signIn(app, lee.email, 'a wrong password')).status).toBe(401);
    await lee.request('GET', '/api/v1/runs');
    const page = await admin.call(contract.auditPage, 'GET', `/api/v1/audit-log?actor=user:${lee.id}`);
    const [failed, ...rest] = page.items;
    expect(failed).toMatchObject({ action: 'POST /api/v1/sign-in', status: 'refused', params: { address: '127.0.0.1' }, name: 'The technical' });
    expect(rest.map(({ action, params, status, role }) => `${action} ${params['id'] ?? ''} ${status} ${role ?? ''}`)).toEqual([`POST /api/v1/schedules/:id/pause ${made.id} 200 technical`, 'POST /api/v1/schedules  201 technical', 'POST /api/v1/invitations/accept  201 technical']);
    const all = await admin.request('GET', '/api/v1/audit-log?limit=1000');
    expect(all.text).toContain('"POST /api/v1/setup"');
    for (const secret of [passwordOf(owner.email), passwordOf(lee.email), 'rmt_', 'a wrong password']) expect(all.text).not.toContain(secret);
    const first = await admin.call(contract.auditPage, 'GET', '/api/v1/audit-log?limit=2');
    const second = await admin.call(contract.auditPage, 'GET', `/api/v1/audit-log?limit=2&cursor=${first.next_cursor ?? ''}`);
    expect(second.items[0]?.position).toBeLessThan(first.items[1]?.position ?? 0);
    expect((await admin.request('GET', '/api/v1/audit-log?cursor=WyJ4Il0')).status).toBe(422);
  });

  it('keeps secrets out of the log as well', () => {
    const text = JSON.stringify(app.log);
    for (const secret of [passwordOf(owner.email), passwordOf('lee@example.com'), 'rmt_', 'a wrong password', admin.cookie.split('=')[1]]) expect(text).not.toContain(secret);
  });
});

describe('a service that others can reach', () => {
  it('answers nothing but health and set-up until the first account is made', async () => {
    await using open = await startApp({ environment: { HOST: '0.0.0.0' } });
    const code = codeIn(open);
    expect(code).not.toBe('');
    const host = { host: 'rounds.lan:8084' };
    for (const path of ['/health', '/health/live', '/health/ready', '/api/v1/setup', '/api/v1/me', '/app/']) expect([path, (await open.request('GET', path, { headers: host })).status]).not.toEqual([path, 403]);
    for (const path of ['/api/v1/runs', '/openapi.json', '/docs', '/metrics', '/api/schedule/status', '/nothing', '/ws']) {
      const answer = await open.request('GET', path, { headers: host });
      expect([path, answer.status, problemOf(answer).detail]).toEqual([path, 403, expect.stringContaining('the first account must be made')]);
    }
    for (const path of ['/api/v1/sign-in', '/api/v1/password-reset', '/api/v1/invitations/accept', '/api/v1/setup/code', '/api/schedule/trigger']) expect((await open.request('POST', path, { body: {}, headers: host })).status).toBe(403);
    expect((await open.request('GET', '/api/v1/setup', { headers: host })).json()).toEqual({ needed: true, has_accounts: false, is_local_mode: false });
    expect((await open.request('GET', '/api/v1/me', { headers: host })).json()).toMatchObject({ mode: 'set_up', role: null });
    // Looking at the page shows no other code while this one is good.
    expect(codeIn(open)).toBe(code);
    expect((await open.request('POST', '/api/v1/setup', { body: { code, ...owner, password: passwordOf(owner.email) }, headers: { ...host, origin: 'https://evil.example' } })).status).toBe(403);
    const lower = await open.request('POST', '/api/v1/setup', { body: { code: ` ${code.toLowerCase().replaceAll('-', ' ')}`, ...owner, password: passwordOf(owner.email) }, headers: { ...host, origin: 'http://rounds.lan:8084' } });
    expect(lower.status).toBe(201);
    expect((await open.request('GET', '/api/v1/runs', { headers: host })).status).toBe(401);
    expect((await open.request('POST', '/api/v1/setup', { body: { code, ...owner, password: passwordOf(owner.email) }, headers: host })).status).toBe(409);
  });
});

describe('the command line', () => {
  it('works on the store itself as the administrator, where there are accounts as well', async () => {
    const started = await startApp();
    await setUp(started);
    await started.stop();
    const local = await openLocalApi({ flags: { 'data-dir': started.dataDir }, environment: { PORT: '0' } });
    try {
      expect((await local.call('GET', '/api/v1/users')).body).toMatchObject({ items: [{ email: owner.email }] });
      expect((await local.call('GET', '/api/v1/sessions')).status).toBe(400);
    } finally {
      await local.close();
    }
    await using next = await startApp({ dataDir: started.dataDir });
    // What that call carries is known to its own process only.
    for (const key of ['', 'x', 'x'.repeat(43)]) expect((await next.request('GET', '/api/v1/users', { headers: { 'x-roundsman-operator': key } })).status).toBe(401);
  });
});
