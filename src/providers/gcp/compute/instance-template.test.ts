import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpComputeInstanceTemplate } from './instance-template.ts';

describe('a template', () => {
  reads(gcpComputeInstanceTemplate, { asset: { name: '//compute.googleapis.com/projects/123/global/instanceTemplates/t' }, listed: { name: 't', selfLink: computeUrl('global/instanceTemplates/t'), properties: { machineType: 'e2-medium', labels: { env: 'prod' }, disks: [{ initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12' } }], networkInterfaces: [{ network: computeUrl('global/networks/main'), accessConfigs: [{ type: 'ONE_TO_ONE_NAT' }] }], serviceAccounts: [{ email: 'web@shop.iam.gserviceaccount.com', scopes: ['https://www.googleapis.com/auth/cloud-platform'] }], metadata: { items: [{ key: 'block-project-ssh-keys', value: 'TRUE' }] } } } }, {
    uid: '//compute.googleapis.com/projects/shop/global/instanceTemplates/t', tags: { env: 'prod' }, attributes: { machine_type: 'e2-medium', has_external_ip: true, blocks_project_ssh_keys: true },
    relations: [{ kind: 'created-from', uid: '//compute.googleapis.com/projects/debian-cloud/global/images/family/debian-12' }, { kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }, { kind: 'assumes', uid: '//iam.googleapis.com/projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com' }],
  });
});
