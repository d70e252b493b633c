import { describe, expect, it } from 'vitest';
import type { Provider } from '../core/resource.ts';
import { type FetchedPrice, type LivePrice, priceBook } from './price-book.ts';
import { createPrices } from './refresh.ts';
import { shippedPrice, storageSkus, tableDate } from './shipped-table.ts';

describe('the shipped table', () => {
  it.each([
    ['us-east-1', 'ebs.gp3', 0.08], ['us-east-1', 'ebs.gp3.iops', 0.005], ['us-east-1', 'ebs.io1.iops', 0.065], ['us-east-1', 'snapshot.standard', 0.05], ['us-east-1', 'snapshot.archive', 0.0125],
    // 0.08 × 1.19
    ['eu-central-1', 'ebs.gp3', 0.0952], ['eu-central-1', 'snapshot.standard', 0.054],
    // 0.096 × 1.17
    ['eu-central-1', 'ec2.m5.large', 0.11232], ['us-east-1', 'ec2.t3.micro', 0.0104],
    ['us-east-1', 'ipv4', 0.005], ['sa-east-1', 'ipv4', 0.005],
  ])('has a price in %s for %s', (region, sku, usd) => {
    expect(shippedPrice(region, sku)).toBe(usd);
  });

  it.each([
    ['mars-north-1', 'ebs.gp3'], ['us-east-1', 'ebs.gp9'], ['us-east-1', 'ec2.x99.mega'], ['mars-north-1', 'ec2.t3.micro'], ['mars-north-1', 'snapshot.standard'], ['us-east-1', ''], ['us-east-1', 'constructor'], ['toString', 'ebs.gp3'],
  ])('guesses nothing in %s for %s', (region, sku) => {
    expect(shippedPrice(region, sku)).toBeUndefined();
  });

  it('costs more nowhere than twice the price of us-east-1, and never nothing', () => {
    const regions = ['us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-north-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'sa-east-1'];
    for (const region of regions) {
      for (const sku of [...storageSkus, 'ec2.m5.large']) {
        const ratio = (shippedPrice(region, sku) ?? 0) / (shippedPrice('us-east-1', sku) ?? 1);
        expect(ratio, `${region} ${sku}`).toBeGreaterThanOrEqual(1);
        expect(ratio, `${region} ${sku}`).toBeLessThanOrEqual(2);
      }
    }
    expect(tableDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

describe('the price book', () => {
  const live: LivePrice[] = [{ provider: 'aws', region: 'us-east-1', sku: 'ebs.gp3', usd: 0.07, priceDate: '2026-11-01' }];

  it('prefers what the provider said, and says where a price is from', () => {
    const book = priceBook(live);
    expect(book.unit('us-east-1', 'ebs.gp3')).toEqual({ usd: 0.07, source: 'aws-price-list', date: '2026-11-01' });
    expect(book.unit('us-west-2', 'ebs.gp3')).toEqual({ usd: 0.08, source: 'shipped-table', date: tableDate });
    expect(book.unit('us-east-1', 'ebs.gp9')).toBeUndefined();
  });

  it('is filled once a day, and goes on with what it has where nobody answers', async () => {
    let at = new Date('2026-11-22T02:00:00Z');
    let kept: (LivePrice & { fetched_at: Date })[] = [];
    const settings = { prices: async () => kept, putPrices: async (provider: Provider, prices: readonly FetchedPrice[], fetchedAt: Date) => void (kept = prices.map((price) => ({ ...price, provider, fetched_at: fetchedAt }))) };
    const said: string[] = [];
    const prices = createPrices({ settings, clock: { now: () => at, monotonicMs: () => at.getTime() }, logger: { info: (_fields, message) => void said.push(message) } });
    let asked = 0;
    const fetch = async (): Promise<LivePrice[]> => {
      asked += 1;
      if (asked === 2) throw new Error('no route');
      return live;
    };
    await prices.refresh('aws', fetch);
    await prices.refresh('aws', fetch);
    expect(asked).toBe(1);
    at = new Date(at.getTime() + 25 * 3_600_000);
    await prices.refresh('aws', fetch);
    expect(asked).toBe(2);
    expect((await prices.book()).unit('us-east-1', 'ebs.gp3')).toMatchObject({ usd: 0.07, date: '2026-11-01' });
    expect(said[1]).toContain('estimates');
  });
});
