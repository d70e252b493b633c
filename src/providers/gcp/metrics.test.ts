import { expect, it } from 'vitest';
import { startGcpUnderTest } from '../../../test/collect-gcp.ts';

const question = (instance_id: string, statistic: 'average' | 'sum' = 'average') => ({ name: 'compute.googleapis.com/instance/cpu/utilization', statistic, days: 14, dimensions: { instance_id } });

it('answers for many instances in few calls, page by page, some of them idle', async () => {
  await using under = await startGcpUnderTest({ resources: 50, seed: 3 });
  const asks = Array.from({ length: 100 }, (_, number) => ({ uid: `//compute.googleapis.com/${number}`, region: 'us-central1', question: question(String(9_000_000 + number)) }));
  const { facts, error } = (await under.collector().metrics?.({ id: under.project, roleArn: null, externalId: null }, asks, AbortSignal.timeout(20_000))) ?? { facts: [] };
  expect(error).toBeUndefined();
  expect(facts.every((one) => one?.points === 336 && one.coveredDays === 14)).toBe(true);
  const idle = facts.filter((one) => (one?.p95 ?? 1) < 0.05).length;
  expect(idle).toBeGreaterThan(10);
  expect(idle).toBeLessThan(50);
  // A hundred instances are three filters, each of two pages of 25 or one.
  expect(under.gcp.log.filter(({ path }) => path.endsWith('/timeSeries')).length).toBe(5);
});

it('tells why where the metrics may not be read, and answers nothing', async () => {
  await using under = await startGcpUnderTest({ resources: 50, seed: 3, faults: [{ kind: 'deny', host: 'monitoring.googleapis.com' }] });
  const { facts, error } = (await under.collector().metrics?.({ id: under.project, roleArn: null, externalId: null }, [{ uid: 'a', region: 'us-central1', question: question('1') }], AbortSignal.timeout(20_000))) ?? { facts: [] };
  expect(facts).toEqual([undefined]);
  expect(error).toMatchObject({ code: 'GCP_ACCESS_DENIED' });
});
