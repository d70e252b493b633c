import { WebSocket } from 'ws';
import type { LiveEvent } from '../../src/api/contract/index.ts';
import { waitFor } from './start-app.ts';

export interface Listener extends AsyncDisposable {
  frames: LiveEvent[];
  types(): string[];
  closed: Promise<number>;
}

/** A WebSocket client that keeps what it hears; resolves once it is greeted. */
export async function listen(port: number, path = '/ws'): Promise<Listener> {
  const frames: LiveEvent[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as LiveEvent));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
  });
  await waitFor('the greeting', () => frames[0]);
  return {
    frames,
    types: () => frames.filter(({ type }) => type !== 'hello').map(({ type }) => type),
    closed,
    async [Symbol.asyncDispose]() {
      socket.close();
      await closed;
    },
  };
}
