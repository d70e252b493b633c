import type { WebSocket as Socket } from 'ws';
import { type LiveEvent, liveEvent } from '../api/contract/index.ts';
import { pause } from './watch-run.ts';

export interface LiveOptions {
  url: URL;
  token: string | undefined;
  signal: AbortSignal;
  onEvent: (event: LiveEvent) => void;
  /** Called when the connection was lost, and when it is there (again). */
  onState: (state: 'connected' | 'lost', why: string) => void;
  /** The first pause before it connects again; doubled each time up to 30 times as much. */
  pauseMs?: number;
}

/** Live events until the signal comes; after a break it goes on where it was. */
export async function followEvents(options: LiveOptions): Promise<void> {
  const { signal, pauseMs = 500 } = options;
  let lastId: string | undefined;
  let attempt = 0;
  while (!signal.aborted) {
    const why = await oneConnection(options, lastId, {
      onOpen: () => {
        attempt = 0;
        options.onState('connected', '');
      },
      onEvent: (event) => {
        // What a reconnect tells again is not told twice.
        if (lastId !== undefined && event.id !== '' && event.id <= lastId) return;
        if (event.id !== '') lastId = event.id;
        options.onEvent(event);
      },
    });
    if (signal.aborted) return;
    if (attempt === 0) options.onState('lost', why);
    attempt += 1;
    await pause(Math.min(pauseMs * 30, pauseMs * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2), signal);
  }
}

async function oneConnection({ url, token, signal }: LiveOptions, since: string | undefined, on: { onOpen: () => void; onEvent: (event: LiveEvent) => void }): Promise<string> {
  const { WebSocket } = await import('ws');
  const address = new URL('ws', url);
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (since !== undefined) address.searchParams.set('since', since);
  return new Promise((resolve) => {
    const socket: Socket = new WebSocket(address, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, handshakeTimeout: 10_000, maxPayload: 4 * 1024 * 1024 });
    let why = 'The connection was closed.';
    // A dead peer sends nothing, not even an end: it is asked for a sign of life.
    let isAlive = true;
    const pulse = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, 15_000);
    const stop = (): void => socket.terminate();
    signal.addEventListener('abort', stop);
    socket.on('open', on.onOpen);
    socket.on('pong', () => {
      isAlive = true;
    });
    socket.on('message', (data: Buffer) => {
      isAlive = true;
      const event = eventOf(data);
      if (event !== undefined) on.onEvent(event);
    });
    socket.on('error', (error) => {
      why = error.message;
    });
    socket.on('close', () => {
      clearInterval(pulse);
      signal.removeEventListener('abort', stop);
      resolve(why);
    });
    if (signal.aborted) stop();
  });
}

function eventOf(data: Buffer): LiveEvent | undefined {
  try {
    return liveEvent.safeParse(JSON.parse(data.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
