import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import * as contract from '../api/contract/index.ts';
import { awsChecks, skewCheck } from './check-aws.ts';
import { dataDirCheck, diskCheck, nodeCheck, portCheck } from './check-machine.ts';
import type { Check } from './checks.ts';
import { health, runHere, startTestService } from './test-service.ts';

const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
});
function folder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'roundsman-doctor-'));
  cleaning.push(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}
const status = ({ status: found }: Check) => found;

describe('the machine', () => {
  it('knows which Node is too old', () => {
    expect([nodeCheck('24.0.0'), nodeCheck('26.1.0'), nodeCheck('22.18.0')].map(status)).toEqual(['ok', 'ok', 'fail']);
  });

  it('sees who holds the data directory, and only while it is held', () => {
    const root = folder();
    expect(dataDirCheck(path.join(root, 'not-yet'), { isServed: false, usesServer: false })).toMatchObject({ status: 'ok', message: expect.stringContaining('will be made') });
    expect(dataDirCheck(root, { isServed: false, usesServer: false }).status).toBe('ok');
    const lock = new DatabaseSync(path.join(root, 'lock.db'));
    lock.exec('pragma locking_mode=exclusive; begin exclusive');
    fs.writeFileSync(path.join(root, 'holder.json'), JSON.stringify({ pid: 4711, host: 'web-1', started: '2026-11-22T02:00:00Z' }));
    expect(dataDirCheck(root, { isServed: false, usesServer: false })).toMatchObject({ status: 'fail', message: expect.stringContaining('process 4711 on web-1') });
    expect(dataDirCheck(root, { isServed: true, usesServer: false }).status).toBe('ok');
    lock.close();
    expect(dataDirCheck(root, { isServed: false, usesServer: false }).status).toBe('ok');
  });

  it('warns before the disk is full', () => {
    const free = (bytes: number) => (() => ({ bavail: bytes / 4096, bsize: 4096 })) as unknown as typeof fs.statfsSync;
    expect([10e6, 500e6, 50e9].map((bytes) => diskCheck(folder(), free(bytes)).status)).toEqual(['fail', 'warn', 'ok']);
  });

  it('tells a free port from ours and from that of another program', async () => {
    const service = await startTestService({});
    cleaning.push(() => service.close());
    const other = net.createServer((socket) => socket.resume().on('error', () => undefined).end('220 hello\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await portCheck('PORT', Number(new URL(service.url).port), true)).toMatchObject({ status: 'ok', message: expect.stringContaining('is ours') });
    expect((await portCheck('PORT', port, true)).status).toBe('fail');
    expect((await portCheck('EXTRACTION_PORT', port, false)).status).toBe('warn');
    await new Promise((resolve) => other.close(resolve));
    expect(await portCheck('PORT', port, true)).toMatchObject({ status: 'ok', message: `${port} is free` });
  });
});

describe('AWS', () => {
  const connected = { state: 'connected' as const, source: 'profile dev', accounts: [{ id: '123456789012', name: null, error: null }], regions: ['eu-west-1', 'us-east-1'], message: '' };

  it('says who the credentials are and what is visited', () => {
    expect(awsChecks(connected, []).map(({ message }) => message)).toEqual(['1 account: 123456789012, from profile dev', '2: eu-west-1, us-east-1']);
    expect(awsChecks(connected, ['eu-west-1', 'mars-1'])).toMatchObject([{ status: 'ok' }, { status: 'warn', message: expect.stringContaining('mars-1') }, { message: '1: eu-west-1' }]);
    expect(awsChecks({ ...connected, state: 'no_credentials' }, []).map(status)).toEqual(['warn']);
    expect(awsChecks({ ...connected, state: 'rejected', message: 'Expired.' }, []).map(status)).toEqual(['fail']);
    expect(awsChecks({ ...connected, accounts: [{ id: '2', name: null, error: { message: 'Denied.' } }], regions: [] }, []).map(status)).toEqual(['fail']);
  });

  it('compares the clocks', async () => {
    const server = createServer((_request, response) => response.writeHead(403, { date: new Date().toUTCString() }).end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    cleaning.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const withSkew = async (seconds: number) => (await skewCheck(url, () => Date.now() + seconds * 1000)).map(status);
    expect([await withSkew(0), await withSkew(-90), await withSkew(400)]).toEqual([['ok'], ['warn'], ['fail']]);
    expect(await skewCheck('http://127.0.0.1:1/')).toMatchObject([{ status: 'warn' }]);
  });
});

describe('roundsman doctor', () => {
  const connection = { provider: 'aws' as const, state: 'connected' as const, source: 'environment (AWS_ACCESS_KEY_ID)', accounts: [{ id: '123456789012', name: null, role_arn: null }], regions: ['eu-west-1'], endpoint: 'http://127.0.0.1:1/', message: '', checked_at: null };

  it('ends with 0 where all is well, and 3 with what to do where it is not', async () => {
    let answer: unknown = health;
    const service = await startTestService({
      'GET /health': () => ({ status: (answer as typeof health).status === 'unhealthy' ? 503 : 200, body: answer, schema: contract.health }),
      'POST /api/v1/connections/aws/check': () => ({ body: { items: [connection], total: 1, next_cursor: null }, schema: contract.connectionList }),
      'GET /api/v1/channels': () => ({ body: { items: [{ id: 'slack', title: 'Slack', configured: true, missing: [], fields: [], last_delivery: null }], total: 1, next_cursor: null }, schema: contract.channelList }),
    });
    cleaning.push(() => service.close());
    const environment = { ROUNDSMAN_URL: service.url, PORT: '49151', EXTRACTION_PORT: 'off', DATA_DIR: folder() };
    const well = await runHere(['doctor'], { environment });
    expect(well.exitCode).toBe(0);
    expect(well.out.split('\n').map((line) => line.split('\t').slice(0, 2).join(' ')).filter((line) => line !== '')).toEqual(['ok node', 'ok service', 'ok aws', 'ok aws regions', 'warn clock', 'ok channel slack']);
    answer = { ...health, status: 'unhealthy', checks: { store: { status: 'unhealthy', message: 'The disk is full.' } } };
    const ill = await runHere(['doctor', '--json'], { environment });
    expect(ill.exitCode).toBe(3);
    expect(JSON.parse(ill.out)).toMatchObject({ healthy: false, checks: expect.arrayContaining([{ name: 'service store', status: 'fail', message: 'The disk is full.', action: 'See the log of the service.' }]) });
  });

  it('reports a setting that is not allowed instead of stopping', async () => {
    const { exitCode, out } = await runHere(['doctor'], { environment: { LOG_LEVEL: 'LOUD' } });
    expect(exitCode).toBe(3);
    expect(out).toContain('fail\tsettings\tLOG_LEVEL is "LOUD"');
  });
});
