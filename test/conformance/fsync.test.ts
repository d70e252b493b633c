import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTestFolder } from '../open-test-store.ts';
import { bareEnvironment } from './start-process.ts';

/** Some containers have strace and forbid it. */
const reason = (() => {
  const tried = spawnSync('strace', ['-c', '-e', 'trace=fsync', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'strace is not installed';
  return tried.status === 0 ? undefined : 'strace may not trace here';
})();
if (reason === 'strace is not installed' && process.env['CI'] === 'true') throw new Error('strace is missing: install the package strace');

describe.skipIf(reason !== undefined)(`fsync of the embedded store${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  const child = path.join(import.meta.dirname, 'kill9-child.ts');

  /** How often a process that commits so many transactions has the disk made sure. */
  function syncsOf(dataDir: string, commits: number): number {
    const report = path.join(dataDir, `../strace-${commits}.txt`);
    execFileSync('strace', ['-f', '-c', '-e', 'trace=fsync,fdatasync', '-o', report, process.execPath, child, dataDir, 'commit', String(commits)], { env: bareEnvironment({}), stdio: ['ignore', 'ignore', 'pipe'], timeout: 120_000 });
    const calls = fs.readFileSync(report, 'utf8').split('\n').map((line) => line.trim().split(/\s+/)).filter((cells) => cells.at(-1) === 'fsync' || cells.at(-1) === 'fdatasync');
    return calls.reduce((sum, cells) => sum + Number(cells[3]), 0);
  }

  it('reaches the disk with every commit', { timeout: 240_000 }, () => {
    const dataDir = path.join(makeTestFolder('fsync'), 'data');
    syncsOf(dataDir, 0);
    const without = syncsOf(dataDir, 0);
    const commits = 200;
    const withThem = syncsOf(dataDir, commits);
    console.log(`${commits} commits: ${withThem} fsyncs, ${without} of them for opening and closing`);
    expect(withThem - without).toBeGreaterThanOrEqual(commits);
  });
});
