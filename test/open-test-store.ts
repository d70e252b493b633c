import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import type { Db } from '../src/store/db.ts';
import { openDataDir } from '../src/store/embedded/data-dir.ts';
import { openEmbedded } from '../src/store/embedded/embedded-db.ts';
import { migrate } from '../src/store/migrate.ts';

/** A real embedded store of one test file (or one test), on disk, migrated and empty. */
export interface TestStore extends AsyncDisposable {
  db: Db;
  /** The data directory; `openDataDir` may take it once the store is closed. */
  dataDir: string;
  /** Empties every table but keeps the schema: much faster than a new store. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a fresh migrated store in about half a second: the first caller of a test run makes one from the seed, the
 * others copy it. Close it (`afterAll(() => store.close())`) or let go of it (`await using store = await openTestStore()`).
 */
export async function openTestStore(): Promise<TestStore> {
  const dataDir = await copyDataDir();
  const db = await openEmbedded({ path: path.join(dataDir, 'postgres'), onTrouble: () => undefined });
  const close = async (): Promise<void> => {
    await db.close();
    fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };
  return { db, dataDir, clear: () => clear(db), close, [Symbol.asyncDispose]: close };
}

/** A new folder of this test run; it is deleted with the run. */
export function makeTestFolder(prefix = 'folder'): string {
  return fs.mkdtempSync(path.join(inject('testFolder'), `${prefix}-`));
}

/** A data directory of its own with a migrated, closed store in it, for tests that open it themselves. */
export async function copyDataDir(): Promise<string> {
  const template = await madeTemplate();
  const dataDir = makeTestFolder('store');
  fs.cpSync(template, path.join(dataDir, 'postgres'), { recursive: true });
  return dataDir;
}

/** The first file that asks makes it; others that start meanwhile wait for it. */
async function madeTemplate(): Promise<string> {
  const template = path.join(inject('testFolder'), 'template');
  if (fs.existsSync(template)) return template;
  const making = `${template}.making`;
  try {
    fs.mkdirSync(making);
  } catch {
    while (!fs.existsSync(template)) await sleep(50);
    return template;
  }
  const { database, unlock } = openDataDir(making);
  const db = await openEmbedded({ path: database, onTrouble: () => undefined });
  await migrate(db);
  await db.close();
  unlock();
  fs.renameSync(database, template);
  return template;
}

async function clear(db: Db): Promise<void> {
  const tables = await db.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration'`);
  await db.transaction(async () => {
    for (const { name } of tables) await db.query(`delete from ${name}`);
  });
}
