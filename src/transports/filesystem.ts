import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Artifact } from '../core/artifact.ts';
import { AppError } from '../core/errors.ts';
import type { FileRow } from '../store/transports.ts';
import type { Outgoing, Sender } from './define.ts';
import { addToManifest, deleteOld, readManifest } from './manifest.ts';

const compress = promisify(gzip);

export interface FilesystemOptions {
  transportId: string;
  base: string;
  maxBytes: number;
  /** 0 keeps for ever. */
  keepDays: number;
  now: () => Date;
  /** What becomes of a finished file; it is then `done`. Left out: it stays where it is. */
  handOn?: (file: string, row: FileRow, signal: AbortSignal) => Promise<void>;
}

/**
 * `BASE/YYYY/MM/DD/JOB/SERVICE.jsonl.gz`: each batch is a gzip member of its own behind the others, in a file beside the
 * final name. How many bytes are whole is noted with the batch, so that what a crash cut off is written over.
 */
export function createFilesystemSender(options: FilesystemOptions): Sender {
  return {
    deliversFiles: options.handOn !== undefined,
    send: (batch, open) => guarded(options.base, () => append(batch, open, options)),
    finish: (files, signal) => guarded(options.base, () => finish(files, options, signal)),
    probe: () => guarded(options.base, () => probe(options.base)),
    close: () => Promise.resolve(),
  };
}

async function append(batch: Outgoing, open: readonly FileRow[], options: FilesystemOptions): Promise<{ files: FileRow[] }> {
  const byService = new Map<string, { text: string[]; artifacts: number }>();
  for await (const slice of batch.artifacts()) {
    for (const one of slice) {
      const lines = byService.get(one.service) ?? { text: [], artifacts: 0 };
      byService.set(one.service, lines);
      lines.text.push(lineOf(one));
      lines.artifacts += 1;
    }
  }
  const files: FileRow[] = [];
  for (const [service, { text, artifacts }] of byService) {
    const member = await compress(text.join(''));
    const row = open.find((file) => file.run_id === batch.runId && file.service === service && file.state === 'open') ?? newFile(batch, service, open, options);
    const bytes = await appendTo(path.join(options.base, besideOf(row.path)), Number(row.bytes), member);
    files.push({ ...row, bytes, artifacts: row.artifacts + artifacts, state: bytes >= options.maxBytes ? 'closed' : 'open' });
  }
  return { files };
}

const lineOf = (one: Artifact): string => `${JSON.stringify(one)}\n`;

function newFile({ runId, runAt }: Outgoing, service: string, open: readonly FileRow[], { transportId, now }: FilesystemOptions): FileRow {
  const part = 1 + Math.max(0, ...open.filter((file) => file.run_id === runId && file.service === service).map((file) => file.part));
  const [day = ''] = runAt.toISOString().split('T');
  const name = `${service.replace(/[^a-z0-9_-]/gi, '_')}${part === 1 ? '' : `-${part}`}.jsonl.gz`;
  return { transport_id: transportId, run_id: runId, service, part, path: `${day.replaceAll('-', '/')}/${runId}/${name}`, bytes: 0, artifacts: 0, state: 'open', created_at: now() };
}

const besideOf = (file: string): string => path.join(path.dirname(file), `.${path.basename(file)}.part`);

/** Writes behind what is known to be whole; answers the new length, which is durable. */
async function appendTo(file: string, whole: number, bytes: Buffer): Promise<number> {
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o750 });
  const handle = await fs.open(file, whole === 0 ? 'w' : 'r+', 0o640);
  try {
    const { size } = await handle.stat();
    if (size < whole) throw new AppError('TRANSPORT_REFUSED', { detail: `${path.basename(file)} is shorter than what was written to it: somebody changed it.` });
    await handle.truncate(whole);
    await handle.write(bytes, 0, bytes.length, whole);
    await handle.sync();
    return whole + bytes.length;
  } finally {
    await handle.close();
  }
}

/** Writes as a batch is written, with a name that no batch has, and leaves nothing of it. */
async function probe(base: string): Promise<string> {
  const made = await fs.mkdir(base, { recursive: true, mode: 0o750 });
  const file = path.join(base, `.roundsman-test-${randomUUID()}`);
  const handle = await fs.open(file, 'wx', 0o640);
  try {
    await handle.write(Buffer.from('A test of Roundsman: this file may be deleted.\n'));
    await handle.sync();
  } finally {
    await handle.close();
    await fs.unlink(file);
  }
  return `${made === undefined ? '' : `The folder ${path.basename(base)} was made. `}A file was written, brought to disk and removed.`;
}

/** Gives finished files their names. Done again after a crash it finds the file where it belongs. */
async function finish(files: readonly FileRow[], options: FilesystemOptions, signal: AbortSignal): Promise<FileRow[]> {
  const ended: FileRow[] = [];
  for (const row of files) {
    const final = path.join(options.base, row.path);
    if (!(await renameOnce(path.join(options.base, besideOf(row.path)), final, Number(row.bytes))) && !(await readManifest(options.base)).some((entry) => entry.path === row.path)) {
      throw new AppError('TRANSPORT_REFUSED', { detail: `${row.path} is gone: somebody removed it before it was finished.` });
    }
    await addToManifest(options.base, { path: row.path, job_id: row.run_id, bytes: Number(row.bytes), artifacts: row.artifacts, closed_at: options.now().toISOString() });
    await options.handOn?.(final, row, signal);
    ended.push({ ...row, state: 'done' });
  }
  if (options.keepDays > 0) await deleteOld(options.base, new Date(options.now().getTime() - options.keepDays * 86_400_000));
  return ended;
}

/** Answers false where there is neither: it was handed on before a crash. */
async function renameOnce(beside: string, final: string, whole: number): Promise<boolean> {
  try {
    const handle = await fs.open(beside, 'r+');
    try {
      await handle.truncate(whole);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(beside, final);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return fs.access(final).then(() => true, () => false);
  }
  const folder = await fs.open(path.dirname(final), 'r');
  await folder.sync().finally(() => folder.close());
  return true;
}

const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE']);

/** A full or broken disk is waited for; a folder that may not be written is a mistake to mend. */
async function guarded<Result>(base: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const where = path.basename(base);
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new AppError('TRANSPORT_UNREACHABLE', { detail: `The disk of ${where} is full. Free some space: writing goes on by itself.`, cause: error });
    if (code === 'EACCES' || code === 'EPERM') throw new AppError('TRANSPORT_REFUSED', { detail: `${where} cannot be written (${code}). Give the user of the service the permission to write there.`, cause: error });
    throw new AppError(noRoom.has(code) ? 'TRANSPORT_UNREACHABLE' : 'TRANSPORT_REFUSED', { detail: `${where} cannot be written (${code}). Check that the folder exists and belongs to the service.`, cause: error });
  }
}
