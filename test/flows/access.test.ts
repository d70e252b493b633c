import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '../../src/api/contract/index.ts';
import { bearer, codeIn, cookieOf, invite, linkMailedTo, owner, passwordOf, type Person, personWith, secretIn, setUp, signedIn, signIn, startWithAccount, tokenOf, totp } from './access-world.ts';
import { type MailServer, startMailServer } from './receivers.ts';
import { type Answer, type StartedApp, startApp } from './start-app.ts';

const problemOf = (answer: Answer) => contract.problem.parse(answer.json());
const origin = (app: StartedApp): string => `http://127.0.0.1:${app.port}`;

describe('the first account', () => {
  it('is made with the code of the log and ends local mode at once', async () => {
    await using app = await startApp();
    expect(await app.call(contract.me, 'GET', '/api/v1/me')).toEqual({ mode: 'local', user: null, token: null, role: 'administrator', may: { read: true, operate: true, administer: true } });
    expect(await app.call(contract.setupState, 'GET', '/api/v1/setup')).toEqual({ needed: false, has_accounts: false, is_local_mode: true });
    expect(codeIn(app)).toBe('');
    expect((await app.request('POST', '/api/v1/invitations', { body: { email: 'x@example.com', role: 'personal' } })).status).toBe(400);
    expect((await app.request('GET', '/api/v1/runs', bearer('rmt_whatever'))).status).toBe(200);

    const admin = await setUp(app);
    expect(await app.call(contract.setupState, 'GET', '/api/v1/setup')).toEqual({ needed: false, has_accounts: true, is_local_mode: false });
    expect(await app.call(contract.me, 'GET', '/api/v1/me')).toMatchObject({ mode: 'anonymous', user: null, role: null, may: { read: false } });
    const refused = await app.request('GET', '/api/v1/runs');
    expect([refused.status, refused.headers['content-type'], refused.headers['www-authenticate']]).toEqual([401, 'application/problem+json; charset=utf-8', 'Bearer realm="Roundsman"']);
    expect(problemOf(refused).detail).toMatch(/Sign in at .*Authorization: Bearer/);
    expect((await app.request('GET', '/api/v1/runs', bearer('rmt_whatever'))).status).toBe(401);
    expect(await admin.call(contract.me, 'GET', '/api/v1/me')).toMatchObject({ mode: 'account', user: { ...owner, role: 'administrator' }, role: 'administrator', may: { administer: true } });
    expect((await admin.request('GET', '/api/v1/runs')).status).toBe(200);
    expect((await app.request('GET', '/health')).status).toBe(200);
    expect((await app.request('POST', '/api/v1/setup', { body: { code: 'x', ...owner, password: passwordOf('x') } })).status).toBe(409);
    expect((await admin.request('POST', '/api/v1/setup/code')).status).toBe(400);
    // The cookie is for the browser alone.
    const again = await signIn(app, owner.email);
    expect(again.headers['set-cookie']?.[0]).toMatch(/^roundsman_session=[^;]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
  });

  it('is there after a restart, and behind TLS its cookie is for TLS only', async () => {
    const { app, admin } = await startWithAccount();
    await app.stop();
    await using next = await startApp({ dataDir: app.dataDir, environment: { PUBLIC_URL: 'https://rounds.example.com' } });
    expect((await next.request('GET', '/api/v1/runs')).status).toBe(401);
    const answer = await next.request('POST', '/api/v1/sign-in', { body: { email: owner.email, password: passwordOf(owner.email) }, headers: { host: 'rounds.example.com', origin: 'https://rounds.example.com', 'x-forwarded-for': '203.0.113.9' } });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-roundsman_session=[^;]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/);
    // The key that signs is derived from the master key: sessions survive, under the name that is in force.
    const value = admin.cookie.split('=')[1] ?? '';
    const headers = { cookie: `__Host-roundsman_session=${value}`, host: 'rounds.example.com' };
    expect((await next.request('GET', '/api/v1/runs', { headers })).status).toBe(200);
    expect((await next.request('GET', '/api/v1/runs', { headers: { ...headers, host: 'evil.example' } })).status).toBe(403);
    expect((await next.request('GET', '/api/v1/runs', { headers: { cookie: admin.cookie } })).status).toBe(401);
    const sessions = await next.request('GET', '/api/v1/sessions', { headers });
    expect(contract.sessionList.parse(sessions.json()).items.map(({ address, is_current }) => ({ address, is_current }))).toEqual([{ address: '203.0.113.9', is_current: false }, { address: '127.0.0.1', is_current: true }]);
  });

  it('has a code of five tries, then a new one', async () => {
    await using app = await startApp();
    await app.request('POST', '/api/v1/setup/code');
    const code = codeIn(app);
    expect(code.replaceAll('-', '')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    const send = (text: string, password = passwordOf(owner.email)) => app.request('POST', '/api/v1/setup', { body: { code: text, ...owner, password } });
    // What cannot be chosen costs no try: neither a password, nor an address that nobody could sign in with.
    for (const email of ['olga@localhost', 'olga', 'a b@example.com', 'olga@example.com\nBcc: x@example.com']) expect((await app.request('POST', '/api/v1/setup', { body: { code, ...owner, email, password: passwordOf(owner.email) } })).status).toBe(422);
    expect(problemOf(await send(code, owner.email)).errors[0]?.field).toBe('password');
    const details: string[] = [];
    for (let index = 0; index < 5; index += 1) details.push(problemOf(await send('WRONG0-WRONG0')).detail);
    expect(details.map((text) => /(\d) tr/.exec(text)?.[1] ?? text)).toEqual(['4', '3', '2', '1', expect.stringMatching(/no try is left/)]);
    const burnt = await send(code);
    expect([burnt.status, Number(burnt.headers['retry-after'])]).toEqual([429, expect.closeTo(29, -1)]);
    expect(codeIn(app)).toBe(code);
    expect((await app.request('GET', '/api/v1/runs')).status).toBe(200);
  });
});

describe('people', () => {
  let app: StartedApp;
  let admin: Person;
  let mail: MailServer;
  beforeAll(async () => {
    mail = await startMailServer();
    ({ app, admin } = await startWithAccount({ environment: { SMTP_SERVER: '127.0.0.1', SMTP_PORT: String(mail.port), NOTIFICATION_EMAIL_RECIPIENTS: 'ops@rounds.example' } }));
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await mail[Symbol.asyncDispose]();
  });

  it('are invited by mail, accept once, and have the role they were invited to', async () => {
    const made = await admin.call(contract.invitationMade, 'POST', '/api/v1/invitations', { email: 'Carol@Example.com', name: 'Carol <b>', role: 'corporate' });
    expect(made).toMatchObject({ email: 'carol@example.com', invited_by: owner.name, mailed: true, warning: null });
    expect(await linkMailedTo(mail.mails, 'carol@example.com', 'invited')).toBe(made.link);
    expect(mail.mails.at(-1)?.raw).toMatch(/From: Roundsman <roundsman@rounds\.example>/);
    expect(mail.mails.at(-1)?.raw).toContain('Carol &lt;b&gt;');
    expect((await admin.call(contract.invitationPage, 'GET', '/api/v1/invitations')).items.map(({ email }) => email)).toEqual(['carol@example.com']);
    expect(JSON.stringify(await admin.call(contract.invitationPage, 'GET', '/api/v1/invitations'))).not.toContain(secretIn(made.link));

    const accept = (password: string) => app.request('POST', '/api/v1/invitations/accept', { body: { token: secretIn(made.link), name: 'Carol', password } });
    expect(problemOf(await accept('carol@example.com')).errors).toEqual([{ field: 'password', message: 'must not be the e-mail address' }]);
    expect((await accept('too short')).status).toBe(422);
    const accepted = await accept(passwordOf('carol'));
    expect(contract.signedIn.parse(accepted.json()).user).toMatchObject({ name: 'Carol', role: 'corporate' });
    expect((await accept(passwordOf('carol'))).status).toBe(400);
    const carol = personWith(app, cookieOf(accepted), contract.signedIn.parse(accepted.json()).user);
    expect((await carol.request('GET', '/api/v1/runs')).status).toBe(200);
    const refused = await carol.request('POST', '/api/schedule/trigger');
    expect([refused.status, problemOf(refused).detail]).toEqual([403, 'This needs the role Technical or Administrator; you are Corporate.']);
    expect((await admin.request('POST', '/api/v1/invitations', { body: { email: 'carol@example.com', role: 'corporate' } })).status).toBe(409);
    expect((await carol.request('GET', '/api/v1/invitations')).status).toBe(403);
  });

  it('are not let in by an invitation that was taken back or replaced', async () => {
    const first = await admin.call(contract.invitationMade, 'POST', '/api/v1/invitations', { email: 'dan@example.com', role: 'personal' });
    const second = await admin.call(contract.invitationMade, 'POST', '/api/v1/invitations', { email: 'dan@example.com', role: 'personal' });
    const accept = (link: string) => app.request('POST', '/api/v1/invitations/accept', { body: { token: secretIn(link), password: passwordOf('dan') } });
    expect((await accept(first.link)).status).toBe(400);
    await admin.call(contract.done, 'DELETE', `/api/v1/invitations/${second.id}`);
    expect((await accept(second.link)).status).toBe(400);
    expect((await app.request('POST', '/api/v1/invitations/accept', { body: { token: 'x', password: passwordOf('dan') } })).status).toBe(400);
  });

  it('choose a new password by a link in a mail, which ends their sessions', async () => {
    const erin = await invite(app, admin, 'technical', 'erin@example.com');
    const unknown = await app.request('POST', '/api/v1/password-reset', { body: { email: 'nobody@example.com' } });
    const known = await app.request('POST', '/api/v1/password-reset', { body: { email: 'ERIN@example.com' } });
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    const link = await linkMailedTo(mail.mails, 'erin@example.com', 'new password');
    expect(mail.mails.some(({ to }) => to.includes('nobody@example.com'))).toBe(false);
    const confirm = (password: string) => app.request('POST', '/api/v1/password-reset/confirm', { body: { token: secretIn(link), password } });
    expect((await confirm('another long phrase')).status).toBe(200);
    expect((await confirm('another long phrase')).status).toBe(400);
    expect((await erin.request('GET', '/api/v1/runs')).status).toBe(401);
    expect((await signIn(app, 'erin@example.com')).status).toBe(401);
    expect((await signIn(app, 'erin@example.com', 'another long phrase')).status).toBe(200);
    // Without mail an administrator hands the link over.
    const { link: handed } = await admin.call(contract.resetLink, 'POST', `/api/v1/users/${erin.id}/reset-link`);
    expect((await app.request('POST', '/api/v1/password-reset/confirm', { body: { token: secretIn(handed), password: passwordOf(erin.email) } })).status).toBe(200);
    expect((await signIn(app, 'erin@example.com')).status).toBe(200);
  });

  it('change their password, see their sessions and end them', async () => {
    const fay = await invite(app, admin, 'personal', 'fay@example.com');
    const phone = await signedIn(app, fay.email);
    const other = await signedIn(app, fay.email);
    const list = await fay.call(contract.sessionList, 'GET', '/api/v1/sessions');
    expect(list.items.map(({ is_current }) => is_current)).toEqual([false, false, true]);
    await fay.call(contract.done, 'DELETE', `/api/v1/sessions/${list.items[0]?.id ?? ''}`);
    expect((await other.request('GET', '/api/v1/sessions')).status).toBe(401);
    expect((await admin.request('DELETE', `/api/v1/sessions/${list.items[1]?.id ?? ''}`)).status).toBe(404);
    const change = (current_password: string, password: string) => fay.request('POST', '/api/v1/me/password', { body: { current_password, password } });
    expect(problemOf(await change('wrong one here', 'something new here')).errors).toEqual([{ field: 'current_password', message: 'is not your password' }]);
    expect((await change(passwordOf(fay.email), 'something new here')).status).toBe(200);
    expect((await phone.request('GET', '/api/v1/sessions')).status).toBe(401);
    expect((await fay.request('GET', '/api/v1/sessions')).status).toBe(200);
    expect((await signIn(app, fay.email, 'something new here')).status).toBe(200);
    expect((await fay.request('POST', '/api/v1/sign-out')).headers['set-cookie']?.[0]).toMatch(/^roundsman_session=; .*Max-Age=0/);
    expect((await fay.request('GET', '/api/v1/sessions')).status).toBe(401);
  });

  it('lose their sessions with their role, and everything while they are locked out', async () => {
    const gus = await invite(app, admin, 'administrator', 'gus@example.com');
    const { token } = await tokenOf(gus, 'administrator');
    expect((await app.request('GET', '/api/v1/users', bearer(token))).status).toBe(200);
    await admin.call(contract.user, 'PATCH', `/api/v1/users/${gus.id}`, { role: 'corporate' });
    expect((await gus.request('GET', '/api/v1/runs')).status).toBe(401);
    const refused = await app.request('GET', '/api/v1/users', bearer(token));
    expect([refused.status, problemOf(refused).detail]).toEqual([403, 'This needs the role Administrator; this token acts as Corporate.']);
    expect((await app.request('GET', '/api/v1/runs', bearer(token))).status).toBe(200);
    await admin.call(contract.user, 'PATCH', `/api/v1/users/${gus.id}`, { disabled: true });
    expect((await app.request('GET', '/api/v1/runs', bearer(token))).status).toBe(401);
    expect((await signIn(app, gus.email)).status).toBe(401);
    await admin.call(contract.user, 'PATCH', `/api/v1/users/${gus.id}`, { disabled: false });
    expect((await signIn(app, gus.email)).status).toBe(200);
    await admin.call(contract.user, 'DELETE', `/api/v1/users/${gus.id}`);
    expect((await app.request('GET', '/api/v1/runs', bearer(token))).status).toBe(401);
    expect((await admin.request('GET', `/api/v1/users/${gus.id}`)).status).toBe(404);
  });

  it('have a second factor that is asked for once it is confirmed, takes each code once, and has recovery codes', async () => {
    const nia = await invite(app, admin, 'technical', 'nia@example.com');
    const phone = await signedIn(app, nia.email);
    expect((await nia.request('POST', '/api/v1/me/second-factor', { body: { password: 'not the password' } })).status).toBe(422);
    const made = await nia.call(contract.secondFactor, 'POST', '/api/v1/me/second-factor', { password: passwordOf(nia.email) });
    expect(made.otpauth_url).toMatch(/^otpauth:\/\/totp\/Roundsman:nia%40example\.com\?/);
    expect(made.recovery_codes).toHaveLength(10);
    // It counts only after the first code.
    expect((await signIn(app, nia.email)).json()).toMatchObject({ second_factor_required: false });
    expect(problemOf(await nia.request('POST', '/api/v1/me/second-factor/confirm', { body: { code: '000000' } })).errors).toEqual([{ field: 'code', message: 'is not the code of this moment' }]);
    const used = totp(made.secret);
    const confirmed = await nia.request('POST', '/api/v1/me/second-factor/confirm', { body: { code: used } });
    expect(confirmed.status).toBe(200);
    const renewed = personWith(app, cookieOf(confirmed), nia);
    expect(await renewed.call(contract.me, 'GET', '/api/v1/me')).toMatchObject({ user: { has_second_factor: true } });
    for (const old of [nia, phone]) expect((await old.request('GET', '/api/v1/me')).json()).toMatchObject({ mode: 'anonymous' });

    const first = await signIn(app, nia.email);
    expect([first.status, first.json(), first.headers['set-cookie']]).toEqual([200, { second_factor_required: true }, undefined]);
    expect((await signIn(app, nia.email, undefined, used)).status).toBe(401);
    const later = totp(made.secret, 1);
    expect((await signIn(app, nia.email, undefined, later)).status).toBe(200);
    expect((await signIn(app, nia.email, undefined, later)).status).toBe(401);
    const recovery = made.recovery_codes[0] ?? '';
    expect((await signIn(app, nia.email, undefined, recovery)).status).toBe(200);
    expect((await signIn(app, nia.email, undefined, recovery)).status).toBe(401);
    expect((await signIn(app, nia.email, 'not the password', made.recovery_codes[1])).status).toBe(401);
    const person = await signedIn(app, nia.email, undefined, made.recovery_codes[1]);
    expect((await person.request('POST', '/api/v1/me/second-factor/disable', { body: { password: passwordOf(nia.email) } })).status).toBe(200);
    expect((await signIn(app, nia.email)).json()).toMatchObject({ second_factor_required: false });
    expect(JSON.stringify(app.log)).not.toContain(made.secret);
  });

  it('who lost their second factor have it taken away by an administrator', async () => {
    const ida = await invite(app, admin, 'technical', 'ida@example.com');
    const { secret } = await ida.call(contract.secondFactor, 'POST', '/api/v1/me/second-factor', { password: passwordOf(ida.email) });
    await ida.call(contract.done, 'POST', '/api/v1/me/second-factor/confirm', { code: totp(secret) });
    expect((await signIn(app, ida.email)).json()).toEqual({ second_factor_required: true });
    expect(await admin.call(contract.user, 'PATCH', `/api/v1/users/${ida.id}`, { second_factor: false })).toMatchObject({ has_second_factor: false });
    expect((await signIn(app, ida.email)).json()).toMatchObject({ second_factor_required: false });
  });

  it('are not spoken for by a page of another site, and change nothing by a session without the Origin of the dashboard', async () => {
    const evil = { origin: 'https://evil.example' };
    expect((await admin.request('POST', '/api/schedule/enable', { headers: evil })).status).toBe(403);
    expect((await admin.request('GET', '/api/v1/runs', { headers: evil })).status).toBe(403);
    expect((await app.request('POST', '/api/v1/sign-in', { body: { email: admin.email, password: passwordOf(admin.email) }, headers: evil })).status).toBe(403);
    expect((await app.request('POST', '/api/schedule/enable', { headers: { cookie: admin.cookie } })).status).toBe(403);
    expect((await app.request('POST', '/api/schedule/enable', { headers: { cookie: admin.cookie, origin: 'null' } })).status).toBe(403);
    expect((await app.request('POST', '/api/schedule/enable', { headers: { cookie: admin.cookie, origin: origin(app) } })).status).toBe(200);
    expect((await app.request('GET', '/api/v1/runs', { headers: { cookie: admin.cookie, host: 'evil.example' } })).status).toBe(403);
    const { token } = await tokenOf(admin, 'technical');
    expect((await app.request('POST', '/api/schedule/disable', bearer(token))).status).toBe(200);
    expect((await app.request('POST', '/api/schedule/disable', { headers: { authorization: `Bearer ${token}`, ...evil } })).status).toBe(403);
    // A cookie that somebody made up.
    for (const cookie of [`${admin.cookie}x`, 'roundsman_session=', 'roundsman_session=abc.def', `${admin.cookie.split('.')[0] ?? ''}.AAAA`, 'x'.repeat(4000)]) expect((await app.request('GET', '/api/v1/runs', { headers: { cookie } })).status).toBe(401);
  });

  it('always have an administrator', async () => {
    for (const [method, body] of [['PATCH', { role: 'technical' }], ['PATCH', { disabled: true }], ['DELETE', undefined]] as const) {
      const answer = await admin.request(method, `/api/v1/users/${admin.id}`, { body });
      expect([answer.status, problemOf(answer).detail]).toEqual([400, 'This is the last administrator. Make somebody else one first.']);
    }
    const hal = await invite(app, admin, 'administrator', 'hal@example.com');
    // Of two who leave at once one stays.
    const both = await Promise.all([admin.request('PATCH', `/api/v1/users/${hal.id}`, { body: { role: 'personal' } }), hal.request('PATCH', `/api/v1/users/${admin.id}`, { body: { role: 'personal' } })]);
    const people = await Promise.all([signedIn(app, owner.email), signedIn(app, hal.email)]);
    const roles = await Promise.all(people.map(async (person) => (await person.call(contract.me, 'GET', '/api/v1/me')).role));
    expect(roles.toSorted()).toEqual(['administrator', 'personal']);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    admin = people[roles.indexOf('administrator')] ?? admin;
  });
});

describe('who guesses', () => {
  let app: StartedApp;
  beforeAll(async () => {
    ({ app } = await startWithAccount());
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('is locked out after five failures, known or not, with the same answer in about the same time', async () => {
    const asked = async (email: string, password = 'a wrong password') => {
      const startedAt = performance.now();
      const answer = await signIn(app, email, password);
      return { ms: performance.now() - startedAt, status: answer.status, body: { ...answer.json(), request_id: '' }, retryAfter: answer.headers['retry-after'] };
    };
    const known = [];
    const unknown = [];
    for (let index = 0; index < 5; index += 1) {
      known.push(await asked(owner.email));
      unknown.push(await asked('nobody@example.com'));
    }
    expect(known.map(({ status, body }) => ({ status, body }))).toEqual(unknown.map(({ status, body }) => ({ status, body })));
    expect(new Set(known.map(({ status }) => status))).toEqual(new Set([401]));
    // Both do the work of one password; a missing one would be thirty times as fast.
    const median = (times: { ms: number }[]): number => times.map(({ ms }) => ms).toSorted((a, b) => a - b)[2] ?? 0;
    expect(median(unknown)).toBeGreaterThan(median(known) / 3);
    // Locked also for the right password.
    const [one, other] = [await asked(owner.email, passwordOf(owner.email)), await asked('nobody@example.com')];
    expect([one.status, other.status]).toEqual([429, 429]);
    expect(one.body).toEqual(other.body);
    expect(Number(one.retryAfter)).toBeGreaterThan(800);
    expect(one.ms).toBeLessThan(median(known));
  });

  it('gets no more tries by making them all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(app, 'somebody@example.com', 'a wrong password')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('does not stop the service: others are answered while passwords are worked on', async () => {
    const work = Promise.all(Array.from({ length: 8 }, (_unused, index) => signIn(app, `n${index}@example.com`, 'a wrong password')));
    const waits: number[] = [];
    let isDone = false;
    void work.then(() => (isDone = true));
    while (!isDone) {
      const startedAt = performance.now();
      await app.request('GET', '/health/live');
      waits.push(performance.now() - startedAt);
    }
    expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThan(50);
  });
});
