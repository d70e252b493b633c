import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Artifact } from '../core/artifact.ts';
import type { FileRow } from '../store/transports.ts';
import type { Outgoing } from './define.ts';
import { createFilesystemSender } from './filesystem.ts';
import { addToManifest, deleteOld, readManifest } from './manifest.ts';

let base: string;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'files-'));
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const never = new AbortController().signal;
let now = new Date('2026-05-06T07:08:09Z');
const sender = (options: Partial<Parameters<typeof createFilesystemSender>[0]> = {}) => createFilesystemSender({ transportId: 't', base, maxBytes: 1_000_000, keepDays: 0, now: () => now, ...options });
const batch = (number: number, ...names: string[]): Outgoing => ({
  key: String(number), runId: 'job-1', runAt: new Date('2026-05-06T23:59:59Z'), number, count: names.length,
  async *artifacts() {
    yield await Promise.resolve(names.map((name) => ({ id: name, service: name.split(':')[0] ?? '' }) as unknown as Artifact));
  },
});
const linesOf = (file: string): string[] => gunzipSync(fs.readFileSync(path.join(base, file))).toString().trim().split('\n').map((line) => (JSON.parse(line) as { id: string }).id);

/** What the store would know: the newest row of each file. */
const merged = (rows: FileRow[], more: FileRow[]): FileRow[] => [...rows.filter((row) => !more.some(({ service, part }) => row.service === service && row.part === part)), ...more];

it('writes a file for each service beside its name, and gives it the name at the end', async () => {
  const files = sender();
  let rows = (await files.send(batch(1, 'ec2:a', 's3:b', 'ec2:c'), [], never)).files;
  rows = merged(rows, (await files.send(batch(2, 'ec2:d'), rows, never)).files);
  const folder = path.join(base, '2026/05/06/job-1');
  expect(fs.readdirSync(folder).sort()).toEqual(['.ec2.jsonl.gz.part', '.s3.jsonl.gz.part']);
  expect((await files.finish?.(rows, never))?.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(fs.readdirSync(folder).sort()).toEqual(['ec2.jsonl.gz', 's3.jsonl.gz']);
  expect(linesOf('2026/05/06/job-1/ec2.jsonl.gz')).toEqual(['ec2:a', 'ec2:c', 'ec2:d']);
  expect(Object.fromEntries((await readManifest(base)).map((entry) => [entry.path, entry.artifacts]))).toEqual({ '2026/05/06/job-1/s3.jsonl.gz': 1, '2026/05/06/job-1/ec2.jsonl.gz': 3 });
});

it('writes over what a crash cut off, and finishes again what was finished', async () => {
  const files = sender();
  const rows = (await files.send(batch(1, 'ec2:a'), [], never)).files;
  // The second batch reached the disk, and not the store.
  await files.send(batch(2, 'ec2:lost'), rows, never);
  fs.appendFileSync(path.join(base, '2026/05/06/job-1/.ec2.jsonl.gz.part'), 'half a member');
  const after = merged(rows, (await sender().send(batch(2, 'ec2:b'), rows, never)).files);
  await files.finish?.(after, never);
  expect((await sender().finish?.(after, never))?.map(({ state }) => state)).toEqual(['done']);
  expect(linesOf('2026/05/06/job-1/ec2.jsonl.gz')).toEqual(['ec2:a', 'ec2:b']);
  expect(await readManifest(base)).toHaveLength(1);
});

it('begins another file where one is full', async () => {
  const files = sender({ maxBytes: 40 });
  let rows: FileRow[] = [];
  for (const number of [1, 2, 3]) rows = merged(rows, (await files.send(batch(number, `ec2:${'x'.repeat(50)}${number}`), rows, never)).files);
  await files.finish?.(rows, never);
  expect(fs.readdirSync(path.join(base, '2026/05/06/job-1')).sort()).toEqual(['ec2-2.jsonl.gz', 'ec2-3.jsonl.gz', 'ec2.jsonl.gz']);
});

it('deletes what it wrote itself and is old, and nothing else', async () => {
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'outside-'));
  fs.writeFileSync(path.join(outside, 'theirs.jsonl.gz'), 'theirs');
  const files = sender();
  await files.finish?.((await files.send(batch(1, 'ec2:a'), [], never)).files, never);
  fs.writeFileSync(path.join(base, '2026/05/06/job-1/notes.txt'), 'of a person');
  fs.symlinkSync(outside, path.join(base, 'link'));
  for (const file of ['link/theirs.jsonl.gz', '../theirs.jsonl.gz', `../${path.basename(outside)}/theirs.jsonl.gz`]) await addToManifest(base, { path: file, job_id: 'x', bytes: 1, artifacts: 1, closed_at: '2020-01-01T00:00:00Z' });
  now = new Date('2026-06-06T00:00:00Z');
  expect(await deleteOld(base, new Date('2026-05-01T00:00:00Z'))).toBe(0);
  expect(await deleteOld(base, new Date('2026-05-30T00:00:00Z'))).toBe(1);
  expect(fs.existsSync(path.join(outside, 'theirs.jsonl.gz'))).toBe(true);
  expect(fs.readdirSync(path.join(base, '2026/05/06/job-1'))).toEqual(['notes.txt']);
  expect(await readManifest(base)).toEqual([]);
  fs.rmSync(outside, { recursive: true });
});

