import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '../../src/api/contract/index.ts';
import { bearer, codeIn, invite, owner, passwordOf, type Person, personWith, setUp, signIn, tokenOf, totp } from '../flows/access-world.ts';
import { type StartedApp, startApp } from '../flows/start-app.ts';
import { type Postgres, postgresBin, startPostgres } from './start-postgres.ts';
import { waitFor } from './wait.ts';

const bin = postgresBin();

describe.skipIf(bin === undefined)(`accounts on two replicas over PostgreSQL${bin === undefined ? ' (skipped: no /usr/lib/postgresql/*/bin)' : ''}`, () => {
  let server: Postgres;
  let one: StartedApp;
  let other: StartedApp;
  let admin: Person;
  beforeAll(async () => {
    server = await startPostgres(bin ?? '');
    const environment = { DATABASE_URL: server.url, ROUNDSMAN_MASTER_KEY: 'cd'.repeat(32) };
    one = await startApp({ environment });
    other = await startApp({ environment });
  }, 60_000);
  afterAll(async () => {
    await one[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    await server.stop();
  });

  /** The same person at the other replica. */
  const there = (person: Person): Person => personWith(other, person.cookie, person);
  const refusedThere = (person: Person): Promise<true> => waitFor('the end of it on the other replica', async () => ((await there(person).request('GET', '/api/v1/runs')).status === 401 ? true : undefined), { timeoutMs: 3000 });

  it('end local mode on both with the first one', async () => {
    expect((await other.request('GET', '/api/v1/runs')).status).toBe(200);
    admin = await setUp(one);
    expect(codeIn(other)).toBe('');
    await waitFor('the end of local mode there', async () => ((await other.request('GET', '/api/v1/runs')).status === 401 ? true : undefined), { timeoutMs: 3000 });
    expect((await there(admin).request('GET', '/api/v1/runs')).status).toBe(200);
  });

  it('lose on both what they lose on one', async () => {
    const bob = await invite(one, admin, 'technical');
    const { id, token } = await tokenOf(admin, 'technical');
    expect([(await there(bob).request('GET', '/api/v1/runs')).status, (await other.request('GET', '/api/v1/runs', bearer(token))).status]).toEqual([200, 200]);
    await admin.call(contract.user, 'PATCH', `/api/v1/users/${bob.id}`, { role: 'corporate' });
    await admin.call(contract.done, 'DELETE', `/api/v1/tokens/${id}`);
    await refusedThere(bob);
    await waitFor('the end of the token there', async () => ((await other.request('GET', '/api/v1/runs', bearer(token))).status === 401 ? true : undefined), { timeoutMs: 3000 });
  });

  it('take a code once and count failures together, whichever is asked', async () => {
    const { secret, recovery_codes: recovery } = await admin.call(contract.secondFactor, 'POST', '/api/v1/me/second-factor', { password: passwordOf(owner.email) });
    await admin.call(contract.done, 'POST', '/api/v1/me/second-factor/confirm', { code: totp(secret) });
    for (const code of [recovery[0], totp(secret, 1)]) {
      const both = await Promise.all([one, other].map((app) => signIn(app, owner.email, undefined, code)));
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    }
    const guesses = await Promise.all(Array.from({ length: 12 }, (_unused, index) => signIn(index % 2 === 0 ? one : other, 'nobody@example.com', 'a wrong password')));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
  });
});
