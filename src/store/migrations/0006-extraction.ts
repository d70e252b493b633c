/**
 * What is handed on to other systems. A batch names keys of what was recorded and the moment they were valid at: its
 * artifacts are read from the history when it is sent, so that nothing is stored twice and a repeat is the same to the byte.
 */
export const extractionMigration = `
-- The number of a target's end within its run: what a transport has cut into batches is all up to a number.
alter table run add column ended_targets int not null default 0;
alter table run add column accounts int not null default 0;
alter table run add column accounts_finished int not null default 0;
alter table run_target add column ended_no int;
-- Resources that the filters of the job take; null where it has none.
alter table run_target add column matched int;
-- Their keys, or the keys of what a broken listing brought; null where everything that is live counts.
alter table run_target add column chosen jsonb;
create index run_target_ended on run_target (run_id, ended_no) where ended_no is not null;

-- An account of a run, as it was found: entered when its turn comes.
create table run_account (
  run_id uuid not null,
  account text not null,
  name text,
  role_arn text,
  external_id text,
  regions jsonb,
  error jsonb,
  state text not null,
  -- When what was read longest ago in it was read; null: never.
  read_at timestamptz,
  primary key (run_id, account)
);

create table transport (
  id uuid primary key,
  name text not null unique,
  kind text not null,
  -- Of the settings (flags, environment, file) instead of the dashboard: it cannot be changed there.
  fixed boolean not null default false,
  enabled boolean not null,
  only_changes boolean not null default false,
  settings jsonb not null default '{}',
  sealed text,
  -- One worker at a time serves a transport.
  worker text,
  lease_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table transport_run (
  run_id uuid not null,
  transport_id uuid not null,
  batch_size int not null,
  cut_no int not null default 0,
  batches int not null default 0,
  state text not null,
  delivered bigint not null default 0,
  failed bigint not null default 0,
  primary key (run_id, transport_id)
);
create index transport_run_open on transport_run (transport_id) where state = 'open';

create table transport_batch (
  transport_id uuid not null,
  run_id uuid not null,
  number int not null,
  count int not null,
  parts jsonb not null,
  state text not null,
  attempts int not null default 0,
  next_at timestamptz,
  error jsonb,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (transport_id, run_id, number)
);
create index transport_batch_waiting on transport_batch (transport_id, next_at) where state = 'pending';

-- Up to when a transport that takes only changes has had a scope.
create table transport_scope (
  transport_id uuid not null,
  scope_id uuid not null,
  through timestamptz not null,
  primary key (transport_id, scope_id)
);

-- A file that a transport writes: bytes up to here are whole, what lies beyond was cut off.
create table transport_file (
  transport_id uuid not null,
  run_id uuid not null,
  service text not null,
  part int not null,
  path text not null,
  bytes bigint not null,
  artifacts int not null,
  state text not null,
  created_at timestamptz not null,
  primary key (transport_id, run_id, service, part)
);

-- How many live things of a scope have which tag, and lie in which region (key is empty): facets over a million rows are sums of these.
create table scope_fact (
  scope_id uuid not null,
  key text not null,
  value text not null,
  live int not null,
  primary key (scope_id, key, value)
);
create index scope_fact_by_key on scope_fact (key, value);
insert into scope_fact (scope_id, key, value, live)
select scope_id, key, value, count(*)::int from (
  select scope_id, '' as key, region as value from resource where gone_at is null
  union all
  select scope_id, 'tag:' || t.key, left(t.value, 256) from resource cross join lateral jsonb_each_text(tags) t where gone_at is null) f
group by 1, 2, 3;

-- Who points to a thing.
create index resource_pointing on resource using gin (jsonb_path_query_array(relations, '$[*].uid') jsonb_path_ops) where gone_at is null and relations <> '[]'::jsonb;

-- The provider's answer as it came, secrets removed, compressed, as base64.
create table resource_raw (
  scope_id uuid not null,
  kh uuid not null,
  raw text not null,
  read_at timestamptz not null,
  primary key (scope_id, kh)
);
`;
