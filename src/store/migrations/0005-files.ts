/**
 * Watched files. What was accepted lies in packed blocks, a row for each part of a folder; a file has a row of its own only while
 * it is not as accepted. Paths are bytes, base64 in text columns where people do not read them.
 */
export const filesMigration = `
create table watched_root (
  id uuid primary key,
  schedule_id uuid not null,
  host text not null,
  kind text not null check (kind in ('file', 'folder', 'upload')),
  path bytea not null,
  shown text not null,
  recursive boolean not null,
  include jsonb not null default '[]',
  exclude jsonb not null default '[]',
  mode text not null default 'standard',
  unchanged_days int,
  diff boolean not null default true,
  owner_id text,
  -- Changes whenever a block of it does.
  version uuid not null,
  state text not null check (state in ('registering', 'watched', 'removed')),
  files int not null default 0,
  created_at timestamptz not null,
  last_sweep_at timestamptz,
  last_full_at timestamptz,
  gaps jsonb not null default '[]'
);
create index watched_root_of_schedule on watched_root (schedule_id) where state <> 'removed';

-- The hash stands for the folder's path, which may be longer than an index entry.
create table baseline_block (
  root_id uuid not null,
  folder_hash uuid not null,
  chunk int not null,
  folder bytea not null,
  records int not null,
  block bytea not null,
  primary key (root_id, folder_hash, chunk)
);

create table file_state (
  root_id uuid not null,
  id uuid not null,
  folder bytea not null,
  name bytea not null,
  shown text not null,
  status text not null,
  changes jsonb not null,
  sha256 text,
  previous_sha256 text,
  size bigint,
  -- Of what was seen, so that the same thing is not told twice.
  observed uuid not null,
  before_record bytea,
  after_record bytea,
  diff text,
  alert_id uuid,
  since timestamptz not null,
  checked_at timestamptz not null,
  primary key (root_id, id)
);
create unique index file_state_by_id on file_state (id, root_id);
create index file_state_of_alert on file_state (alert_id) where alert_id is not null;
create index file_state_newest on file_state (since desc, id);

-- What came of one cause: told at once, and once more with its extent when it is over.
create table file_alert (
  id uuid primary key,
  schedule_id uuid not null,
  root_id uuid not null,
  opened_at timestamptz not null,
  last_at timestamptz not null,
  closed_at timestamptz,
  count int not null,
  told int not null,
  root text not null,
  kinds jsonb not null,
  first jsonb not null,
  run_id uuid
);
create index file_alert_open on file_alert (root_id) where closed_at is null;
create index file_alert_newest on file_alert (opened_at desc);

create table file_manifest (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  created_by text not null,
  entries int not null,
  used int not null default 0
);
create table file_manifest_entry (
  manifest_id uuid not null,
  path_hash uuid not null,
  shown text not null,
  -- Null: the file is expected to go.
  sha256 text,
  primary key (manifest_id, path_hash)
);
create index file_manifest_entry_by_path on file_manifest_entry (path_hash);
`;
