import { afterAll, beforeAll, expect, it } from 'vitest';
import { useOwnCredentials } from '../../../../test/collect-aws.ts';
import { Pacing } from '../../../../src/platform/pacing/pacing.ts';
import { readMetrics } from '../../../../src/providers/aws/metrics.ts';
import { AwsSession } from '../../../../src/providers/aws/session.ts';
import { type SimulatedAws, startSimulatedAws } from '../../server.ts';

let aws: SimulatedAws;
beforeAll(async () => {
  aws = await startSimulatedAws({ resources: 100, seed: 3 });
  useOwnCredentials();
});
afterAll(() => aws.close());

it('answers hundreds of questions in a call, some things idle and some busy', async () => {
  const session = new AwsSession({ endpointUrl: aws.url, accounts: [], pacing: 'learn', maxInFlight: 10, throttlePatienceMs: 1000, requestTimeoutMs: 10_000 }, new Pacing({ published: {}, learned: new Map(), maxInFlight: 10, now: () => performance.now() }));
  const asks = Array.from({ length: 320 }, (_, number) => ({ uid: `i-${number}`, region: 'us-east-1', question: { name: 'CPUUtilization', namespace: 'AWS/EC2', statistic: 'average' as const, days: 14, dimensions: { InstanceId: `i-${number}` } } }));
  const { facts, error } = await readMetrics(session, { id: '123456789012', roleArn: null, externalId: null }, asks, AbortSignal.timeout(20_000));
  expect(error).toBeUndefined();
  expect(facts.every((one) => one?.coveredDays === 14 && one.points === 336)).toBe(true);
  const idle = facts.filter((one) => (one?.p95 ?? 100) < 5).length;
  expect(idle).toBeGreaterThan(40);
  expect(idle).toBeLessThan(140);
});
