import { expect, it } from 'vitest';
import { gcpBigqueryDataset } from './dataset.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const short = { id: 'shop:sales', datasetReference: { datasetId: 'sales' }, location: 'EU' };

it('reads who may read it', () => {
  const data = { ...short, creationTime: '1767225600000', access: [{ role: 'READER', specialGroup: 'allAuthenticatedUsers' }, { view: { tableId: 't' } }] };
  expect(gcpBigqueryDataset.normalise({ data }, naming)).toMatchObject({ uid: '//bigquery.googleapis.com/projects/shop/datasets/sales', name: 'sales', region: 'eu', createdAt: new Date('2026-01-01T00:00:00Z'), attributes: { access: [{ role: 'READER', member: 'specialGroup:allAuthenticatedUsers' }] } });
});

it('does not say that nobody may where that was not read', () => {
  expect(gcpBigqueryDataset.normalise({ data: short }, naming).attributes['access']).toBeNull();
});
