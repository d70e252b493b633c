import type { Pacing } from '../../platform/pacing/pacing.ts';
import { listAt, numberAt, textAt } from '../fields.ts';
import { GcpApi } from './api.ts';
import { textsAt } from './links.ts';
import { pagesOf } from './pages.ts';
import type { GcpSettings } from './settings.ts';
import { findSignIn } from './sign-in/sign-in.ts';

export interface CatalogPrice {
  region: string;
  sku: string;
  usd: number;
  priceDate: string;
}

/** Compute Engine, by the id that the catalogue gives it (cloudbilling.v1 services.list). */
const computeEngine = '6F81-5844-456A';
const timeoutMs = 300_000;

/** Which SKU of ours a row of the catalogue is, by its group, its unit and the beginning of its description. */
const kinds: readonly { group: string; unit: string; description: RegExp; sku(found: RegExpExecArray): string }[] = [
  { group: 'PDStandard', unit: 'GiBy.mo', description: /^Storage PD Capacity/, sku: () => 'disk.pd-standard' },
  { group: 'SSD', unit: 'GiBy.mo', description: /^SSD backed PD Capacity/, sku: () => 'disk.pd-ssd' },
  { group: 'SSD', unit: 'GiBy.mo', description: /^Balanced PD Capacity/, sku: () => 'disk.pd-balanced' },
  { group: 'StorageImage', unit: 'GiBy.mo', description: /^Storage Image/, sku: () => 'image' },
  { group: 'PDSnapshot', unit: 'GiBy.mo', description: /^Storage PD Snapshot/, sku: () => 'snapshot.standard' },
  { group: 'IpAddress', unit: 'h', description: /^Static Ip Charge/, sku: () => 'ip.idle' },
  { group: 'CPU', unit: 'h', description: /^(E2|N2|N2D AMD|N4|T2D AMD|C2D AMD|C3|C3D) Instance Core running/, sku: ([, family = '']) => `vcpu.${wordOf(family)}` },
  { group: 'RAM', unit: 'GiBy.h', description: /^(E2|N2|N2D AMD|N4|T2D AMD|C2D AMD|C3|C3D) Instance Ram running/, sku: ([, family = '']) => `gib.${wordOf(family)}` },
  { group: 'N1Standard', unit: 'h', description: /^N1 Predefined Instance Core running/, sku: () => 'vcpu.n1' },
  { group: 'N1Standard', unit: 'GiBy.h', description: /^N1 Predefined Instance Ram running/, sku: () => 'gib.n1' },
];

const wordOf = (family: string): string => (family.split(' ')[0] ?? '').toLowerCase();

/** On-demand list prices by region from the Cloud Billing Catalog (cloudbilling.v1 services.skus.list). */
export async function fetchBillingCatalog(settings: GcpSettings, pacing: Pacing, regions: readonly string[]): Promise<CatalogPrice[]> {
  const signIn = await findSignIn(settings, process.env);
  const api = new GcpApi(settings, signIn, { pacing, budget: { left: Infinity } });
  const wanted = new Set(regions);
  const prices = new Map<string, CatalogPrice>();
  const call = { host: 'cloudbilling.googleapis.com', path: `v1/services/${computeEngine}/skus`, query: { currencyCode: 'USD', pageSize: '5000' }, account: 'price list', call: 'cloudbilling.v1.services.skus.list', counter: { calls: 0, throttled: 0 }, signal: AbortSignal.timeout(timeoutMs) };
  for await (const page of pagesOf<{ skus?: unknown[]; nextPageToken?: string }>(api, call)) {
    for (const row of page.skus ?? []) {
      for (const price of pricesOf(row)) if (wanted.has(price.region)) prices.set(`${price.region} ${price.sku}`, price);
    }
  }
  return [...prices.values()];
}

function pricesOf(row: unknown): CatalogPrice[] {
  if (textAt(row, 'category.usageType') !== 'OnDemand') return [];
  const [info] = listAt(row, 'pricingInfo');
  const words = textAt(row, 'description') ?? '';
  const unit = textAt(info, 'pricingExpression.usageUnit');
  const group = textAt(row, 'category.resourceGroup');
  const kind = kinds.find((one) => one.group === group && one.unit === unit && one.description.test(words));
  const found = kind?.description.exec(words);
  // The first units of some are free: what more of them costs is in the last tier.
  const rate = listAt(info, 'pricingExpression.tieredRates').at(-1);
  const usd = textAt(rate, 'unitPrice.currencyCode') === 'USD' ? (numberAt(rate, 'unitPrice.units') ?? 0) + (numberAt(rate, 'unitPrice.nanos') ?? 0) / 1e9 : 0;
  const date = (textAt(info, 'effectiveTime') ?? '').slice(0, 10);
  if (kind === undefined || found === null || found === undefined || usd <= 0 || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return [];
  return textsAt(row, 'serviceRegions').map((region) => ({ region, sku: `gcp.${kind.sku(found)}`, usd, priceDate: date }));
}
