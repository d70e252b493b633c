import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpResourcemanagerFolder } from './folder.ts';

describe('a folder', () => {
  reads(gcpResourcemanagerFolder, { listed: { name: 'folders/2', displayName: 'Shop', state: 'ACTIVE', parent: 'organizations/1' } }, { uid: '//cloudresourcemanager.googleapis.com/shop', name: 'Shop', attributes: { parent: 'organizations/1' }, relations: [{ kind: 'member-of', uid: '//cloudresourcemanager.googleapis.com/organizations/1' }] });
});
