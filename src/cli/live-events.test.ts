import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import * as contract from '../api/contract/index.ts';
import { followEvents } from './live-events.ts';
import { aRun, runHere, startTestService, type TestService } from './test-service.ts';

let service: TestService;
let sockets: WebSocketServer;
afterEach(async () => {
  for (const client of sockets.clients) client.terminate();
  await service.close();
});

const at = '2026-11-22T02:04:02.000Z';
const event = (id: string, type: contract.LiveEvent['type'] = 'run.started') => JSON.stringify({ id, type, at, data: {} });

async function started(routes: Parameters<typeof startTestService>[0] = {}): Promise<{ url: URL; asked: { since: string | null; authorization: string | undefined }[] }> {
  service = await startTestService(routes);
  sockets = new WebSocketServer({ server: service.server, path: '/ws' });
  const asked: { since: string | null; authorization: string | undefined }[] = [];
  sockets.on('connection', (_socket, request) => asked.push({ since: new URL(request.url ?? '', 'http://x').searchParams.get('since'), authorization: request.headers.authorization }));
  return { url: new URL(`${service.url}/`), asked };
}

describe('live events', () => {
  it('goes on where it was after a break, and tells nothing twice', async () => {
    const { url, asked } = await started();
    const stop = new AbortController();
    const seen: string[] = [];
    const states: string[] = [];
    let connections = 0;
    sockets.on('connection', (socket) => {
      connections += 1;
      if (connections === 1) {
        socket.send(event('01'));
        socket.send('not json');
        socket.send(JSON.stringify({ id: '02', type: 'unheard-of', at, data: {} }));
        socket.send(event('03'));
        socket.close(1012);
      } else {
        socket.send(event('03'));
        socket.send(event('04'));
      }
    });
    await followEvents({ url, token: 't0ken', signal: stop.signal, onEvent: ({ id }) => {
      seen.push(id);
      if (id === '04') stop.abort();
    }, onState: (state) => states.push(state), pauseMs: 20 });
    expect(seen).toEqual(['01', '03', '04']);
    expect(asked).toEqual([{ since: null, authorization: 'Bearer t0ken' }, { since: '03', authorization: 'Bearer t0ken' }]);
    expect(states).toEqual(['connected', 'lost', 'connected']);
  });

  it('ends at once when nothing is heard any more', async () => {
    const { url } = await started();
    await followEvents({ url, token: undefined, signal: AbortSignal.timeout(200), onEvent: () => undefined, onState: () => undefined });
    expect(service.asked).toEqual([]);
  });
});

describe('roundsman runs --follow', () => {
  it('tells of runs as they start and end', async () => {
    let runs: contract.Run[] = [aRun({ id: '0', headline: 'An old one.' })];
    await started({ 'GET /api/v1/runs': () => ({ body: { items: runs.map(({ ...each }) => contract.run.parse(each)), total: runs.length, next_cursor: null }, schema: contract.runPage }) });
    const stop = new AbortController();
    sockets.on('connection', (socket) => {
      const steps: contract.Run[][] = [[aRun({ id: '1', status: 'running', finished_at: null, headline: 'Collecting.' })], [aRun({ id: '1', headline: '78 unused.\u001b[2J' })]];
      const next = (): void => {
        const step = steps.shift();
        if (step === undefined) return stop.abort();
        runs = [...step, aRun({ id: '0' })];
        socket.send(event(String(Date.now()), 'run.progress'));
        setTimeout(next, 700);
      };
      setTimeout(next, 100);
    });
    const { out, exitCode } = await runHere(['runs', '--follow'], { environment: { ROUNDSMAN_URL: service.url }, interrupted: stop.signal });
    expect(exitCode).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/running {2}roundsman scan {2}1$/);
    expect(lines[1]).toMatch(/completed {2}roundsman scan {2}1\.4 s {2}78 unused\.‹U\+001B›\[2J$/);
  });

  it('prints one event a line as JSON', async () => {
    await started({ 'GET /api/v1/runs': () => ({ body: { items: [], total: 0, next_cursor: null }, schema: contract.runPage }) });
    const stop = new AbortController();
    sockets.on('connection', (socket) => {
      socket.send(event('01'));
      socket.send(event('02', 'schedule.changed'));
      setTimeout(() => stop.abort(), 200);
    });
    const { out } = await runHere(['runs', '--follow', '--json'], { environment: { ROUNDSMAN_URL: service.url }, interrupted: stop.signal });
    expect(out.trimEnd().split('\n').map((line) => (JSON.parse(line) as contract.LiveEvent).id)).toEqual(['01', '02']);
  });
});
