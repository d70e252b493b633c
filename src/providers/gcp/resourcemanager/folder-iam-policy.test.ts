import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpResourcemanagerFolderIamPolicy } from './folder-iam-policy.ts';

describe('a policy', () => {
  reads(gcpResourcemanagerFolderIamPolicy, { listed: { bindings: [{ role: 'roles/viewer', members: ['user:b', 'allUsers'] }, { role: 'roles/owner', members: ['user:a'] }], auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ', exemptedMembers: ['user:c'] }] }] } }, {
    uid: '//cloudresourcemanager.googleapis.com/shop/ownIamPolicy', attributes: { has_public_member: true, bindings: [{ role: 'roles/owner' }, { role: 'roles/viewer', members: ['allUsers', 'user:b'] }], audit_configs: [{ service: 'allServices', log_types: ['DATA_READ'], exempted: ['user:c'] }] },
    relations: [{ kind: 'owned-by', uid: '//cloudresourcemanager.googleapis.com/shop' }],
  });
});
