import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from './start-service.ts';
import { waitFor } from './wait.ts';

export interface Postgres {
  url: string;
  version: string;
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** The newest PostgreSQL that the system has; undefined where it has none. */
export function postgresBin(): string | undefined {
  const base = '/usr/lib/postgresql';
  const majors = fs.existsSync(base) ? fs.readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return majors.map((major) => path.join(base, major, 'bin')).find((bin) => fs.existsSync(path.join(bin, 'initdb')));
}

/** PostgreSQL refuses to run as root: there it runs as `postgres` or, where that user is missing, as `nobody`. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  return {};
}

/** A server of its own on loopback, with its files in a folder that goes with it. */
export async function startPostgres(bin: string): Promise<Postgres> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'roundsman-postgres-'));
  const user = unprivileged();
  if (user.uid !== undefined) fs.chownSync(folder, user.uid, user.gid ?? user.uid);
  const data = path.join(folder, 'data');
  const environment = { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' };
  execFileSync(path.join(bin, 'initdb'), ['-D', data, '-U', 'roundsman', '-A', 'trust', '-E', 'UTF8', '--no-sync'], { ...user, cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await freePort();
  const log: string[] = [];
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'max_connections=100'], { ...user, cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  server.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const kill = (): void => void server.kill('SIGKILL');
  process.on('exit', kill);
  const exited = new Promise((resolve) => server.once('exit', resolve));
  const url = `postgres://roundsman@127.0.0.1:${port}/postgres`;
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  await waitFor('PostgreSQL', async () => pool.query('select 1').catch((error: unknown) => Promise.reject(new Error(log.slice(-5).join(''), { cause: error }))), { timeoutMs: 30_000 });
  const { rows } = await pool.query<{ version: string }>(`select current_setting('server_version') as version`);
  return {
    url,
    version: rows[0]?.version ?? '',
    query: async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) => (await pool.query<Row>(sql, values)).rows,
    async stop() {
      await pool.end();
      server.kill('SIGINT');
      await exited;
      process.off('exit', kill);
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
