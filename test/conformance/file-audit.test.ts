import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import * as contract from '../../src/api/contract/index.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { type Service, startService } from './start-service.ts';
import { waitFor } from './wait.ts';

const dpkgInfo = '/var/lib/dpkg/info';

/** Hashes of every file of a root as the service has accepted them, by path. */
async function baselineOf(service: Service, query: string): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (let cursor = ''; ; ) {
    const page = await service.call(contract.auditFilesPage, 'GET', `/api/audit/files?limit=1000&${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const file of page.files) found.set(file.path_bytes === undefined ? file.path : Buffer.from(file.path_bytes, 'base64').toString('latin1'), file.sha256);
    if (page.next_cursor === null) return found;
    cursor = page.next_cursor;
  }
}

/** What the packages say of their files: MD5 by path. A file that several packages bring is left to none of them. */
function packagedFiles(below: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const list of fs.readdirSync(dpkgInfo).filter((name) => name.endsWith('.md5sums'))) {
    for (const line of fs.readFileSync(path.join(dpkgInfo, list), 'utf8').split('\n')) {
      const [md5, name] = [line.slice(0, 32), `/${line.slice(34)}`];
      if (name.startsWith(below) && md5.length === 32) files.set(name, md5);
    }
  }
  return files;
}

/** Files that `dpkg --verify` finds changed: the third column of its answer is the digest. */
function changedByDpkg(): Set<string> {
  const answer = (() => {
    try {
      return execFileSync('dpkg', ['--verify'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
      return String((error as { stdout?: string }).stdout ?? '');
    }
  })();
  return new Set(answer.split('\n').filter((line) => line[2] === '5').map((line) => line.slice(line.indexOf('/'))));
}

describe.skipIf(!fs.existsSync(dpkgInfo))('the baseline of /usr', () => {
  it('agrees with the package manager on every file that both know', async () => {
    const service = await startService({ DATA_DIR: path.join(makeTestFolder('usr'), 'data'), INTEGRITY_ROOTS: '/usr' });
    try {
      const startedAtMs = Date.now();
      const started = await service.call(contract.verifyStarted, 'POST', '/api/audit/verify-path', { path: '/usr' });
      expect((await service.ended(started.run_id, 800_000)).status).toBe('completed');
      const accepted = await baselineOf(service, `root_id=${started.root_id}`);
      const packaged = packagedFiles('/usr/');
      // Whatever else is installed meanwhile is nobody's fault.
      const isOld = (name: string): boolean => fs.lstatSync(name, { throwIfNoEntry: false })?.ctimeMs !== undefined && fs.lstatSync(name).ctimeMs < startedAtMs;
      const changed = changedByDpkg();
      const both = [...packaged.keys()].filter((name) => accepted.has(name) && isOld(name) && fs.lstatSync(name).isFile());
      expect(both.length).toBeGreaterThan(1000);
      const wrong: string[] = [];
      for (const name of both) {
        const content = fs.readFileSync(name);
        const isAsPackaged = createHash('md5').update(content).digest('hex') === packaged.get(name);
        // The bytes that the package manager knows by their MD5 are the bytes that were accepted by their SHA-256.
        if (createHash('sha256').update(content).digest('hex') !== accepted.get(name)) wrong.push(`${name}: another SHA-256`);
        if (isAsPackaged === changed.has(name)) wrong.push(`${name}: dpkg says ${changed.has(name) ? 'changed' : 'as packaged'}`);
      }
      expect(wrong).toEqual([]);
      // What the packages bring and is there is watched.
      const missing = [...packaged.keys()].filter((name) => !accepted.has(name) && isOld(name) && fs.realpathSync(path.dirname(name)) === path.dirname(name));
      expect(missing).toEqual([]);
    } finally {
      await service.stop();
    }
    // A cold disk gives some megabytes a second.
  }, 900_000);
});

describe('kill -9 in the middle of a check', () => {
  it('goes on with the next start and reports nothing twice', async () => {
    const folder = fs.realpathSync(makeTestFolder('kill'));
    for (let index = 0; index < 3000; index += 1) {
      const place = path.join(folder, `d${index % 30}`);
      fs.mkdirSync(place, { recursive: true });
      fs.writeFileSync(path.join(place, `f${index}`), `${index}\n`.repeat(2000));
    }
    const environment = { DATA_DIR: path.join(makeTestFolder('kill-data'), 'data'), INTEGRITY_ROOTS: folder, MAX_MB_PER_SECOND: '10' };
    let service = await startService({ ...environment, MAX_MB_PER_SECOND: '0' });
    const registered = await service.call(contract.verifyAnswer.or(contract.verifyStarted), 'POST', '/api/audit/verify-path', { path: folder });
    await waitFor('the baseline', async () => ((await service.call(contract.schedulerStatus, 'GET', '/api/audit/scheduler/status')).files === 3000 ? true : undefined));
    const changed = Array.from({ length: 300 }, (_, index) => index * 10).map((index) => path.join(folder, `d${index % 30}`, `f${index}`));
    for (const name of changed) fs.appendFileSync(name, 'more\n');
    await service.stop();

    let kills = 0;
    for (; kills < 3; kills += 1) {
      service = await startService(environment);
      await service.call(contract.schedulerRun, 'POST', '/api/audit/scheduler/run-now');
      await sleep(600 + kills * 300);
      await service.process.stop('SIGKILL');
    }
    service = await startService({ ...environment, MAX_MB_PER_SECOND: '0' });
    try {
      const { run_id } = await service.call(contract.schedulerRun, 'POST', '/api/audit/scheduler/run-now');
      await service.ended(run_id);
      const { files, total } = await service.call(contract.auditFilesPage, 'GET', `/api/audit/files?status=tampered&limit=1000&root_id=${registered.root_id}`);
      expect(total).toBe(changed.length);
      expect(new Set(files.map((file) => file.path))).toEqual(new Set(changed));
      const { history } = await service.call(contract.historyPage, 'GET', '/api/audit/history?status=tampered&limit=1000');
      expect(history.length).toBe(changed.length);
      const findings = await service.call(contract.findingPage, 'GET', '/api/v1/findings?rule_id=fim-content-changed&limit=1');
      expect(findings.total).toBe(changed.length);
    } finally {
      await service.stop();
    }
  });
});
