import { defineRule, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpBigqueryTable } from '../../../providers/gcp/bigquery/table.ts';
import { afterDays, quoted, shortNameOf } from '../facts.ts';

export const gcpBqStaleTable = defineRule({
  id: 'gcp-bq-stale-table',
  title: 'Table is neither changed nor queried',
  category: 'waste',
  severity: 'low',
  resourceType: gcpBigqueryTable,
  parameters: afterDays(90, 'Days without a change or a query'),
  rationale: 'What nobody reads is stored and paid for all the same.',

  evaluate({ attributes }, { now, parameters }) {
    if (attributes.table_type !== 'TABLE') return notApplicable;
    if (attributes.last_modified_at === null) return unknown('When it was last changed was not told: the list of tables has no such date, Cloud Asset has (`cloudasset.assets.listResource`).');
    if (daysBetween(new Date(attributes.last_modified_at), now) < numberOf(parameters, 'days')) return pass;
    return unknown(`Not changed since ${attributes.last_modified_at.slice(0, 10)}; who queries it, BigQuery tells in INFORMATION_SCHEMA.JOBS alone, which is not read.`);
  },

  remediation: ({ uid, account, attributes }) => {
    const table = `${account}:${shortNameOf(attributes.dataset_uid)}.${shortNameOf(uid)}`;
    return [{ command: `bq update --expiration 2592000 ${quoted(table)}`, undo: `bq update --expiration 0 ${quoted(table)}`, permission: 'bigquery.tables.update' }];
  },
});
