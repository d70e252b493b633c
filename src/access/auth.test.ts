import { Kysely, sql } from 'kysely';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import { createAuth } from './auth.ts';
import { dialectOver } from './kysely-dialect.ts';
import { createPasswords } from './passwords.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

it('has in the store all that this version of better-auth wants there', async () => {
  const { getMigrations } = await import('better-auth/db/migration');
  const auth = await createAuth({ db: store.db, passwords: createPasswords(), logger: pino({ level: 'silent' }), secret: 'x1y2z3'.repeat(10) });
  const wanted = async () => {
    const { toBeAdded, toBeCreated } = await getMigrations(auth.options);
    return [...toBeCreated, ...toBeAdded].map(({ table, fields }) => `${table}: ${Object.keys(fields).join(', ')}`);
  };
  expect(await wanted()).toEqual([]);
  await store.db.query('alter table access_two_factor rename column locked_until to other');
  expect(await wanted()).toEqual(['access_two_factor: locked_until']);
  await store.db.query('alter table access_two_factor rename column other to locked_until');
});

it('runs the statements of Kysely in the transaction of their flow, and counts what they change', async () => {
  const { db } = store;
  const kysely = new Kysely<{ access_failure: { id: string; key: string; at: Date } }>({ dialect: dialectOver(db) });
  const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
  await expect(
    db.transaction(async () => {
      await kysely.insertInto('access_failure').values(ids.map((id) => ({ id, key: 'k', at: new Date() }))).execute();
      expect(await kysely.updateTable('access_failure').set({ key: 'm' }).executeTakeFirst()).toMatchObject({ numUpdatedRows: 2n });
      expect(await kysely.deleteFrom('access_failure').where('id', '=', ids[0] ?? '').executeTakeFirst()).toMatchObject({ numDeletedRows: 1n });
      expect(await kysely.deleteFrom('access_failure').returning('key').execute()).toEqual([{ key: 'm' }]);
      await kysely.insertInto('access_failure').values({ id: ids[0] ?? '', key: 'k', at: new Date() }).execute();
      throw new Error('back');
    }),
  ).rejects.toThrow('back');
  expect(await sql`select * from access_failure`.execute(kysely)).toMatchObject({ rows: [] });
  await expect(kysely.transaction().execute(() => Promise.resolve())).rejects.toThrow('use Db.transaction');
});
