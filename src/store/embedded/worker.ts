import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import { durableStartParameters, DurableNodeFs } from './durable-fs.ts';

/** What the main thread asks; each question is answered by its id. */
export type StoreRequest =
  | { id: number; op: 'query'; sql: string; parameters: unknown[] }
  | { id: number; op: 'exec'; sql: string }
  | { id: number; op: 'listen' | 'unlisten'; channel: string }
  | { id: number; op: 'close' };
export type StoreReply =
  | { id: number; rows: Record<string, unknown>[] }
  | { id: number; error: { message: string; code?: string; detail?: string; constraint?: string } }
  | { notify: string; payload: string };

const { path } = workerData as { path: string };
const port = parentPort;
if (port === null) throw new Error('the store worker must run as a worker thread');

const pg = new PGlite({
  fs: new DurableNodeFs(path),
  startParams: durableStartParameters,
  parsers: { [types.INT8]: Number, [types.NUMERIC]: Number },
});
const listening = new Map<string, () => Promise<void>>();
await pg.waitReady;
port.postMessage({ id: 0, rows: [] } satisfies StoreReply);

async function answer(request: StoreRequest): Promise<Record<string, unknown>[]> {
  switch (request.op) {
    case 'query': {
      const result = await pg.query<Record<string, unknown>>(request.sql, request.parameters);
      return result.rows;
    }
    case 'exec':
      await pg.exec(request.sql);
      return [];
    case 'listen':
      if (!listening.has(request.channel)) {
        listening.set(request.channel, await pg.listen(request.channel, (payload) => port?.postMessage({ notify: request.channel, payload })));
      }
      return [];
    case 'unlisten':
      await listening.get(request.channel)?.();
      listening.delete(request.channel);
      return [];
    case 'close':
      await pg.close();
      return [];
  }
}

port.on('message', (request: StoreRequest) => {
  answer(request).then(
    (rows) => {
      port.postMessage({ id: request.id, rows } satisfies StoreReply);
      if (request.op === 'close') port.close();
    },
    (error: unknown) => {
      const { message, code, detail, constraint } = error as { message?: string; code?: string; detail?: string; constraint?: string };
      port.postMessage({
        id: request.id,
        error: {
          message: message ?? String(error),
          ...(code === undefined ? {} : { code }),
          ...(detail === undefined ? {} : { detail }),
          ...(constraint === undefined ? {} : { constraint }),
        },
      } satisfies StoreReply);
    },
  );
});
