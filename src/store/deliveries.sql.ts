/** The outbox: one row for each message and channel, written in the transaction that decides it is to be sent. */
export const deliveriesMigration = `
create table delivery (
  id uuid primary key,
  dedup_key text not null unique,
  channel text not null,
  kind text not null,
  run_id uuid,
  subject text not null,
  notification jsonb not null,
  message jsonb,
  state text not null check (state in ('pending', 'sending', 'delivered', 'failed', 'not_configured')),
  attempts int not null default 0,
  may_repeat boolean not null default false,
  created_at timestamptz not null,
  delivered_at timestamptz,
  next_attempt_at timestamptz,
  locked_until timestamptz,
  locked_by text,
  last_error text,
  expires_at timestamptz not null
);
create index delivery_due on delivery (channel, next_attempt_at) where state = 'pending';
create index delivery_leased on delivery (channel, locked_until) where state = 'sending';
create index delivery_newest on delivery (created_at desc, id desc);
create index delivery_of_run on delivery (run_id) where run_id is not null;
create index delivery_failed on delivery (channel) where state = 'failed';
`;
