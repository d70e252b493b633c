import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../test/collect-azure.ts';

const idOf = (subscription: string, type: string, number: number): string => `/subscriptions/${subscription}/resourcegroups/web/providers/${type}/thing-${number}`;
const question = (statistic: 'average' | 'sum' = 'average', name = 'Percentage CPU') => ({ name, statistic, days: 14 });
const machine = 'microsoft.compute/virtualmachines';

it('answers for fifty machines in a call, and one by one where there are no batches', async () => {
  await using under = await startAzureUnderTest({ resources: 50, seed: 3 });
  const [id = ''] = under.azure.truth.subscriptions;
  const asks = Array.from({ length: 70 }, (_, number) => ({ uid: idOf(id, machine, number), region: 'westeurope', question: question() }));
  const ask = (settings: object) => under.collector(settings).metrics?.({ id, roleArn: null, externalId: null }, asks, AbortSignal.timeout(20_000));
  const calls = (): number => under.azure.log.filter(({ path }) => /metrics(:getBatch)?$/i.test(path)).length;
  const batched = await ask({ metricsUrl: under.azure.metricsUrl });
  expect(batched?.error).toBeUndefined();
  expect(batched?.facts.every((one) => one?.points === 336 && one.coveredDays === 14)).toBe(true);
  expect(calls()).toBe(2);
  const single = await ask({});
  expect(single?.facts).toEqual(batched?.facts);
  expect(calls()).toBe(72);
});

it('answers null for a type without the metric, and of the others all the same', async () => {
  await using under = await startAzureUnderTest({ resources: 50, seed: 3 });
  const [id = ''] = under.azure.truth.subscriptions;
  const asks = [{ uid: idOf(id, 'microsoft.network/networkinterfaces', 1), region: 'westeurope', question: question('sum', 'BytesSentRate') }, { uid: idOf(id, machine, 1), region: 'westeurope', question: question() }];
  const { facts = [] } = (await under.collector().metrics?.({ id, roleArn: null, externalId: null }, asks, AbortSignal.timeout(20_000))) ?? {};
  expect(facts[0]).toBeNull();
  expect(facts[1]).toMatchObject({ points: 336 });
});

it('tells why where metrics may not be read', async () => {
  await using under = await startAzureUnderTest({ resources: 50, seed: 3, faults: [{ kind: 'error', path: '/metrics', status: 503 }] });
  const [id = ''] = under.azure.truth.subscriptions;
  const answer = await under.collector().metrics?.({ id, roleArn: null, externalId: null }, [{ uid: idOf(id, machine, 1), region: 'westeurope', question: question() }], AbortSignal.timeout(20_000));
  expect(answer?.facts).toEqual([undefined]);
  expect(answer?.error?.code).toBe('AZURE_UNAVAILABLE');
});
