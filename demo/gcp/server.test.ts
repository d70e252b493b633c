import { afterEach, expect, it } from 'vitest';
import { processorMs } from '../../test/processor-ms.ts';
import { GcpEstate } from './estate.ts';
import { type SimulatedGcp, startSimulatedGcp } from './server.ts';

let gcp: SimulatedGcp | undefined;
afterEach(async () => {
  await gcp?.close();
  gcp = undefined;
});

async function signedIn(started: SimulatedGcp): Promise<Record<string, string>> {
  const answer = await fetch(`${started.url}/oauth2.googleapis.com/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'good-refresh-token' }) });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${token}` };
}

it('has the same estate for the same seed, and another for another', () => {
  const now = new Date('2026-07-01T00:00:00Z');
  const sample = (seed: number): string => {
    const estate = new GcpEstate({ seed, resources: 2000, now });
    return JSON.stringify(estate.kinds.map((kind) => [...estate.things(kind, estate.projects[0]!)].map((thing) => [thing.assetName, kind.data(thing), kind.policy?.(thing)])));
  };
  expect(sample(1)).toBe(sample(1));
  expect(sample(1)).not.toBe(sample(2));
});

it('computes a million things when they are asked for', async () => {
  gcp = await startSimulatedGcp({ resources: 1_000_000 });
  const total = Object.values(gcp.truth).reduce((sum, count) => sum + count, 0);
  expect(Math.abs(total - 1_000_000)).toBeLessThan(1000);
  const headers = await signedIn(gcp);
  const began = processorMs();
  const answer = await fetch(`${gcp.url}/cloudasset.googleapis.com/v1/projects/acme-project-1/assets?contentType=RESOURCE&pageSize=1000&pageToken=assets-900000`, { headers });
  const { assets, nextPageToken } = (await answer.json()) as { assets: unknown[]; nextPageToken: string };
  expect([assets.length, nextPageToken]).toEqual([1000, 'assets-901000']);
  expect(processorMs() - began).toBeLessThan(2000);
});

it('refuses whoever has not signed in, whatever changes something, and every reading of a secret', async () => {
  gcp = await startSimulatedGcp();
  const { url } = gcp;
  expect((await fetch(`${url}/compute.googleapis.com/compute/v1/projects/acme-project-1/aggregated/disks`)).status).toBe(401);
  const headers = await signedIn(gcp);
  const statusOf = async (method: string, path: string): Promise<number> => (await fetch(`${url}/${path}`, { method, headers })).status;
  expect(await statusOf('DELETE', 'compute.googleapis.com/compute/v1/projects/acme-project-1/zones/z/disks/d')).toBe(403);
  expect(await statusOf('POST', 'compute.googleapis.com/compute/v1/projects/acme-project-1/zones/z/disks')).toBe(403);
  expect(await statusOf('GET', 'secretmanager.googleapis.com/v1/projects/acme-project-1/secrets/s/versions/1:access')).toBe(403);
  expect(await statusOf('GET', 'apikeys.googleapis.com/v2/projects/acme-project-1/locations/global/keys/k/keyString')).toBe(403);
  expect(gcp.refusedChanges.length).toBe(4);
});

it('refuses asset types that Cloud Asset does not know, by their names', async () => {
  gcp = await startSimulatedGcp();
  const answer = await fetch(`${gcp.url}/cloudasset.googleapis.com/v1/projects/acme-project-1/assets?contentType=RESOURCE&assetTypes=compute.googleapis.com/Disk&assetTypes=compute.googleapis.com/Dusk`, { headers: await signedIn(gcp) });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('compute.googleapis.com/Dusk');
});
