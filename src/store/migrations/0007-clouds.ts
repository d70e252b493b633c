/** Several clouds in one run, and which way each target was read. */
export const cloudsMigration = `
alter table run_account add column provider text not null default 'aws';
-- Where a provider offers several ways to the same things: resource-graph, arm, cloud-asset, list.
alter table run_target add column path text;
`;
