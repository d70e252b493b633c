import { expect, it } from 'vitest';
import { startGcpUnderTest } from '../../../test/collect-gcp.ts';
import { Pacing } from '../../platform/pacing/pacing.ts';
import { fetchBillingCatalog } from './billing-catalog.ts';

const sku = (description: string, resourceGroup: string, usageUnit: string, nanos: number, { usageType = 'OnDemand', regions = ['us-central1'], currencyCode = 'USD', free = false } = {}) => ({
  name: 'services/6F81-5844-456A/skus/x', description, category: { serviceDisplayName: 'Compute Engine', resourceFamily: 'Compute', resourceGroup, usageType }, serviceRegions: regions,
  pricingInfo: [{ effectiveTime: '2026-11-01T08:00:00Z', pricingExpression: { usageUnit, tieredRates: [...(free ? [{ startUsageAmount: 0, unitPrice: { currencyCode, units: '0', nanos: 0 } }] : []), { startUsageAmount: free ? 1 : 0, unitPrice: { currencyCode, units: '0', nanos } }] } }],
});

it('reads prices of the regions that are asked for, page by page', async () => {
  const pages: Record<string, unknown> = {
    first: { skus: [sku('Storage PD Capacity', 'PDStandard', 'GiBy.mo', 40_000_000, { free: true, regions: ['us-central1', 'us-east1'] }), sku('Spot Preemptible N2 Instance Core running in Iowa', 'CPU', 'h', 1_000_000, { usageType: 'Preemptible' })], nextPageToken: 'more' },
    more: { skus: [sku('N2 Instance Core running in Americas', 'CPU', 'h', 31_611_000), sku('N2D AMD Instance Ram running in Americas', 'RAM', 'GiBy.h', 3_686_000), sku('N2 Custom Instance Core running in Americas', 'CPU', 'h', 33_000_000), sku('SSD backed PD Capacity in Paris', 'SSD', 'GiBy.mo', 200_000_000, { regions: ['europe-west9'] }), sku('Static Ip Charge', 'IpAddress', 'h', 10_000_000, { currencyCode: 'EUR' }), {}] },
  };
  await using under = await startGcpUnderTest({ resources: 10, answer: ({ host, path, query }) => (host === 'cloudbilling.googleapis.com' && path === 'v1/services/6F81-5844-456A/skus' ? pages[query.get('pageToken') ?? 'first'] : undefined) });
  const pacing = new Pacing({ published: {}, learned: new Map(), maxInFlight: 5, now: () => performance.now() });
  expect(await fetchBillingCatalog(under.settings(), pacing, ['us-central1'])).toEqual([
    { region: 'us-central1', sku: 'gcp.disk.pd-standard', usd: 0.04, priceDate: '2026-11-01' }, { region: 'us-central1', sku: 'gcp.vcpu.n2', usd: 0.031611, priceDate: '2026-11-01' }, { region: 'us-central1', sku: 'gcp.gib.n2d', usd: 0.003686, priceDate: '2026-11-01' },
  ]);
});

it('throws where the catalogue may not be read', async () => {
  await using under = await startGcpUnderTest({ resources: 10, faults: [{ kind: 'deny', host: 'cloudbilling.googleapis.com' }] });
  const pacing = new Pacing({ published: {}, learned: new Map(), maxInFlight: 5, now: () => performance.now() });
  await expect(fetchBillingCatalog(under.settings(), pacing, ['us-central1'])).rejects.toThrow();
});
