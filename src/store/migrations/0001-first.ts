/**
 * The first schema. Keys begin with the scope (account × region × type) where rows grow with the estate, so that a
 * scope can become the distribution column of a sharded server; there are no sequences.
 */
export const first = `
create table scope (
  id uuid primary key,
  provider text not null,
  account text not null,
  region text not null,
  type text not null,
  generation bigint not null default 0,
  live int not null default 0,
  status text not null default 'pending',
  error jsonb,
  last_attempt_at timestamptz,
  last_complete_at timestamptz,
  evaluated_at timestamptz,
  unique (provider, account, region, type)
);

-- kh: 128 bits of SHA-256 of the uid; ch: of the canonical content. The live body lies here; changed_at is since when.
create table resource (
  scope_id uuid not null,
  kh uuid not null,
  ch uuid not null,
  uid text not null,
  type text not null,
  name text not null,
  region text not null,
  first_seen timestamptz not null,
  changed_at timestamptz not null,
  gone_at timestamptz,
  created_at timestamptz,
  tags jsonb not null,
  attributes jsonb not null,
  relations jsonb not null,
  primary key (scope_id, kh)
);
create index resource_by_key on resource (kh);
create index resource_by_name on resource (type, name, kh) where gone_at is null;

-- What a resource was before: written when it changes, so that a first scan writes one row a resource.
create table resource_version (
  scope_id uuid not null,
  kh uuid not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  ch uuid not null,
  created_at timestamptz,
  tags jsonb not null,
  attributes jsonb not null,
  relations jsonb not null,
  primary key (scope_id, kh, valid_from)
);

-- Every content with the time it was valid; valid_to is null for what is live.
create view resource_history as
select scope_id, kh, changed_at as valid_from, gone_at as valid_to, ch, created_at, tags, attributes, relations from resource
union all
select scope_id, kh, valid_from, valid_to, ch, created_at, tags, attributes, relations from resource_version;

create table schedule (
  id uuid primary key,
  name text not null unique,
  job text not null,
  reserved boolean not null default false,
  enabled boolean not null,
  spec jsonb not null,
  settings jsonb not null default '{}',
  scope jsonb not null default '{}',
  channels jsonb not null default '[]',
  overlap text not null,
  catch_up_seconds int not null,
  jitter_seconds int not null,
  paused boolean not null default false,
  pause_note text,
  pause_on_failure boolean not null default false,
  remaining_runs int,
  start_at timestamptz,
  end_at timestamptz,
  next_at timestamptz,
  -- next_at plus jitter: when it is claimed.
  fire_at timestamptz,
  buffered int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index schedule_due on schedule (fire_at) where enabled;

create table occurrence (
  schedule_id uuid not null,
  due_at timestamptz not null,
  last_due_at timestamptz not null,
  count int not null default 1,
  decision text not null,
  reason text,
  run_id uuid,
  claimed_at timestamptz not null,
  claimed_by text not null,
  primary key (schedule_id, due_at)
);

create table run (
  id uuid primary key,
  job text not null,
  origin text not null,
  source text,
  schedule_id uuid,
  due_at timestamptz,
  scope jsonb not null default '{}',
  channels jsonb,
  status text not null,
  phase text not null default 'plan',
  attempt int not null default 0,
  worker text,
  lease_until timestamptz,
  cancel_requested boolean not null default false,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  api_calls int not null default 0,
  throttled_calls int not null default 0,
  findings_opened int not null default 0,
  findings_resolved int not null default 0,
  unused_total int,
  monthly_saving double precision,
  high_risk_keys int,
  summary jsonb,
  error jsonb
);
create index run_waiting on run (created_at) where status in ('queued', 'running');
create index run_newest on run (created_at desc, id desc);
create index run_of_schedule on run (schedule_id, created_at desc);

create table run_target (
  run_id uuid not null,
  scope_id uuid not null,
  provider text not null,
  account text not null,
  region text not null,
  service text not null,
  type text not null,
  status text not null,
  attempt int not null default 0,
  resources int not null default 0,
  added int not null default 0,
  changed int not null default 0,
  gone int not null default 0,
  api_calls int not null default 0,
  throttled_calls int not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  error jsonb,
  primary key (run_id, scope_id)
);

create table finding (
  scope_id uuid not null,
  id uuid not null,
  kh uuid not null,
  rule_id text not null,
  resource_uid text not null,
  resource_name text not null,
  type text not null,
  provider text not null,
  account text not null,
  region text not null,
  title text not null,
  category text not null,
  severity text not null,
  severity_rank int not null,
  risk text,
  headline boolean not null,
  status text not null,
  note text,
  summary text not null,
  evidence jsonb not null,
  evidence_hash uuid not null,
  resource_ch uuid not null,
  saving jsonb,
  monthly_saving double precision not null default 0,
  included_in uuid,
  remediation jsonb not null,
  first_seen timestamptz not null,
  opened_at timestamptz not null,
  read_at timestamptz not null,
  resolved_at timestamptz,
  run_id uuid not null,
  primary key (scope_id, id)
);
create unique index finding_by_id on finding (id, scope_id);
create index finding_of_resource on finding (scope_id, kh);
create index finding_by_saving on finding (status, monthly_saving desc, id);

create table finding_event (
  scope_id uuid not null,
  finding_id uuid not null,
  at timestamptz not null,
  kind text not null,
  run_id uuid,
  actor text,
  note text,
  primary key (scope_id, finding_id, at, kind)
);
create index finding_event_newest on finding_event (at desc);

create table setting (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null
);

create table rule_setting (
  rule_id text primary key,
  enabled boolean not null default true,
  parameters jsonb not null default '{}',
  updated_at timestamptz not null
);

create table event (
  id text primary key,
  type text not null,
  at timestamptz not null,
  data jsonb not null
);

-- What the pacing learned of a bucket, so that the next scan starts at the permitted rate.
create table pace (
  key text primary key,
  rate double precision not null,
  burst double precision not null,
  learned_at timestamptz not null
);

create table connection (
  provider text primary key,
  state text not null,
  source text,
  accounts jsonb not null default '[]',
  regions jsonb not null default '[]',
  endpoint text,
  message text not null,
  checked_at timestamptz
);

create table price (
  provider text not null,
  region text not null,
  sku text not null,
  usd double precision not null,
  price_date date not null,
  fetched_at timestamptz not null,
  primary key (provider, region, sku)
);
`;
