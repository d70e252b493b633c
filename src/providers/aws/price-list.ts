import type { Pacing } from '../../platform/pacing/pacing.ts';
import { pages } from './pages.ts';
import { AwsSession, type AwsSettings } from './session.ts';

interface ListedPrice {
  region: string;
  sku: string;
  usd: number;
  priceDate: string;
}

interface Product {
  product?: { productFamily?: string; attributes?: Record<string, string> };
  publicationDate?: string;
  terms?: { OnDemand?: Record<string, { effectiveDate?: string; priceDimensions?: Record<string, { pricePerUnit?: { USD?: string }; beginRange?: string }> }> };
}

/** What is asked: few answers each, for all regions at once. */
const questions: readonly { service: string; filters: Record<string, string> }[] = [
  { service: 'AmazonEC2', filters: { productFamily: 'Storage' } },
  { service: 'AmazonEC2', filters: { productFamily: 'System Operation', group: 'EBS IOPS' } },
  { service: 'AmazonEC2', filters: { productFamily: 'Provisioned Throughput' } },
  { service: 'AmazonEC2', filters: { productFamily: 'Storage Snapshot' } },
  { service: 'AmazonVPC', filters: { group: 'VPCPublicIPv4Address' } },
];

/**
 * On-demand prices of storage and addresses from the AWS Price List Query API (served in us-east-1 only).
 * Throws what the call threw; the caller then goes on with what it has.
 */
export async function fetchPrices(settings: AwsSettings, pacing: Pacing, regions: readonly string[]): Promise<ListedPrice[]> {
  const { PricingClient, paginateGetProducts } = await import('@aws-sdk/client-pricing');
  const session = new AwsSession(settings, pacing);
  const prepared = await session.prepare({ id: 'prices' });
  const client = session.client(PricingClient as never, prepared, 'us-east-1', { calls: 0, throttled: 0 }, AbortSignal.timeout(120_000)) as InstanceType<typeof PricingClient>;
  const wanted = new Set(regions);
  const found = new Map<string, ListedPrice>();
  for (const { service, filters } of questions) {
    const input = { ServiceCode: service, Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value })) };
    for await (const page of pages(paginateGetProducts({ client, pageSize: 100 }, input), ({ NextToken }) => NextToken)) {
      for (const text of page.PriceList ?? []) {
        const price = priceOf(JSON.parse(String(text)) as Product);
        if (price !== undefined && wanted.has(price.region)) found.set(`${price.region} ${price.sku}`, price);
      }
    }
  }
  return [...found.values()];
}

/** One entry of the list as a SKU of the price book; undefined for what the book does not have. */
export function priceOf({ product, terms, publicationDate }: Product): ListedPrice | undefined {
  const attributes = product?.attributes ?? {};
  const region = attributes['regionCode'];
  const sku = skuOf(product?.productFamily, attributes);
  const term = Object.values(terms?.OnDemand ?? {})[0];
  // Tiered prices begin with the one that a single resource pays.
  const dimension = Object.values(term?.priceDimensions ?? {}).find(({ beginRange }) => beginRange === undefined || beginRange === '0');
  const usd = Number(dimension?.pricePerUnit?.USD);
  if (region === undefined || sku === undefined || !Number.isFinite(usd) || usd <= 0) return undefined;
  // Throughput is listed per GiB/s and booked per MiB/s.
  const perUnit = sku === 'ebs.gp3.mibps' && usd > 1 ? usd / 1024 : usd;
  return { region, sku, usd: perUnit, priceDate: (term?.effectiveDate ?? publicationDate ?? '').slice(0, 10) };
}

function skuOf(family: string | undefined, attributes: Record<string, string>): string | undefined {
  const usage = attributes['usagetype'] ?? '';
  const volume = attributes['volumeApiName'];
  if (usage.endsWith('PublicIPv4:IdleAddress')) return 'ipv4';
  if (usage.endsWith('EBS:SnapshotUsage')) return 'snapshot.standard';
  if (usage.endsWith('EBS:SnapshotArchiveStorage')) return 'snapshot.archive';
  if (family === 'Storage' && volume !== undefined) return `ebs.${volume}`;
  if (usage.endsWith('VolumeP-IOPS.gp3')) return 'ebs.gp3.iops';
  if (usage.endsWith('VolumeP-IOPS.piops')) return 'ebs.io1.iops';
  if (usage.endsWith('VolumeP-IOPS.io2')) return 'ebs.io2.iops';
  return usage.endsWith('VolumeP-Throughput.gp3') ? 'ebs.gp3.mibps' : undefined;
}
