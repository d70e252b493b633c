import fs from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { copyDataDir, makeTestFolder, openTestStore, type TestStore } from '../../../test/open-test-store.ts';
import { durableStartParameters, DurableNodeFs } from './durable-fs.ts';
import { openEmbedded } from './embedded-db.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

it('reads numbers, times, arrays and JSON as what they are', async () => {
  const at = new Date('2026-11-22T02:00:00.123Z');
  const [row] = await store.db.query(`select count(*) as n, 1.5::numeric as d, $1::timestamptz as at, $2::text[] as words, $3::jsonb as json, $4::uuid as id, null as nothing from (values (1), (2)) v`, [
    at, ['a', 'b,"c'], JSON.stringify({ deep: [1, null] }), '0197a1b2-0000-7000-8000-000000000001',
  ]);
  expect(row).toEqual({ n: 2, d: 1.5, at, words: ['a', 'b,"c'], json: { deep: [1, null] }, id: '0197a1b2-0000-7000-8000-000000000001', nothing: null });
});

it('says what PostgreSQL said of a statement that failed', async () => {
  await expect(store.db.query(`insert into setting (name, value) values ('a', '1')`)).rejects.toMatchObject({ name: 'StoreError', code: '23502' });
  await store.db.query(`insert into setting values ('a', '1', now())`);
  await expect(store.db.query(`insert into setting values ('a', '1', now())`)).rejects.toMatchObject({ code: '23505', constraint: 'setting_pkey' });
});

it('tells of a full disk in its own words, and works on', async () => {
  const troubles: string[] = [];
  const dataDir = await copyDataDir();
  const db = await openEmbedded({ path: path.join(dataDir, 'postgres'), onTrouble: (trouble) => troubles.push(trouble) });
  const full = db.query(`do $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
  await expect(full).rejects.toMatchObject({ code: 'STORE_FULL' });
  expect(troubles).toEqual(['disk-full']);
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);
  await db.close();
  expect(troubles).toEqual(['disk-full']);
  await expect(db.query('select 1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(db.transaction(() => db.query('select 1'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await db.close();
});

it('fails to open what is no store, and says once that it stopped', async () => {
  const folder = makeTestFolder();
  fs.writeFileSync(path.join(folder, 'PG_VERSION'), '18\n');
  const troubles: string[] = [];
  await expect(openEmbedded({ path: folder, onTrouble: (trouble) => troubles.push(trouble) })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(troubles).toEqual(['stopped']);
});

it('refuses to begin listening within a transaction, where a rollback would end it', async () => {
  await expect(store.db.transaction(() => store.db.listen('a_channel', () => undefined))).rejects.toThrow('within a transaction');
});

it('asks the operating system to write each commit down', async () => {
  const dataDir = await copyDataDir();
  const pg = new PGlite({ fs: new DurableNodeFs(path.join(dataDir, 'postgres')), startParams: durableStartParameters });
  await pg.exec('create table counted (n int)');
  const synced = vi.spyOn(fs, 'fsyncSync');
  for (let n = 0; n < 25; n++) await pg.query('insert into counted values ($1)', [n]);
  expect(synced.mock.calls.length).toBeGreaterThanOrEqual(25);
  synced.mockRestore();
  await pg.close();
});
