import type { Provider } from '../core/resource.ts';
import type { Prices } from '../core/rule.ts';
import type { Clock } from '../platform/clock.ts';
import { type FetchedPrice, type LivePrice, priceBook } from './price-book.ts';

const sourceNames: Readonly<Record<Provider, string>> = { aws: 'AWS Price List API', azure: 'Azure Retail Prices API', gcp: 'Cloud Billing Catalog', files: 'price interface' };

const keepMs = 24 * 3_600_000;

interface PriceKeeper {
  prices(): Promise<(LivePrice & { fetched_at: Date })[]>;
  putPrices(provider: Provider, prices: readonly FetchedPrice[], at: Date): Promise<void>;
}

/** The price book over what the provider's price API gave, asked again once a day. */
export function createPrices({ settings, clock, logger }: { settings: PriceKeeper; clock: Clock; logger: { info(fields: object, message: string): void } }) {
  const triedAt = new Map<Provider, number>();
  return {
    async book(): Promise<Prices> {
      return priceBook(await settings.prices());
    },
    /** Fetches where the kept prices are older than a day; goes on with what there is where the API does not answer. */
    async refresh(provider: Provider, fetch: () => Promise<FetchedPrice[]>): Promise<void> {
      const now = clock.now();
      if (now.getTime() - (triedAt.get(provider) ?? -Infinity) < keepMs) return;
      triedAt.set(provider, now.getTime());
      const kept = await settings.prices();
      if (kept.some(({ provider: own, fetched_at }) => own === provider && now.getTime() - fetched_at.getTime() < keepMs)) return;
      try {
        const prices = await fetch();
        await settings.putPrices(provider, prices, now);
        if (prices.length > 0) logger.info({ provider, prices: prices.length }, `Prices were read from the ${sourceNames[provider]}`);
      } catch (error) {
        logger.info({ provider, reason: (error as Error).message }, `The ${sourceNames[provider]} could not be read; savings use the shipped table and are marked as estimates`);
      }
    },
  };
}
