import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AzureUnderTest, startAzureUnderTest } from '../../../../test/collect-azure.ts';

const type = 'azure:compute:virtual-machine';
let under: AzureUnderTest;
beforeAll(async () => {
  under = await startAzureUnderTest({ resources: 400, now: new Date('2026-07-01T00:00:00Z') });
});
afterAll(() => under[Symbol.asyncDispose]());

it('reads each machine with its power state, its disks and its interfaces', async () => {
  const { resources, end } = await under.collectOne(type);
  expect(end).toMatchObject({ result: { status: 'complete', isListed: true }, path: 'resource-graph' });
  const first = resources.find(({ name }) => name === 'virtualmachine-0');
  const { disk_ids: disks, network_interface_ids: interfaces } = (first?.attributes ?? {}) as { disk_ids: string[]; network_interface_ids: string[] };
  expect(first).toMatchObject({
    createdAt: '2026-06-01T00:00:00.000Z',
    attributes: { power_state: 'running', os_type: 'Windows', image: 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest', has_system_identity: true, zones: ['1'], encryption_at_host: true, security_type: 'TrustedLaunch' },
  });
  expect(disks).toHaveLength(1);
  expect(first?.relations.slice(0, 2)).toEqual([{ kind: 'uses', uid: disks[0] }, { kind: 'uses', uid: interfaces[0] }]);
  expect(resources.map(({ attributes }) => attributes['power_state']).filter((state) => state === 'deallocated').length).toBeGreaterThan(0);
});

it('asks Resource Manager for the power states in a list of their own', async () => {
  const byGraph = await under.collectOne(type);
  under.azure.setFaults([{ kind: 'graph-denied' }]);
  under.azure.log.length = 0;
  const byLists = await under.collectOne(type);
  under.azure.setFaults([]);
  expect(new Map(byLists.resources.map(({ uid, attributes }) => [uid, attributes]))).toEqual(new Map(byGraph.resources.map(({ uid, attributes }) => [uid, attributes])));
  expect(under.azure.log.filter(({ query }) => query.includes('statusOnly=true') && !query.includes('skiptoken'))).toHaveLength(1);
});
