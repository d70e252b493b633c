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

it('asks once a project and kind, page by page, and tells whoever is not named from whoever nobody knows', async () => {
  await using under = await startGcpUnderTest({ resources: 9000, projects: 1 });
  const found = await under.collect(['gcp:iam:service-account', 'gcp:iam:key']);
  const calls = under.gcp.log.filter((request) => request.host === host);
  const lists = new Set(calls.map(({ path }) => path));
  expect(lists.size).toBe(2);
  expect(calls.length).toBeLessThanOrEqual(4);
  const accounts = found.get('gcp:iam:service-account')?.resources ?? [];
  expect(new Set(accounts.map(({ attributes }) => attributes['use_known']))).toEqual(new Set([true]));
  expect(new Set(accounts.map(({ attributes }) => attributes['last_authenticated_at']))).toEqual(new Set(['2026-06-20T07:00:00Z', null]));
  expect(new Set(accounts.map(({ attributes }) => attributes['observed_since']))).toEqual(new Set(['2026-01-01T07:00:00Z']));
});
