import { expect, it } from 'vitest';
import { gcpIamIamPolicy } from './iam-policy.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const iamPolicy = { bindings: [{ role: 'roles/viewer', members: ['user:b', 'allUsers'] }, { role: 'roles/owner', members: ['user:a'], condition: { expression: 'request.time < x' } }], auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }, { logType: 'ADMIN_READ' }] }] };

it('reads who has which role, in an order that does not change', () => {
  expect(gcpIamIamPolicy.normalise({ assetName: '//storage.googleapis.com/pictures', assetType: 'storage.googleapis.com/Bucket', data: {}, iamPolicy }, naming)).toMatchObject({
    uid: '//storage.googleapis.com/pictures/iamPolicy',
    attributes: {
      resource_uid: '//storage.googleapis.com/pictures', resource_type: 'storage.googleapis.com/Bucket', has_public_member: true,
      bindings: [{ role: 'roles/owner', members: ['user:a'], condition: 'request.time < x' }, { role: 'roles/viewer', members: ['allUsers', 'user:b'], condition: null }],
      audit_configs: [{ service: 'allServices', log_types: ['ADMIN_READ', 'DATA_READ'] }],
    },
  });
});

it('is that of the project where only its own list was asked, under the same name as the asset', () => {
  const listed = gcpIamIamPolicy.normalise({ data: iamPolicy, iamPolicy }, naming);
  const asset = gcpIamIamPolicy.normalise({ assetName: '//cloudresourcemanager.googleapis.com/projects/123', assetType: 'cloudresourcemanager.googleapis.com/Project', data: {}, iamPolicy }, naming);
  expect(listed).toEqual(asset);
});
