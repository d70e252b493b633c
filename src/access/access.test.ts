import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import type { Clock } from '../platform/clock.ts';
import { type Access, createAccess } from './access.ts';
import { createLockOut, accountLimit, addressLimit, networkOf } from './lock-out.ts';
import { checkNewPassword, createPasswords } from './passwords.ts';
import { type Actor, lesserRole, may, ownerOf, refusalSentence, roles } from './roles.ts';

let store: TestStore;
let nowMs: number;
const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
const minute = 60_000;
const codes: string[] = [];
const client = { address: '192.0.2.1', userAgent: 'test' };

/** One process of the service; two over one store are two replicas. */
function anAccess(isExposed = false): Access {
  const logger = pino({ level: 'warn' }, { write: (line: string) => void codes.push(...[(JSON.parse(line) as { setup_code?: string }).setup_code].filter((code) => code !== undefined)) });
  return createAccess({ db: store.db, clock, logger, masterKey: Buffer.alloc(32, 3), isExposed, publicUrl: () => 'http://localhost:8084', sendMail: () => Promise.resolve({ state: 'not_configured', why: 'no mail.' }) });
}
const aUser = (role: 'administrator' | 'technical', email: string) => store.db.transaction(() => anAccess().users.create({ name: email, email, role, passwordHash: 'scrypt$' }, clock.now()));

beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  // The sessions of better-auth end by the clock of the machine.
  nowMs = Date.now();
  codes.length = 0;
  await store.clear();
});
afterAll(() => store.close());

