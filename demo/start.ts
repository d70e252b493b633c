import { hash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from '../src/app.ts';
import { startSimulatedAws } from './aws/server.ts';
import { simulatedClientId, simulatedClientSecret, simulatedTenantId, startSimulatedAzure } from './azure/server.ts';
import { startSimulatedGcp } from './gcp/server.ts';
import { makeDemoFiles, tamperWithDemoFiles } from './files.ts';

export interface Demo {
  flags: Record<string, string | undefined>;
  environment: Record<string, string | undefined>;
  /** Walks the first round, so that every page is alive. */
  ready(app: App, where: string): Promise<void>;
  stop(): Promise<void>;
}

/** How many resources the demo estate has in each cloud. */
const estateSize = { aws: 640, azure: 420, gcp: 420 };

/** Starts the simulated clouds and turns the environment into one that knows nothing else. */
export async function startDemo(environment: Readonly<Record<string, string | undefined>>, flags: Readonly<Record<string, string | undefined>>): Promise<Demo> {
  const [aws, azure, gcp] = await Promise.all([
    startSimulatedAws({ seed: 7, resources: estateSize.aws, latencyMs: 15, throttle: 'none' }),
    startSimulatedAzure({ seed: 7, resources: estateSize.azure, subscriptions: 2, latencyMs: 15 }),
    startSimulatedGcp({ seed: 7, resources: estateSize.gcp, projects: 2, latencyMs: 15 }),
  ]);
  // The SDK reads the process's own environment: nothing of a real account may be left in it.
  for (const name of Object.keys(process.env)) if (/^(AWS|AZURE|GOOGLE|GCP)_/.test(name)) delete process.env[name];
  Object.assign(process.env, { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'AKIADEMO', AWS_SECRET_ACCESS_KEY: 'demo', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' });
  const keyFile = keepKey(gcp.credentials);
  Object.assign(process.env, {
    ENABLED_PROVIDERS: 'aws,azure,gcp', WANTED_TAGS: 'owner,team,env,cost-center', GCP_ENDPOINT_URL: gcp.url, GOOGLE_APPLICATION_CREDENTIALS: keyFile,
    AZURE_AUTHORITY_HOST: azure.url, AZURE_RESOURCE_MANAGER_URL: azure.url, AZURE_GRAPH_URL: azure.directoryUrl, AZURE_METRICS_URL: azure.metricsUrl,
    AZURE_TENANT_ID: simulatedTenantId, AZURE_CLIENT_ID: simulatedClientId, AZURE_CLIENT_SECRET: simulatedClientSecret,
  });
  const dataDir = path.resolve(flags['data-dir'] ?? path.join(environment['DATA_DIR'] ?? './data', 'demo'));
  // Where others on the machine may look too, as at most configuration: only then is shown what changed in a file.
  const files = path.join(os.tmpdir(), `roundsman-demo-files-${hash('sha256', dataDir).slice(0, 8)}`);
  process.env['INTEGRITY_ROOTS'] = files;
  return {
    flags: { ...flags, 'data-dir': dataDir },
    environment: process.env,
    async ready(app) {
      const runs = await app.api.inject({ method: 'GET', url: '/api/v1/runs?limit=1', headers: { host: 'localhost' } });
      if (runs.json<{ total: number }>().total === 0) await app.api.inject({ method: 'POST', url: '/api/schedule/trigger', headers: { host: 'localhost' }, payload: { source: 'demo' } });
      await watchDemoFiles(app, files);
    },
    async stop() {
      await Promise.all([aws.close(), azure.close(), gcp.close()]);
      fs.rmSync(path.dirname(keyFile), { recursive: true, force: true });
    },
  };
}

/** A key file as Google hands it out, for the simulated Google Cloud alone. */
function keepKey(credentials: object): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'roundsman-demo-key-')), 'key.json');
  fs.writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  return file;
}

/** On the first start: a folder is registered, checked every minute, and tampered with. */
async function watchDemoFiles(app: App, folder: string): Promise<void> {
  const ask = (method: 'GET' | 'POST', url: string, payload?: object) => app.api.inject({ method, url, headers: { host: 'localhost' }, ...(payload === undefined ? {} : { payload }) });
  const isNew = makeDemoFiles(folder);
  const { files } = (await ask('GET', '/api/audit/scheduler/status')).json<{ files: number }>();
  if (!isNew && files > 0) return;
  await ask('POST', '/api/audit/verify-path', { path: path.join(folder, 'var'), mode: 'append_only' });
  for (const part of ['etc', 'srv', 'usr']) await ask('POST', '/api/audit/verify-path', { path: path.join(folder, part) });
  await ask('POST', '/api/audit/scheduler/start', { interval_seconds: 60 });
  if (!isNew) return;
  tamperWithDemoFiles(folder);
  await ask('POST', '/api/audit/scheduler/run-now');
}
