import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpKmsKeyring } from './keyring.ts';

describe('a key ring', () => {
  reads(gcpKmsKeyring, { asset: { name: '//cloudkms.googleapis.com/projects/123/locations/europe/keyRings/r' }, listed: { name: 'projects/shop/locations/europe/keyRings/r', createTime: '2026-01-01T00:00:00Z' } }, { uid: '//cloudkms.googleapis.com/projects/shop/locations/europe/keyRings/r', name: 'r', region: 'europe', attributes: { location: 'europe' }, relations: [] });
});
