import { expect, it } from 'vitest';
import { shippedPrice } from './shipped-table.ts';

/** Unit prices in us-east-1 of the infracost golden files (Apache-2.0). */
it.each([
  ['rds.db.t3.large.mysql', 0.136], ['rds.db.t3.large.postgres', 0.145], ['rds.db.t3.large.aurora', 0.164], ['rds.db.t3.small.aurora', 0.041], ['rds.db.t4g.small.mysql', 0.032], ['rds.db.m5.large.mysql', 0.171],
  ['rds.storage.gp2', 0.115], ['rds.storage.gp3', 0.115], ['rds.storage.io1', 0.125], ['rds.storage.standard', 0.1], ['rds.io1.iops', 0.1], ['rds.backup', 0.095], ['rds.backup.aurora', 0.021], ['rds.extended.vcpu', 0.1],
  ['eks.hour', 0.1], ['eks.extended.hour', 0.6], ['secrets.secret', 0.4], ['opensearch.c4.2xlarge', 0.587], ['opensearch.ultrawarm1.medium', 0.238], ['opensearch.storage.gp3', 0.122], ['opensearch.storage.io1', 0.169], ['redshift.dc2.large', 0.25], ['redshift.ds2.8xlarge', 6.8], ['redshift.ra3.4xlarge', 3.26], ['redshift.ra3.16xlarge', 13.04], ['kinesis.shard.hour', 0.015], ['kinesis.consumer.hour', 0.015], ['kinesis.ondemand.hour', 0.04], ['s3.standard', 0.023], ['s3.standard_ia', 0.0125],
])('%s costs what others have found: %d', (sku, usd) => {
  expect(shippedPrice('us-east-1', sku)).toBe(usd);
});

it('prices the nodes of caches by type and engine', () => {
  // Valkey: four fifths of $0.219.
  const priced = [['elasticache.cache.r7g.large.redis', 0.219], ['elasticache.cache.r7g.large.valkey', 0.1752], ['elasticache.cache.t3.micro.memcached', 0.017]] as const;
  expect(priced.map(([sku]) => shippedPrice('us-east-1', sku))).toEqual(priced.map(([, usd]) => usd));
  for (const sku of ['elasticache.cache.r7g.large.other', 'elasticache.cache.x9.large.redis', 'elasticache.unknown.redis', 'elasticache.cache.constructor.x.redis']) expect(shippedPrice('us-east-1', sku), sku).toBeUndefined();
});

it('prices other regions by their factor, and knows none that it does not have', () => {
  expect(shippedPrice('eu-west-1', 'nat.hour')).toBe(0.04995);
  expect(shippedPrice('eu-west-1', 'eks.hour')).toBe(0.1);
  expect([shippedPrice('us-east-1', 'route53.zone'), shippedPrice('us-east-1', 'route53.zone.further')]).toEqual([0.5, 0.1]);
  expect(shippedPrice('eu-central-1', 's3.standard')).toBe(0.0245);
  for (const [region, sku] of [['mars-1', 'eks.hour'], ['mars-1', 's3.standard'], ['us-east-1', 'constructor'], ['us-east-1', 'rds.db.t3.micro.aurora'], ['us-east-1', 'rds.db.t3.large.oracle-ee'], ['us-east-1', 'redshift.ra9.large'], ['us-east-1', 'opensearch.x9.large'], ['us-east-1', 's3.odd']] as const) expect(shippedPrice(region, sku), sku).toBeUndefined();
});
