import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { type SimulatedAzure, simulatedClientId, simulatedClientSecret, simulatedTenantId, startSimulatedAzure } from '../../demo/azure/server.ts';
import { type SimulatedGcp, startSimulatedGcp } from '../../demo/gcp/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { type StartedApp, startApp } from './start-app.ts';

/** All clouds at once, each simulated on the wire, by the product as it starts. */
let aws: SimulatedAws;
let azure: SimulatedAzure;
let gcp: SimulatedGcp;
let app: StartedApp;
let folder: string;

beforeAll(async () => {
  aws = await startSimulatedAws({ resources: 120, seed: 5, regions: ['us-east-1', 'eu-west-1'] });
  azure = await startSimulatedAzure({ resources: 300, subscriptions: 2, seed: 5 });
  gcp = await startSimulatedGcp({ resources: 300, projects: 2, seed: 5 });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clouds-key-'));
  fs.writeFileSync(path.join(folder, 'key.json'), JSON.stringify(gcp.credentials));
  app = await startApp({
    aws,
    environment: {
      ENABLED_PROVIDERS: 'aws,azure,gcp', GOOGLE_APPLICATION_CREDENTIALS: path.join(folder, 'key.json'), GCP_ENDPOINT_URL: gcp.url,
      AZURE_AUTHORITY_HOST: azure.url, AZURE_RESOURCE_MANAGER_URL: azure.url, AZURE_GRAPH_URL: azure.directoryUrl,
      AZURE_TENANT_ID: simulatedTenantId, AZURE_CLIENT_ID: simulatedClientId, AZURE_CLIENT_SECRET: simulatedClientSecret,
    },
  });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await Promise.all([aws.close(), azure.close(), gcp.close()]);
  fs.rmSync(folder, { recursive: true });
});

async function extracted(body: unknown = {}): Promise<contract.JobDetail> {
  const { job_id: id } = await app.call(contract.extractAnswer, 'POST', '/extraction/extract', body);
  for (;;) {
    const job = await app.call(contract.jobDetail, 'GET', `/extraction/jobs/${id}`);
    if (!['queued', 'running'].includes(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an extraction of several clouds', () => {
  it('collects all of them at once', async () => {
    const job = await extracted();
    expect(job).toMatchObject({ status: 'completed', errors: [] });
    const { items } = await app.call(contract.connectionList, 'GET', '/api/v1/connections');
    expect(items.map(({ provider, state }) => [provider, state])).toEqual([['aws', 'connected'], ['azure', 'connected'], ['gcp', 'connected']]);
    const facets = await app.call(contract.resourceFacets, 'GET', '/api/v1/resources/facets');
    expect(Object.fromEntries(facets.provider.map(({ value, count }) => [value, count]))).toMatchObject({ azure: expect.any(Number) as number, aws: expect.any(Number) as number });
    const { targets } = await app.call(contract.runDetail, 'GET', `/api/v1/runs/${job.job_id}`);
    expect(new Set(targets.filter(({ type }) => type === 'azure:compute:disk').map((target) => target.path))).toEqual(new Set(['resource-graph']));
    expect(new Set(targets.filter(({ type }) => type === 'gcp:compute:disk').map((target) => target.path))).toEqual(new Set(['cloud-asset']));
    expect(gcp.refusedChanges).toEqual([]);
  });

  it('mixes services of all clouds freely', async () => {
    const job = await extracted({ services: ['ec2', 'storage', 'compute'] });
    expect(new Set(job.results.map(({ service }) => service))).toEqual(new Set(['ec2', 'storage', 'compute']));
  });

  it('shows the same kind of thing of each cloud in one row', async () => {
    const governance = await app.call(contract.governance, 'GET', '/api/v1/governance');
    const machines = governance.kinds.find(({ id }) => id === 'virtual-machine');
    expect(machines?.counts).toMatchObject({ aws: expect.any(Number) as number, azure: azure.truth.countOf('Microsoft.Compute/virtualMachines'), gcp: (gcp.truth['compute.googleapis.com/Instance'] ?? 0) * 2 });
    expect(machines?.counts.aws).toBeGreaterThan(0);
    expect(governance.by_provider.map(({ provider }) => provider).sort()).toEqual(['aws', 'azure', 'gcp']);
  });
});
