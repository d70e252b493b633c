import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpResourcemanagerOrganization } from './organization.ts';

describe('an organisation', () => {
  reads(gcpResourcemanagerOrganization, { listed: { name: 'organizations/1', displayName: 'acme.example', state: 'ACTIVE', directoryCustomerId: 'C01' } }, { uid: '//cloudresourcemanager.googleapis.com/shop', name: 'acme.example', attributes: { customer_id: 'C01' }, relations: [] });
});
