import { expect, it } from 'vitest';
import { startGcpUnderTest } from '../../../test/collect-gcp.ts';

const question = (instance_id: string, statistic: 'average' | 'sum' = 'average') => ({ name: 'compute.googleapis.com/instance/cpu/utilization', statistic, days: 14, dimensions: { instance_id } });

const facts = async (count: number, pointsAPage?: number) => {
  await using under = await startGcpUnderTest({ resources: 50, seed: 3, ...(pointsAPage === undefined ? {} : { pointsAPage }) });
  const asks = Array.from({ length: count }, (_, number) => ({ uid: `//compute.googleapis.com/${number}`, region: 'us-central1', question: question(String(9_000_000_000_000_000_000n + BigInt(number))) }));
  const answers = (await under.collector().metrics?.({ id: under.project, roleArn: null, externalId: null }, asks, AbortSignal.timeout(20_000))) ?? { facts: [] };
  const filters = under.gcp.log.filter(({ path }) => path.endsWith('/timeSeries')).map(({ query }) => new URLSearchParams(query).get('filter') ?? '');
  return { ...answers, filters };
};

it('answers for many instances in few calls, some of them idle', async () => {
  const { facts: found, error, filters } = await facts(100);
  expect(error).toBeUndefined();
  expect(found.every((one) => one?.points === 336 && one.coveredDays === 14)).toBe(true);
  const idle = found.filter((one) => (one?.p95 ?? 1) < 0.05).length;
  expect(idle).toBeGreaterThan(10);
  expect(idle).toBeLessThan(50);
  // A filter holds 2,048 characters, so some eighty ids.
  expect(filters.length).toBe(2);
  expect(Math.max(...filters.map((filter) => filter.length))).toBeLessThanOrEqual(2048);
});

it('puts together a series that two pages hold', async () => {
  const { facts: whole } = await facts(30);
  const { facts: inPages, filters } = await facts(30, 1000);
  expect(inPages).toEqual(whole);
  expect(filters.length).toBe(11);
});

it('tells why where the metrics may not be read, and answers nothing', async () => {
  await using under = await startGcpUnderTest({ resources: 50, seed: 3, faults: [{ kind: 'deny', host: 'monitoring.googleapis.com' }] });
  const { facts: found, error } = (await under.collector().metrics?.({ id: under.project, roleArn: null, externalId: null }, [{ uid: 'a', region: 'us-central1', question: question('1') }], AbortSignal.timeout(20_000))) ?? { facts: [] };
  expect(found).toEqual([undefined]);
  expect(error).toMatchObject({ code: 'GCP_ACCESS_DENIED' });
});
