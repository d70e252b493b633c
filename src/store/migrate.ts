import { AppError } from '../core/errors.ts';
import type { Db } from './db.ts';
import { deliveriesMigration } from './deliveries.sql.ts';
import { first } from './migrations/0001-first.ts';
import { ledgerMigration } from './migrations/0003-ledger.ts';
import { accessMigration } from './migrations/0004-access.ts';
import { filesMigration } from './migrations/0005-files.ts';
import { extractionMigration } from './migrations/0006-extraction.ts';
import { cloudsMigration } from './migrations/0007-clouds.ts';
import { namedAccountsMigration } from './migrations/0008-named-accounts.ts';

/** In order, for ever: a released migration is never edited. */
const migrations: readonly { id: number; name: string; sql: string }[] = [
  { id: 1, name: 'first', sql: first },
  { id: 2, name: 'deliveries', sql: deliveriesMigration },
  { id: 3, name: 'ledger', sql: ledgerMigration },
  { id: 4, name: 'access', sql: accessMigration },
  { id: 5, name: 'files', sql: filesMigration },
  { id: 6, name: 'extraction', sql: extractionMigration },
  { id: 7, name: 'clouds', sql: cloudsMigration },
  { id: 8, name: 'named accounts', sql: namedAccountsMigration },
];

/** Any number that other programs on the same server are unlikely to lock. */
const lockKey = 7_306_412_019;

/**
 * Brings the schema up to date, each step in a transaction of its own; replicas that start together wait for each other.
 * Throws DATA_DIR_NEWER when the store knows a migration that this version does not.
 */
export async function migrate(db: Db): Promise<{ applied: number[] }> {
  const applied: number[] = [];
  await db.transaction(async () => {
    if (db.kind === 'postgres') await db.query('select pg_advisory_xact_lock($1)', [lockKey]);
    await db.query('create table if not exists migration (id int primary key, name text not null, applied_at timestamptz not null)');
    const known = new Set((await db.query<{ id: number }>('select id from migration')).map(({ id }) => id));
    const newest = Math.max(0, ...known);
    const last = migrations.at(-1)?.id ?? 0;
    if (newest > last) {
      throw new AppError('DATA_DIR_NEWER', { detail: `The store has schema ${newest} and this version knows ${last}. Start the newer version of Roundsman that wrote it.` });
    }
    for (const { id, name, sql } of migrations) {
      if (known.has(id)) continue;
      for (const statement of statementsOf(sql)) await db.query(statement);
      await db.query('insert into migration (id, name, applied_at) values ($1, $2, $3)', [id, name, new Date()]);
      applied.push(id);
    }
  });
  return { applied };
}

/** Splits on semicolons at line ends; migrations hold no function bodies. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;[ \t]*\n/)
    .map((statement) => statement.trim().replace(/;$/, ''))
    .filter((statement) => statement.replace(/--.*$/gm, '').trim() !== '');
}
