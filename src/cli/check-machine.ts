import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Check, failed, ok, warn } from './checks.ts';
import { probeService } from './http-call.ts';

const leastNode = 24;
const mebibyte = 1_048_576;
const leastFree = 64 * mebibyte;
const comfortableFree = 1024 * mebibyte;

export function nodeCheck(version = process.versions.node): Check {
  const major = Number.parseInt(version, 10);
  return major >= leastNode ? ok('node', version) : failed('node', `${version} is too old`, `Install Node ${leastNode}, or start with \`npx roundsman\`, which brings its own.`);
}

export function dataDirCheck(dataDir: string, { isServed, usesServer }: { isServed: boolean; usesServer: boolean }): Check {
  const root = path.resolve(dataDir);
  const beside = nearestExisting(root);
  if (!isWritable(beside)) return failed('data directory', `${root} cannot be written by this user`, 'Give this user the directory, or set DATA_DIR to another one.');
  if (beside !== root) return ok('data directory', `${root} will be made at the first start`);
  if (!isLocked(root)) return isServed && !usesServer ? ok('data directory', 'the service that runs here has another one') : ok('data directory', usesServer ? `${root}; the store is the server of DATABASE_URL` : `${root} is free`);
  const holder = holderOf(root);
  if (isServed) return ok('data directory', `${root} is held by ${holder}`);
  return failed('data directory', `${root} is held by ${holder}, which does not answer on PORT`, 'Set PORT to the port it listens on, wait until it has started, or stop it.');
}

function nearestExisting(target: string): string {
  let at = target;
  while (!fs.existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  return at;
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return fs.statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** The holder keeps an exclusive transaction open: even a reader is refused then. */
function isLocked(root: string): boolean {
  const file = path.join(root, 'lock.db');
  if (!fs.existsSync(file)) return false;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    database.prepare('select count(*) from sqlite_master').get();
    return false;
  } catch (error) {
    return /lock|busy/i.test((error as Error).message);
  } finally {
    database.close();
  }
}

function holderOf(root: string): string {
  try {
    const { pid, host, started } = JSON.parse(fs.readFileSync(path.join(root, 'holder.json'), 'utf8')) as { pid: number; host: string; started: string };
    return `process ${pid} on ${host}, started ${started}`;
  } catch {
    return 'a process that has just started';
  }
}

export function diskCheck(dataDir: string, statfs: typeof fs.statfsSync = fs.statfsSync): Check {
  const at = nearestExisting(path.resolve(dataDir));
  const { bavail, bsize } = statfs(at);
  const free = bavail * bsize;
  const words = free >= 1024 * mebibyte ? `${(free / mebibyte / 1024).toFixed(1)} GiB free` : `${Math.floor(free / mebibyte)} MiB free`;
  if (free < leastFree) return failed('disk', `${words} at ${at}`, 'Free some space; the store needs 64 MiB to start.');
  return free < comfortableFree ? warn('disk', `${words} at ${at}`, 'Free some space before the store needs it.') : ok('disk', `${words} at ${at}`);
}

/** Free, ours, or somebody else's. Without the main port there is no start; without the second there is. */
export async function portCheck(name: string, port: number, isNeeded: boolean): Promise<Check> {
  if (port === 0) return ok(name, 'chosen by the system at the start');
  const probe = await probeService(new URL(`http://localhost:${port}/`));
  if (probe.state === 'ours') return ok(name, `${port} is ours`);
  const code = await bindError(port);
  if (probe.state === 'none' && code === undefined) return ok(name, `${port} is free`);
  const why = code === 'EACCES' ? `${port} may not be used by this user` : `${port} is in use by another program`;
  const action = `Stop that program, or set ${name} to another port${isNeeded ? '' : ' or to off'}.`;
  return isNeeded ? failed(name, why, action) : warn(name, `${why}; the service starts without it`, action);
}

function bindError(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
