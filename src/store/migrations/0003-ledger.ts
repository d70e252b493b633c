/**
 * The history of what happened to files and what people did: append-only, each entry hashed over the one before, with
 * signed checkpoints. `content` is the hashed text to the byte; the other columns are taken out of it to be searched.
 */
export const ledgerMigration = `
create table ledger (
  position bigint primary key,
  at timestamptz not null,
  kind text not null,
  status text,
  file_id uuid,
  run_id uuid,
  root_id uuid,
  actor text,
  content text not null,
  hash text not null
);
create index ledger_of_file on ledger (file_id, position desc) where file_id is not null;
create index ledger_by_kind on ledger (kind, position desc);

create table ledger_head (
  id int primary key check (id = 1),
  position bigint not null,
  hash text not null
);

create table ledger_checkpoint (
  position bigint primary key,
  hash text not null,
  at timestamptz not null,
  signature text not null,
  public_key text not null
);
`;
