/** Values a statement may carry. Arrays travel as one parameter (`= any($1)`, `unnest($1::uuid[])`). */
export type SqlValue = string | number | bigint | boolean | Date | null | undefined | readonly SqlValue[] | Uint8Array | object;

/**
 * The one way to the store. Statements use PostgreSQL's SQL with `$1…` parameters and nothing else.
 *
 * Inside `transaction` every query of the same asynchronous flow joins that transaction, whichever handle it goes
 * through: with one connection a query that waited outside would wait for ever.
 */
export interface Db {
  readonly kind: 'embedded' | 'postgres';
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** Runs `work` atomically; a nested call is a savepoint. Resolves after the commit is durable. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Calls back with the payload of each `notify` on the channel, from this or another process. Answers the way to stop. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  /** Notifies listeners once the current transaction commits. */
  notify(channel: string, payload: string): Promise<void>;
  /** Runs `then` after the current transaction committed, or at once where there is none; never after a rollback. */
  afterCommit(then: () => void): void;
  close(): Promise<void>;
}
