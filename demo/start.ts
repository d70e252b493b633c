import path from 'node:path';
import type { App } from '../src/app.ts';
import { startSimulatedAws } from './aws/server.ts';

export interface Demo {
  flags: Record<string, string | undefined>;
  environment: Record<string, string | undefined>;
  /** Walks the first round, so that every page is alive. */
  ready(app: App, where: string): Promise<void>;
  stop(): Promise<void>;
}

/** How many resources the demo estate has. */
const estateSize = 640;

/** Starts the simulated clouds and turns the environment into one that knows nothing else. */
export async function startDemo(environment: Readonly<Record<string, string | undefined>>, flags: Readonly<Record<string, string | undefined>>): Promise<Demo> {
  const aws = await startSimulatedAws({ seed: 7, resources: estateSize, latencyMs: 15, throttle: 'none' });
  // The SDK reads the process's own environment: nothing of a real account may be left in it.
  for (const name of Object.keys(process.env)) if (/^(AWS|AZURE|GOOGLE|GCP)_/.test(name)) delete process.env[name];
  Object.assign(process.env, { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'AKIADEMO', AWS_SECRET_ACCESS_KEY: 'demo', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' });
  return {
    flags: { ...flags, 'data-dir': flags['data-dir'] ?? path.join(environment['DATA_DIR'] ?? './data', 'demo') },
    environment: process.env,
    async ready(app) {
      const runs = await app.api.inject({ method: 'GET', url: '/api/v1/runs?limit=1', headers: { host: 'localhost' } });
      if (runs.json<{ total: number }>().total === 0) await app.api.inject({ method: 'POST', url: '/api/schedule/trigger', headers: { host: 'localhost' }, payload: { source: 'demo' } });
    },
    stop: () => aws.close(),
  };
}
