import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpNotebooksInstance } from './instance.ts';

describe('a notebook', () => {
  reads(gcpNotebooksInstance, { asset: { name: '//notebooks.googleapis.com/projects/shop/locations/us-east4-a/instances/nb' }, listed: { name: 'projects/shop/locations/us-east4-a/instances/nb', state: 'ACTIVE', gceSetup: { machineType: 'e2-standard-4', metadata: { 'idle-timeout-seconds': '10800' }, networkInterfaces: [{ network: computeUrl('global/networks/main') }], disablePublicIp: true } } }, {
    uid: '//notebooks.googleapis.com/projects/shop/locations/us-east4-a/instances/nb', region: 'us-east4', attributes: { idle_timeout_seconds: 10800, has_public_ip: false, machine_type: 'e2-standard-4' },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }],
  });
});
