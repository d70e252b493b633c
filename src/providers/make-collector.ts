import type { CallBudget, Collector } from '../core/collector.ts';
import { AppError } from '../core/errors.ts';
import type { Provider } from '../core/resource.ts';
import type { Pacing, RateLimit } from '../platform/pacing/pacing.ts';
import { publishedLimits as awsLimits } from './aws/published-limits.ts';
import { publishedLimits as azureLimits } from './azure/published-limits.ts';
import { publishedLimits as gcpLimits } from './gcp/published-limits.ts';
import type { CloudSettings } from './settings.ts';

/** Start values by service, of the clouds that are asked at their own addresses. */
export function publishedLimitsOf({ aws, azure, gcp }: CloudSettings): Readonly<Record<string, RateLimit>> {
  return { ...(aws?.pacing === 'published' ? awsLimits : {}), ...(azure?.pacing === 'published' ? azureLimits : {}), ...(gcp?.pacing === 'published' ? gcpLimits : {}) };
}

/** The collector of a cloud; its code is loaded now and not before. Throws NOT_POSSIBLE where the cloud is not enabled. */
export async function makeCollector(provider: Provider, settings: CloudSettings, pacing: Pacing, budget: CallBudget): Promise<Collector> {
  const { aws, azure, gcp } = settings;
  if (provider === 'aws' && aws !== undefined) {
    const { createAwsCollector } = await import('./aws/collector.ts');
    return createAwsCollector(aws, pacing, budget);
  }
  if (provider === 'azure' && azure !== undefined) {
    const { createAzureCollector } = await import('./azure/collector.ts');
    return createAzureCollector(azure, pacing, budget);
  }
  if (provider === 'gcp' && gcp !== undefined) {
    const { createGcpCollector } = await import('./gcp/collector.ts');
    return createGcpCollector(gcp, pacing, budget);
  }
  throw new AppError('NOT_POSSIBLE', { detail: `${provider} is not in ENABLED_PROVIDERS.` });
}

export interface FetchedPrice {
  region: string;
  sku: string;
  usd: number;
  priceDate: string;
}

/** What the cloud's own price interface answers for the regions. */
export async function fetchPricesOf(provider: Provider, settings: CloudSettings, pacing: Pacing, regions: string[]): Promise<FetchedPrice[]> {
  const { aws, azure, gcp } = settings;
  // A private endpoint has prices of its own, which nobody publishes.
  if (provider === 'azure' && azure !== undefined && azure.resourceManagerUrl === undefined) {
    const { fetchRetailPrices } = await import('./azure/retail-prices.ts');
    return fetchRetailPrices(azure, regions);
  }
  if (provider === 'gcp' && gcp !== undefined && gcp.endpointUrl === undefined) {
    const { fetchBillingCatalog } = await import('./gcp/billing-catalog.ts');
    return fetchBillingCatalog(gcp, pacing, regions);
  }
  if (provider === 'aws' && aws !== undefined) {
    const { fetchPrices } = await import('./aws/price-list.ts');
    return fetchPrices(aws, pacing, regions);
  }
  return [];
}