describe('the code for the first account', () => {
  const account = { name: 'A', email: 'a@example.com', password: 'twelve letters' };

  it('ends after ten minutes, and looking for it shows a new one', async () => {
    const access = anAccess(true);
    await access.showSetupCode();
    nowMs += 9 * minute;
    await access.showSetupCode();
    expect(codes).toHaveLength(1);
    nowMs += minute;
    await expect(access.people.setUp(account, codes[0] ?? '')).rejects.toThrow('no longer valid');
    expect(codes).toHaveLength(2);
    await access.people.setUp(account, codes[1] ?? '');
    expect(access.mode()).toBe('account');
    await access.showSetupCode();
    expect(codes).toHaveLength(2);
  });

  it('is replaced after five wrong ones, not faster than every half minute', async () => {
    const access = anAccess(true);
    await access.showSetupCode();
    const guess = () => access.people.setUp(account, 'WRONG').then(() => 'in', (error: Error) => error.message);
    for (let index = 0; index < 4; index += 1) await guess();
    expect(await guess()).toContain('no try is left. In half a minute');
    expect(await guess()).toContain('entered wrongly too often');
    await access.showSetupCode();
    expect(codes).toHaveLength(1);
    nowMs += minute / 2;
    expect(await guess()).toContain('no longer valid');
    expect(codes).toHaveLength(2);
    await expect(access.people.setUp(account, codes[0] ?? '')).rejects.toThrow('4 tries are left');
    await access.people.setUp(account, codes[1] ?? '');
  });

  it('makes one account, of two who come at once and on two replicas', async () => {
    const [one, other] = [anAccess(true), anAccess(true)];
    await Promise.all([one.start(), other.start()]);
    await one.showSetupCode();
    await other.showSetupCode();
    expect(codes).toHaveLength(2);
    const done = await Promise.allSettled([one.people.setUp(account, codes[0] ?? ''), other.people.setUp({ ...account, email: 'b@example.com' }, codes[1] ?? ''), one.people.setUp({ ...account, email: 'c@example.com' }, codes[0] ?? '')]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect.poll(() => [one.mode(), other.mode()]).toEqual(['account', 'account']);
    await Promise.all([one.stop(), other.stop()]);
  });
});

describe('tokens', () => {
  it('end when they expire, to the second, though who they are is remembered', async () => {
    const access = anAccess();
    const userId = await aUser('technical', 't@example.com');
    const { token } = await access.tokens.create({ userId, name: 'n', role: 'administrator', expiresAt: new Date(nowMs + 5000) }, clock.now());
    expect(await access.byToken(token)).toMatchObject({ kind: 'token', role: 'technical', userId });
    nowMs += 4999;
    expect(await access.byToken(token)).toBeDefined();
    nowMs += 1;
    expect(await access.byToken(token)).toBeUndefined();
    expect(await access.byToken('rmt_')).toBeUndefined();
    expect(await access.byToken('other')).toBeUndefined();
  });

  it('lose on every replica what their maker lost, at once', async () => {
    const [one, other] = [anAccess(), anAccess()];
    await Promise.all([one.open(), other.open(), one.start(), other.start()]);
    await aUser('administrator', 'a@example.com');
    const userId = await aUser('administrator', 'b@example.com');
    const { token } = await one.tokens.create({ userId, name: 'n', role: 'administrator', expiresAt: null }, clock.now());
    expect((await Promise.all([one.byToken(token), other.byToken(token)])).map((actor) => actor?.role)).toEqual(['administrator', 'administrator']);
    await one.people.update(userId, { role: 'corporate' });
    expect((await one.byToken(token))?.role).toBe('corporate');
    await expect.poll(async () => (await other.byToken(token))?.role).toBe('corporate');
    await one.people.update(userId, { disabled: true });
    expect(await one.byToken(token)).toBeUndefined();
    await Promise.all([one.stop(), other.stop()]);
  });
});

describe('links', () => {
  it('end after a week, and after an hour', async () => {
    const access = anAccess();
    const by: Actor = { kind: 'local', id: 'local', name: 'L', role: 'administrator' };
    const userId = await aUser('technical', 't@example.com');
    const { link, mailed, warning } = await access.people.invite({ email: 'new@example.com', role: 'personal' }, by);
    expect([mailed, warning]).toEqual([false, 'The link was not mailed: no mail. Hand it over yourself; it is shown only now.']);
    const reset = await access.people.resetLink(userId, by);
    const secretOf = (text: string): string => text.split('=')[1] ?? '';
    nowMs += 3_600_000;
    await expect(access.people.reset(secretOf(reset.link), 'twelve letters')).rejects.toThrow('not valid any more');
    nowMs += 7 * 86_400_000 - 3_600_000;
    await expect(access.people.accept({ secret: secretOf(link), password: 'twelve letters' })).rejects.toThrow('not valid any more');
  });

  it('asked for too often are refused, for every address alike', async () => {
    const access = anAccess();
    for (let index = 0; index < 3; index += 1) await access.people.askReset('n@example.com', client);
    await expect(access.people.askReset('N@example.com ', client)).rejects.toThrow('Too many attempts');
    nowMs += 60 * minute;
    await access.people.askReset('n@example.com', client);
  });
});

describe('a lock-out', () => {
  it('ends when the first of five failures is a quarter of an hour old', async () => {
    const lockOut = createLockOut(store.db, clock);
    const limits = [accountLimit('a@example.com'), addressLimit(client.address)];
    for (let index = 0; index < 5; index += 1) {
      await lockOut.begin(limits);
      nowMs += minute;
    }
    await expect(lockOut.begin(limits)).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterMs: 10 * minute });
    nowMs += 10 * minute;
    const attempt = await lockOut.begin(limits);
    await lockOut.undo(attempt);
    await lockOut.begin(limits);
    await expect(lockOut.begin(limits)).rejects.toMatchObject({ retryAfterMs: minute });
    await lockOut.clear('a@example.com');
    await lockOut.begin(limits);
  });

  it('of an address comes later, and holds for all accounts', async () => {
    const lockOut = createLockOut(store.db, clock);
    for (let index = 0; index < 30; index += 1) await lockOut.begin([accountLimit(`n${index}@example.com`), addressLimit('2001:db8:1:2:3::4')]);
    await expect(lockOut.begin([accountLimit('other@example.com'), addressLimit('2001:db8:1:2::9')])).rejects.toThrow('Too many attempts');
    await lockOut.begin([accountLimit('other@example.com'), addressLimit('2001:db8:1:3::9')]);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('counts %s as %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('passwords', () => {
  it('are hashed with a salt of their own, two at once, and told apart', async () => {
    const passwords = createPasswords();
    const [one, other] = await Promise.all([passwords.hash('twelve letters'), passwords.hash('twelve letters')]);
    expect(one).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(await passwords.matches('twelve letters', one)).toBe(true);
    expect(await passwords.matches('twelve lettera', one)).toBe(false);
    // One text in two normal forms of Unicode.
    expect(await passwords.matches('pa\u0301sswords here', await passwords.hash('p\u00e1sswords here'))).toBe(true);
    for (const stored of ['', 'scrypt$', 'md5$1$2$3$4$5']) expect(await passwords.matches('x', stored)).toBe(false);
  });

  it('wait in a line that has an end', async () => {
    const passwords = createPasswords();
    const cheap = 'scrypt$1$1$1$AAAA$AAAA';
    const done = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.matches('x', cheap)));
    expect(done.filter(({ status }) => status === 'rejected')).toHaveLength(6);
    expect(await passwords.matches('x', cheap)).toBe(false);
  });

  it.each([
    ['short', 'must have'],
    ['eleven lett', 'must have'],
    ['x y '.repeat(65), 'must have'],
    ['someone@example.com', 'must not be the e-mail address'],
    ['SomeOne@Example.com', 'must not be the e-mail address'],
    ['someone.long', 'must not be the e-mail address', 'someone.long@example.com'],
  ])('refuses %.20s', (password, words, email = 'someone@example.com') => expect(() => checkNewPassword(password, email)).toThrow(words));
  it('count characters, whatever they are', () => {
    for (const password of ['twelve chars', '🔑'.repeat(256)]) expect(() => checkNewPassword(password, 'someone@example.com')).not.toThrow();
  });
});

describe('roles', () => {
  it('contain each other', () => {
    const table = roles.map((role) => (['public', 'own', 'read', 'operate', 'administer'] as const).filter((permission) => may(role, permission)).join(' '));
    expect(table).toEqual(['public own', 'public own read', 'public own read operate', 'public own read operate administer']);
    expect(lesserRole('technical', 'corporate')).toBe('corporate');
  });
  it('say who may', () => {
    const actor: Actor = { kind: 'user', id: 'u', name: 'n', role: 'personal', userId: 'u' };
    expect(refusalSentence(actor, 'read')).toBe('This needs the role Corporate, Technical or Administrator; you are Personal.');
    expect(refusalSentence({ ...actor, kind: 'token' }, 'administer')).toBe('This needs the role Administrator; this token acts as Personal.');
    expect([ownerOf(actor), ownerOf({ ...actor, kind: 'token', id: 't' }), ownerOf({ ...actor, role: 'corporate' })]).toEqual(['u', 'u', undefined]);
  });
});
