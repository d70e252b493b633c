import type { Parameters } from '../core/rule.ts';
import type { Provider } from '../core/resource.ts';
import type { Db } from './db.ts';
import { storableJson } from './storable.ts';

/** What was changed in the dashboard: settings (secrets sealed by the caller), rule parameters, learned rates, connections, prices. */
export function settingsStore(db: Db) {
  return {
    async all(): Promise<{ name: string; value: unknown }[]> {
      return db.query<{ name: string; value: unknown }>('select name, value from setting order by name');
    },
    async put(name: string, value: unknown, at: Date): Promise<void> {
      await db.query(
        `insert into setting (name, value, updated_at) values ($1, $2::jsonb, $3) on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`,
        [name, storableJson(value), at],
      );
      await db.notify(settingChannel, name);
    },
    async remove(name: string): Promise<void> {
      await db.query('delete from setting where name = $1', [name]);
      await db.notify(settingChannel, name);
    },

    async rules(): Promise<{ rule_id: string; enabled: boolean; parameters: Parameters }[]> {
      return db.query('select rule_id, enabled, parameters from rule_setting');
    },
    async putRule(ruleId: string, enabled: boolean, parameters: Parameters, at: Date): Promise<void> {
      await db.query(
        `insert into rule_setting (rule_id, enabled, parameters, updated_at) values ($1, $2, $3::jsonb, $4)
         on conflict (rule_id) do update set enabled = excluded.enabled, parameters = excluded.parameters, updated_at = excluded.updated_at`,
        [ruleId, enabled, storableJson(parameters), at],
      );
    },

    async paces(): Promise<{ key: string; rate: number; burst: number }[]> {
      return db.query('select key, rate, burst from pace');
    },
    async putPaces(lessons: readonly [key: string, lesson: { rate: number; burst: number }][], at: Date): Promise<void> {
      if (lessons.length === 0) return;
      await db.query(
        `insert into pace (key, rate, burst, learned_at) select u.key, u.rate, u.burst, $4::timestamptz from unnest($1::text[], $2::float8[], $3::float8[]) u (key, rate, burst)
         on conflict (key) do update set rate = excluded.rate, burst = excluded.burst, learned_at = excluded.learned_at`,
        [lessons.map(([key]) => key), lessons.map(([, { rate }]) => rate), lessons.map(([, { burst }]) => burst), at],
      );
    },

    async connections(): Promise<ConnectionRow[]> {
      return db.query<ConnectionRow>('select * from connection order by provider');
    },
    async putConnection(row: ConnectionRow): Promise<void> {
      await db.query(
        `insert into connection (provider, state, source, accounts, regions, endpoint, message, checked_at) values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8)
         on conflict (provider) do update set state = excluded.state, source = excluded.source, accounts = excluded.accounts, regions = excluded.regions,
           endpoint = excluded.endpoint, message = excluded.message, checked_at = excluded.checked_at`,
        [row.provider, row.state, row.source, storableJson(row.accounts), storableJson(row.regions), row.endpoint, row.message, row.checked_at],
      );
    },

    /** The regions that a run found in the accounts it entered. */
    async noteRegions(provider: string, regions: readonly string[]): Promise<void> {
      if (regions.length > 0) await db.query('update connection set regions = $2::jsonb where provider = $1', [provider, storableJson(regions)]);
    },

    async prices(): Promise<{ provider: Provider; region: string; sku: string; usd: number; priceDate: string; fetched_at: Date }[]> {
      return db.query(`select provider, region, sku, usd, to_char(price_date, 'YYYY-MM-DD') as "priceDate", fetched_at from price`);
    },
    async putPrices(provider: Provider, prices: readonly { region: string; sku: string; usd: number; priceDate: string }[], at: Date): Promise<void> {
      if (prices.length === 0) return;
      await db.query(
        `insert into price (provider, region, sku, usd, price_date, fetched_at)
         select $6, u.region, u.sku, u.usd, u.price_date::date, $5::timestamptz from unnest($1::text[], $2::text[], $3::float8[], $4::text[]) u (region, sku, usd, price_date)
         on conflict (provider, region, sku) do update set usd = excluded.usd, price_date = excluded.price_date, fetched_at = excluded.fetched_at`,
        [prices.map(({ region }) => region), prices.map(({ sku }) => sku), prices.map(({ usd }) => usd), prices.map(({ priceDate }) => priceDate), at, provider],
      );
    },
  };
}

export type SettingsStore = ReturnType<typeof settingsStore>;

/** Notified with the name of a setting that changed. */
export const settingChannel = 'roundsman_setting';

export interface ConnectionRow {
  provider: string;
  state: 'connected' | 'no_credentials' | 'rejected' | 'not_checked' | 'disabled';
  source: string | null;
  accounts: { id: string; name: string | null; role_arn: string | null }[];
  regions: string[];
  endpoint: string | null;
  message: string;
  checked_at: Date | null;
}
