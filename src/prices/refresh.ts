import type { Prices } from '../core/rule.ts';
import type { Clock } from '../platform/clock.ts';
import { type LivePrice, priceBook } from './price-book.ts';

const keepMs = 24 * 3_600_000;

interface PriceKeeper {
  prices(): Promise<(LivePrice & { fetched_at: Date })[]>;
  putPrices(prices: readonly LivePrice[], at: Date): Promise<void>;
}

/** The price book over what the provider's price API gave, asked again once a day. */
export function createPrices({ settings, clock, logger }: { settings: PriceKeeper; clock: Clock; logger: { info(fields: object, message: string): void } }) {
  let triedAt: number | undefined;
  return {
    async book(): Promise<Prices> {
      return priceBook(await settings.prices());
    },
    /** Fetches where the kept prices are older than a day; goes on with what there is where the API does not answer. */
    async refresh(fetch: () => Promise<LivePrice[]>): Promise<void> {
      const now = clock.now();
      if (triedAt !== undefined && now.getTime() - triedAt < keepMs) return;
      triedAt = now.getTime();
      const kept = await settings.prices();
      if (kept.some(({ fetched_at }) => now.getTime() - fetched_at.getTime() < keepMs)) return;
      try {
        const prices = await fetch();
        await settings.putPrices(prices, now);
        logger.info({ prices: prices.length }, 'Prices were read from the AWS Price List API');
      } catch (error) {
        logger.info({ reason: (error as Error).message }, 'The AWS Price List API could not be read; savings use the shipped table and are marked as estimates');
      }
    },
  };
}
