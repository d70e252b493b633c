import { expect, it } from 'vitest';
import { gcpBigqueryTable } from './table.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const data = { tableReference: { projectId: 'shop', datasetId: 'sales', tableId: 'orders' }, type: 'TABLE', creationTime: '1767225600000' };

it('reads a table with its size, where that is told', () => {
  expect(gcpBigqueryTable.normalise({ data: { ...data, location: 'EU', numBytes: '1000000000000', timePartitioning: { type: 'DAY' } } }, naming)).toMatchObject({ uid: '//bigquery.googleapis.com/projects/shop/datasets/sales/tables/orders', region: 'eu', createdAt: new Date('2026-01-01T00:00:00Z'), attributes: { size_bytes: 1e12, partitioning: 'DAY', dataset_uid: '//bigquery.googleapis.com/projects/shop/datasets/sales' } });
});

it('lies where its dataset lies, and has no size where none is told', () => {
  expect(gcpBigqueryTable.normalise({ data, parent: { data: { location: 'US' } } }, naming)).toMatchObject({ region: 'us', attributes: { size_bytes: null, rows: null } });
});
