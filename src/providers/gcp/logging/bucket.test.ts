import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpLoggingBucket } from './bucket.ts';

describe('a bucket', () => {
  reads(gcpLoggingBucket, { asset: { name: '//logging.googleapis.com/projects/123/locations/global/buckets/_Default' }, listed: { name: 'projects/shop/locations/global/buckets/_Default', retentionDays: 30, lifecycleState: 'ACTIVE', locked: true } }, {
    uid: '//logging.googleapis.com/projects/shop/locations/global/buckets/_Default', name: '_Default', region: 'global', attributes: { retention_days: 30, is_locked: true }, relations: [],
  });
});
