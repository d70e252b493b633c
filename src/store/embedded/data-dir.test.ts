import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyDataDir, makeTestFolder } from '../../../test/open-test-store.ts';
import { migrate } from '../migrate.ts';
import { openDataDir } from './data-dir.ts';
import { openEmbedded } from './embedded-db.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Another process that runs the script; `root` is the data directory there. Answers its lines. */
async function inAnotherProcess(root: string, script: string): Promise<{ child: ChildProcess; line: () => Promise<string> }> {
  const importing = `import { openDataDir } from ${JSON.stringify(import.meta.resolve('./data-dir.ts'))};
    import { openEmbedded } from ${JSON.stringify(import.meta.resolve('./embedded-db.ts'))};
    const root = process.argv[2]; const say = (text) => process.stdout.write(text + '\\n');`;
  const file = path.join(makeTestFolder(), 'script.mjs');
  fs.writeFileSync(file, importing + script);
  const child = spawn(process.execPath, ['--no-warnings', file, root], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return { child, line: async () => String((await lines.next()).value) };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('a new data directory', () => {
  it('is made from the seed, for its owner alone, and takes the schema', async () => {
    const root = path.join(makeTestFolder(), 'deep', 'data');
    const dir = openDataDir(root);
    expect(dir.isNew).toBe(true);
    expect(fs.statSync(root).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.join(dir.database, 'PG_VERSION')).mode & 0o777).toBe(0o600);
    const db = await openEmbedded({ path: dir.database, onTrouble: () => undefined });
    expect((await migrate(db)).applied.length).toBeGreaterThan(0);
    await db.query(`insert into setting (name, value, updated_at) values ('a', '1', $1)`, [new Date()]);
    await db.close();
    dir.unlock();
    const again = openDataDir(root);
    expect(again.isNew).toBe(false);
    const reopened = await openEmbedded({ path: again.database, onTrouble: () => undefined });
    expect(await migrate(reopened)).toEqual({ applied: [] });
    expect(await reopened.query('select name from setting')).toEqual([{ name: 'a' }]);
    await reopened.close();
    again.unlock();
  });

  it('is made again where a killed start left half of one', () => {
    const root = makeTestFolder();
    fs.mkdirSync(path.join(root, 'postgres.new', 'base'), { recursive: true });
    fs.writeFileSync(path.join(root, 'postgres.new', 'PG_VERSION'), '18');
    const dir = openDataDir(root);
    expect(dir.isNew).toBe(true);
    expect(fs.existsSync(path.join(dir.database, 'global', 'pg_control'))).toBe(true);
    expect(fs.existsSync(path.join(root, 'postgres.new'))).toBe(false);
    dir.unlock();
  });
});

describe('the lock', () => {
  it('refuses a second process at once and names the first', async () => {
    const root = makeTestFolder();
    const other = await inAnotherProcess(root, `openDataDir(root); say('open'); setInterval(() => undefined, 1000);`);
    expect(await other.line()).toBe('open');
    expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'DATA_DIR_LOCKED', message: expect.stringContaining(`process ${other.child.pid} on ${os.hostname()}`) }));
  });

  it('tells a process started second the same at once', async () => {
    const root = makeTestFolder();
    const dir = openDataDir(root);
    const script = `try { openDataDir(root); say('open'); } catch (error) { say(JSON.stringify({ code: error.code, message: error.message })); }`;
    const other = await inAnotherProcess(root, script);
    const answer = JSON.parse(await other.line()) as { code: string; message: string };
    expect(answer).toMatchObject({ code: 'DATA_DIR_LOCKED', message: expect.stringContaining(`process ${process.pid} on ${os.hostname()}`) });
    dir.unlock();
  });

  it('is free again after kill -9, with every acknowledged row there', async () => {
    const root = await copyDataDir();
    const script = `const dir = openDataDir(root);
      const db = await openEmbedded({ path: dir.database, onTrouble: () => undefined });
      await db.query('create table kept (n int primary key)');
      for (let n = 1; ; n++) { await db.query('insert into kept values ($1)', [n]); say(String(n)); }`;
    const writer = await inAnotherProcess(root, script);
    let acknowledged = 0;
    while (acknowledged < 100) acknowledged = Number(await writer.line());
    expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'DATA_DIR_LOCKED' }));
    await kill(writer.child);
    const dir = openDataDir(root);
    const db = await openEmbedded({ path: dir.database, onTrouble: () => undefined });
    const [row] = await db.query<{ n: number; last: number }>('select count(*) as n, max(n) as last from kept');
    expect(row?.n).toBeGreaterThanOrEqual(acknowledged);
    expect(row?.n).toBe(row?.last);
    await db.close();
    dir.unlock();
  });

  it('is free after the same process let go of it', () => {
    const root = makeTestFolder();
    const dir = openDataDir(root);
    expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'DATA_DIR_LOCKED' }));
    dir.unlock();
    openDataDir(root).unlock();
  });

  it('does not speak of another process where the lock file is broken', () => {
    const root = makeTestFolder();
    fs.writeFileSync(path.join(root, 'lock.db'), 'this was never a database'.repeat(100));
    expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'DATA_DIR_UNWRITABLE', message: expect.stringContaining('lock.db') }));
  });
});

