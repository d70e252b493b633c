import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpComputeCommitment } from './commitment.ts';

describe('a commitment', () => {
  reads(gcpComputeCommitment, { asset: { name: '//compute.googleapis.com/projects/123/regions/us-east4/commitments/c' }, listed: { name: 'c', selfLink: computeUrl('regions/us-east4/commitments/c'), region: computeUrl('regions/us-east4'), status: 'ACTIVE', plan: 'TWELVE_MONTH', type: 'GENERAL_PURPOSE', endTimestamp: '2027-01-01T00:00:00Z', autoRenew: true, resources: [{ type: 'VCPU', amount: '16' }, { type: 'MEMORY', amount: '65536' }] } }, {
    uid: '//compute.googleapis.com/projects/shop/regions/us-east4/commitments/c', region: 'us-east4', attributes: { vcpus: 16, memory_gib: 64, renews: true, plan: 'TWELVE_MONTH', accelerators: [] }, relations: [],
  });
});
