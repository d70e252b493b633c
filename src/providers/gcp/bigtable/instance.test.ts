import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpBigtableInstance } from './instance.ts';

describe('an instance', () => {
  reads(gcpBigtableInstance, { asset: { name: '//bigtable.googleapis.com/projects/shop/instances/metrics' }, listed: { name: 'projects/shop/instances/metrics', displayName: 'Metrics', state: 'READY', type: 'PRODUCTION', labels: { env: 'prod' } } }, {
    uid: '//bigtable.googleapis.com/projects/shop/instances/metrics', name: 'metrics', tags: { env: 'prod' }, attributes: { instance_type: 'PRODUCTION' }, relations: [],
  });
});
