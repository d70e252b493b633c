import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpComputeInstanceGroup } from './instance-group.ts';

describe('a managed group', () => {
  reads(gcpComputeInstanceGroup, { asset: { name: '//compute.googleapis.com/projects/123/regions/us-east4/instanceGroupManagers/web' }, listed: { name: 'web', selfLink: computeUrl('regions/us-east4/instanceGroupManagers/web'), region: computeUrl('regions/us-east4'), targetSize: 3, instanceTemplate: computeUrl('global/instanceTemplates/t'), versions: [{ instanceTemplate: computeUrl('global/instanceTemplates/t') }], instanceGroup: computeUrl('regions/us-east4/instanceGroups/web'), autoHealingPolicies: [{ healthCheck: computeUrl('global/healthChecks/h') }], status: { isStable: true } } }, {
    uid: '//compute.googleapis.com/projects/shop/regions/us-east4/instanceGroupManagers/web', region: 'us-east4', attributes: { target_size: 3, is_regional: true, is_stable: true },
    relations: [{ kind: 'created-from', uid: '//compute.googleapis.com/projects/shop/global/instanceTemplates/t' }, { kind: 'uses', uid: '//compute.googleapis.com/projects/shop/global/healthChecks/h' }, { kind: 'targets', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/instanceGroups/web' }],
  });
});
