import type { Provider } from '../core/resource.ts';
import type { Prices, PriceSource, UnitPrice } from '../core/rule.ts';
import { shippedPrice, tableDateOf } from './shipped-table.ts';

/** A price as the store keeps it. `priceDate` is YYYY-MM-DD. */
export interface FetchedPrice {
  region: string;
  sku: string;
  usd: number;
  priceDate: string;
}

export type LivePrice = FetchedPrice & { provider: Provider };

const sources: Readonly<Record<Provider, PriceSource>> = { aws: 'aws-price-list', azure: 'azure-retail-prices', gcp: 'gcp-billing-catalog', files: 'shipped-table' };

/** Looks a SKU up in the prices that a provider's API gave, else in the shipped table. */
export function priceBook(live: readonly LivePrice[]): Prices {
  const byKey = new Map(live.map((price) => [`${price.region} ${price.sku}`, price]));
  return {
    unit(region, sku): UnitPrice | undefined {
      const found = byKey.get(`${region} ${sku}`);
      if (found !== undefined) return { usd: found.usd, source: sources[found.provider], date: found.priceDate };
      const usd = shippedPrice(region, sku);
      return usd === undefined ? undefined : { usd, source: 'shipped-table', date: tableDateOf(sku) };
    },
  };
}
