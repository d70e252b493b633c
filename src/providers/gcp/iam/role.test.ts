import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpIamRole } from './role.ts';

describe('a role', () => {
  reads(gcpIamRole, { asset: { name: '//iam.googleapis.com/projects/shop/roles/reader' }, listed: { name: 'projects/shop/roles/reader', title: 'Reader', stage: 'GA', includedPermissions: ['b.c.list', 'a.b.get'] } }, { uid: '//iam.googleapis.com/projects/shop/roles/reader', name: 'reader', attributes: { permissions: ['a.b.get', 'b.c.list'], deleted: false }, relations: [] });
});