describe('a directory that cannot be used', () => {
  it('says that it cannot be written where a file is in its place or above it', () => {
    const file = path.join(makeTestFolder(), 'file');
    fs.writeFileSync(file, '');
    for (const root of [file, path.join(file, 'data')]) {
      expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'DATA_DIR_UNWRITABLE', message: expect.stringContaining(root) }));
    }
  });

  it('is left alone where another major version of PostgreSQL wrote it, and the lock is free again', async () => {
    const root = await copyDataDir();
    fs.writeFileSync(path.join(root, 'postgres', 'PG_VERSION'), '19\n');
    for (let attempt = 1; attempt <= 2; attempt++) {
      expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'DATA_DIR_NEWER', message: expect.stringContaining('PostgreSQL 19') }));
    }
  });

  it('is left alone where a newer version brought the schema further', async () => {
    const root = await copyDataDir();
    const db = await openEmbedded({ path: path.join(root, 'postgres'), onTrouble: () => undefined });
    await db.query(`insert into migration values (9999, 'from the future', $1)`, [new Date()]);
    await expect(migrate(db)).rejects.toMatchObject({ code: 'DATA_DIR_NEWER', message: expect.stringContaining('schema 9999') });
    await db.close();
  });
});

describe('a full disk', () => {
  const freeMib = (mib: number): void => {
    vi.spyOn(fs, 'statfsSync').mockReturnValue({ bavail: mib * 256, bsize: 4096 } as fs.StatsFs);
  };

  it('keeps a reserve with real blocks, gives it back once and makes it again when there is room', () => {
    const root = makeTestFolder();
    const dir = openDataDir(root);
    const reserve = path.join(root, 'reserve');
    expect(fs.statSync(reserve).blocks * 512).toBeGreaterThanOrEqual(32 * 1024 * 1024);
    expect(dir.freeReserve()).toBe(true);
    expect(fs.existsSync(reserve)).toBe(false);
    expect(dir.freeReserve()).toBe(false);
    freeMib(40);
    expect(dir.restoreReserve()).toBe(false);
    freeMib(4000);
    expect(dir.restoreReserve()).toBe(true);
    expect(dir.restoreReserve()).toBe(true);
    dir.unlock();
  });

  it('opens by means of the reserve, then says that it is full', async () => {
    const root = await copyDataDir();
    openDataDir(root).unlock();
    freeMib(2);
    const dir = openDataDir(root);
    expect(dir.freeReserve()).toBe(false);
    dir.unlock();
    expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'STORE_FULL', message: expect.stringContaining('2 MiB free') }));
  });

  it('begins no new store that it could not finish', () => {
    const root = makeTestFolder();
    freeMib(30);
    expect(() => openDataDir(root)).toThrow(expect.objectContaining({ code: 'STORE_FULL' }));
    expect(fs.existsSync(path.join(root, 'postgres'))).toBe(false);
  });
});
