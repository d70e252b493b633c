import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpBigtableTable } from './table.ts';

describe('a table', () => {
  reads(gcpBigtableTable, { asset: { name: '//bigtable.googleapis.com/projects/shop/instances/metrics/tables/t' }, listed: { name: 'projects/shop/instances/metrics/tables/t', granularity: 'MILLIS', deletionProtection: true } }, {
    uid: '//bigtable.googleapis.com/projects/shop/instances/metrics/tables/t', name: 't', attributes: { deletion_protection: true, column_families: null },
    relations: [{ kind: 'member-of', uid: '//bigtable.googleapis.com/projects/shop/instances/metrics' }],
  });
});
