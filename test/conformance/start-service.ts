import net from 'node:net';
import type { z } from 'zod';
import * as contract from '../../src/api/contract/index.ts';
import { bareEnvironment, startProcess, type StartedProcess } from './start-process.ts';
import { waitFor } from './wait.ts';

export interface Service {
  url: string;
  port: number;
  process: StartedProcess;
  call<Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown): Promise<z.infer<Schema>>;
  /** Waits for a run to end. */
  ended(runId: string, timeoutMs?: number): Promise<contract.RunDetail>;
  stop(): Promise<void>;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The product as `npm start` starts it; resolves when it says that it is ready. */
export async function startService(environment: NodeJS.ProcessEnv, words: readonly string[] = []): Promise<Service> {
  const port = environment['PORT'] === undefined ? await freePort() : Number(environment['PORT']);
  const started = startProcess(process.execPath, ['--liftoff-only', '--max-semi-space-size=4', 'src/main.ts', ...words], { environment: bareEnvironment({ EXTRACTION_PORT: 'off', ...environment, PORT: String(port) }) });
  const url = `http://127.0.0.1:${port}`;
  const service: Service = {
    url,
    port,
    process: started,
    async call(schema, method, path, body) {
      const response = await fetch(url + path, { method, signal: AbortSignal.timeout(30_000), ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
      return schema.parse(JSON.parse(text));
    },
    ended: (runId, timeoutMs = 120_000) =>
      waitFor(
        `the end of run ${runId}`,
        async () => {
          const run = await service.call(contract.runDetail, 'GET', `/api/v1/runs/${runId}`);
          return run.finished_at === null ? undefined : run;
        },
        { timeoutMs, everyMs: 200 },
      ),
    async stop() {
      await started.stop();
    },
  };
  await started.line((line) => line.includes('"ready_ms"'), 60_000);
  return service;
}

/** Every page of the findings that the filter leaves. */
export async function allFindings(service: Service, filter: string): Promise<contract.Finding[]> {
  return allPages(service, contract.findingPage, `/api/v1/findings?${filter}`);
}
export async function allResources(service: Service): Promise<contract.Resource[]> {
  return allPages(service, contract.resourcePage, '/api/v1/resources?');
}

async function allPages<Item>(service: Service, schema: z.ZodType<{ items: Item[]; next_cursor: string | null }>, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = '';
  do {
    const page: { items: Item[]; next_cursor: string | null } = await service.call(schema, 'GET', `${path}&limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return items;
}
