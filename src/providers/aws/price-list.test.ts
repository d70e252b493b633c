import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anEstate } from '../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../test/collect-aws.ts';
import { shippedPrice, storageSkus } from '../../prices/shipped-table.ts';
import { Pacing } from '../../platform/pacing/pacing.ts';
import { fetchPrices } from './price-list.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  under = await startAwsUnderTest({ estate: anEstate() });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

const fetch = (regions: string[]) => {
  const settings = { endpointUrl: under.aws.url, accounts: [], pacing: 'learn' as const, maxInFlight: 10, throttlePatienceMs: 1000, requestTimeoutMs: 5000 };
  return fetchPrices(settings, new Pacing({ published: {}, learned: new Map(), maxInFlight: 10, now: () => performance.now() }), regions);
};

it('reads storage, speed, snapshots and addresses of the regions asked for, a price each', async () => {
  const prices = await fetch(['us-east-1', 'eu-west-1']);
  expect(new Set(prices.map(({ region }) => region))).toEqual(new Set(['us-east-1', 'eu-west-1']));
  expect(new Set(prices.map(({ region, sku }) => `${region} ${sku}`)).size).toBe(prices.length);
  const usd = Object.fromEntries(prices.filter(({ region }) => region === 'us-east-1').map((price) => [price.sku, price.usd]));
  expect(usd).toMatchObject({ 'ebs.gp2': 0.1, 'ebs.gp3': 0.08, 'ebs.gp3.iops': 0.005, 'ebs.io1.iops': 0.065, 'snapshot.standard': 0.05, 'snapshot.archive': 0.0125, ipv4: 0.005 });
  // Sold by the GiB/s: 40.96 ÷ 1,024.
  expect(usd['ebs.gp3.mibps']).toBeCloseTo(0.04, 6);
  expect(prices.every(({ priceDate }) => /^\d{4}-\d{2}-\d{2}$/.test(priceDate))).toBe(true);
});

it('calls everything as the shipped table does', async () => {
  const prices = await fetch(['us-east-1']);
  expect(storageSkus.filter((sku) => !prices.some((price) => price.sku === sku))).toEqual([]);
  expect(prices.filter(({ sku }) => shippedPrice('us-east-1', sku) === undefined)).toEqual([]);
});

it('says that it could not, where it may not ask', async () => {
  under.aws.setFaults([{ kind: 'deny', service: 'pricing' }]);
  await expect(fetch(['us-east-1'])).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
