/** Several clouds in one run, and which way each target was read. */
export const cloudsMigration = `
alter table run_account add column provider text not null default 'aws';
-- Where a provider offers several ways to the same things: resource-graph, arm, cloud-asset, list.
alter table run_target add column path text;

-- What a cloud's metrics answered about a resource; facts are null where it answered that it has none to tell.
create table metric (
  scope_id uuid not null,
  kh uuid not null,
  question uuid not null,
  facts jsonb,
  asked_at timestamptz not null,
  primary key (scope_id, kh, question)
);
`;
