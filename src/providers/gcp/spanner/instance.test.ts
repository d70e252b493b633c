import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpSpannerInstance } from './instance.ts';

describe('an instance', () => {
  reads(gcpSpannerInstance, { asset: { name: '//spanner.googleapis.com/projects/shop/instances/orders' }, listed: { name: 'projects/shop/instances/orders', config: 'projects/shop/instanceConfigs/regional-us-central1', state: 'READY', nodeCount: 2, edition: 'STANDARD', autoscalingConfig: { autoscalingLimits: { minNodes: 1, maxNodes: 3 } }, labels: { env: 'prod' }, createTime: '2026-01-01T00:00:00Z' } }, {
    uid: '//spanner.googleapis.com/projects/shop/instances/orders', region: 'us-central1', tags: { env: 'prod' }, attributes: { processing_units: 2000, min_processing_units: 1000, max_processing_units: 3000 }, relations: [],
  });
});
