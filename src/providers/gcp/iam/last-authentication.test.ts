import { expect, it } from 'vitest';
import type { Fault } from '../../../../demo/gcp/server.ts';
import { startGcpUnderTest } from '../../../../test/collect-gcp.ts';

const host = 'policyanalyzer.googleapis.com';

it.each([
  ['is on', [], 'complete', [true, true]],
  ['is off', [{ kind: 'api-off', host }], 'complete', [false, false]],
  ['is denied', [{ kind: 'deny', host }], 'partial', [false, false]],
] as [string, Fault[], string, boolean[]][])('knows when accounts and keys were used where the interface %s', async (_, faults, status, known) => {
  await using under = await startGcpUnderTest({ resources: 400, faults });
  const types = ['gcp:iam:service-account', 'gcp:iam:key'];
  const found = await under.collect(types);
  expect(types.map((type) => found.get(type)?.end.result.status)).toEqual([status, status]);
  expect(types.map((type) => found.get(type)?.resources[0]?.attributes['use_known'])).toEqual(known);
});
