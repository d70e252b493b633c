import type { LedgerEntry } from '../core/ledger.ts';
import type { Db } from '../store/db.ts';
import { type Actor, actorText } from './roles.ts';

export interface ActionRow {
  position: number;
  at: Date;
  actor: string | null;
  status: string;
  name: string | null;
  role: string | null;
  action: string;
  params: Record<string, string>;
}

/** What somebody did, for the history: the route and its parameters, never what was sent. */
export function actionEntry(actor: Actor | undefined, { action, params, status }: { action: string; params: Record<string, string>; status: string }): LedgerEntry {
  return { kind: 'action', status, actor: actor === undefined ? undefined : actorText(actor), data: { action, params, name: actor?.name ?? null, role: actor?.role ?? null } };
}

/** The entries of people in the history. */
export function actionLog(db: Db) {
  return {
    async list(actor: string | undefined, before: number | undefined, limit: number): Promise<{ rows: ActionRow[]; total: number }> {
      const rows = await db.query<{ position: number; at: Date; actor: string | null; status: string | null; content: string }>(
        `select position::float8 as position, at, actor, status, content from ledger
          where kind = 'action' and ($1::text is null or actor = $1::text) and ($2::bigint is null or ledger.position < $2::bigint) order by ledger.position desc limit $3`,
        [actor ?? null, before ?? null, limit],
      );
      const [counted] = await db.query<{ count: number }>(`select count(*)::int as count from ledger where kind = 'action' and ($1::text is null or actor = $1::text)`, [actor ?? null]);
      return { rows: rows.map(toRow), total: counted?.count ?? 0 };
    },
  };
}

function toRow({ content, status, ...row }: { position: number; at: Date; actor: string | null; status: string | null; content: string }): ActionRow {
  const { name = null, role = null, action = '', params = {} } = JSON.parse(content) as Partial<ActionRow>;
  return { ...row, status: status ?? '', name, role, action, params };
}
