import { expect, it } from 'vitest';
import { startGcpUnderTest } from '../../../test/collect-gcp.ts';
import { gcpResourceTypes } from '../index.ts';

const ordinary = [...gcpResourceTypes.values()].filter(({ accountKind = 'ordinary', source }) => accountKind === 'ordinary' && source.from === 'asset').map(({ id }) => id);
const off = { kind: 'deny', host: 'cloudasset.googleapis.com' } as const;

it('finds the same by the lists of the services as by Cloud Asset', async () => {
  await using under = await startGcpUnderTest({ resources: 1200, seed: 5 });
  const uidsOf = async () => new Map([...(await under.collect(ordinary, { collector: under.collector() }))].map(([type, { resources, end }]) => [type, { status: end.result.status, uids: resources.map(({ uid, region }) => `${uid} ${region}`).sort() }]));
  const swept = await uidsOf();
  under.gcp.setFaults([off]);
  const listed = await uidsOf();
  for (const type of ordinary) expect([type, listed.get(type)]).toEqual([type, swept.get(type)]);
});

it('asks place by place where a service takes no wildcard, and does not take a denied place for an empty one', async () => {
  await using under = await startGcpUnderTest({ resources: 1200, seed: 5, faults: [off, { kind: 'deny', host: 'run.googleapis.com', path: 'locations/us-east4/services' }] });
  const found = await under.collect(['gcp:run:service']);
  const { resources, end } = found.get('gcp:run:service') ?? { resources: [], end: undefined };
  expect(resources.length).toBeGreaterThan(0);
  expect(resources.map(({ region }) => region)).not.toContain('us-east4');
  expect(end?.result.status).toBe('partial');
});

it('does not take a list of places that is denied for no places', async () => {
  await using under = await startGcpUnderTest({ resources: 1200, seed: 5, faults: [off, { kind: 'deny', host: 'run.googleapis.com', path: 'v1/projects' }] });
  const end = (await under.collect(['gcp:run:service'])).get('gcp:run:service')?.end;
  expect(end?.result).toMatchObject({ status: 'denied' });
});
