import type { MetricFacts } from '../core/rule.ts';
import type { Db } from './db.ts';
import { storableJson } from './storable.ts';

export interface MetricRow {
  scope_id: string;
  kh: string;
  question: string;
  facts: MetricFacts | null;
}

/** What metrics answered about resources, kept so that a cloud is asked once a day and not by every run. */
export function metricsStore(db: Db) {
  return {
    /** Of the resources, as far as asked since then. */
    async of(keys: readonly string[], since: Date): Promise<MetricRow[]> {
      if (keys.length === 0) return [];
      return db.query<MetricRow>('select scope_id, kh, question, facts from metric where kh = any($1::uuid[]) and asked_at >= $2', [keys, since]);
    },
    async put(rows: readonly MetricRow[], at: Date): Promise<void> {
      if (rows.length === 0) return;
      await db.query(
        `insert into metric (scope_id, kh, question, facts, asked_at)
         select u.scope_id, u.kh, u.question, u.facts::jsonb, $5::timestamptz from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) u (scope_id, kh, question, facts)
         on conflict (scope_id, kh, question) do update set facts = excluded.facts, asked_at = excluded.asked_at`,
        [rows.map(({ scope_id }) => scope_id), rows.map(({ kh }) => kh), rows.map(({ question }) => question), rows.map(({ facts }) => (facts === null ? null : storableJson(facts))), at],
      );
    },
    /** Forgets what no run has asked for since then. */
    async prune(before: Date): Promise<void> {
      await db.query('delete from metric where asked_at < $1', [before]);
    },
  };
}

export type MetricsStore = ReturnType<typeof metricsStore>;