it('says what is wrong with the folder', async () => {
  fs.writeFileSync(path.join(base, 'file'), '');
  await expect(sender({ base: path.join(base, 'file') }).send(batch(1, 'ec2:a'), [], never)).rejects.toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringContaining('cannot be written (ENOTDIR)') as string });
  const files = sender();
  const { files: rows } = await files.send(batch(1, 'ec2:a'), [], never);
  fs.truncateSync(path.join(base, '2026/05/06/job-1/.ec2.jsonl.gz.part'), 3);
  await expect(files.send(batch(2, 'ec2:b'), rows, never)).rejects.toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringContaining('somebody changed it') as string });
});

it('tries the folder as it writes, and leaves nothing there', async () => {
  const below = path.join(base, 'not/yet/there');
  await expect(sender({ base: below }).probe(never)).resolves.toBe('The folder there was made. A file was written, brought to disk and removed.');
  fs.writeFileSync(path.join(below, 'theirs'), 'kept');
  await expect(sender({ base: below }).probe(never)).resolves.toBe('A file was written, brought to disk and removed.');
  expect(fs.readdirSync(below)).toEqual(['theirs']);
});

it('says at the test what is wrong with the folder', async () => {
  fs.writeFileSync(path.join(base, 'file'), '');
  await expect(sender({ base: path.join(base, 'file') }).probe(never)).rejects.toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringContaining('file cannot be written (EEXIST)') as string });
  await expect(sender({ base: path.join(base, 'file/below') }).probe(never)).rejects.toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringContaining('below cannot be written (ENOTDIR)') as string });
});

it.skipIf(process.platform === 'win32')('says at the test that it lacks the permission', async () => {
  const closed = path.join(base, 'closed');
  fs.mkdirSync(closed);
  fs.chmodSync(closed, 0o555);
  // Root may write everywhere: the question is asked as somebody who may not.
  const isRoot = process.geteuid?.() === 0;
  fs.chmodSync(base, 0o755);
  if (isRoot) process.seteuid?.(65_534);
  try {
    const reason = { code: 'TRANSPORT_REFUSED', message: 'closed cannot be written (EACCES). Give the user of the service the permission to write there.' };
    await expect(sender({ base: closed }).probe(never)).rejects.toMatchObject(reason);
    await expect(sender({ base: path.join(closed, 'closed') }).probe(never)).rejects.toMatchObject(reason);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
  expect(fs.readdirSync(closed)).toEqual([]);
});
