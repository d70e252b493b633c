import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpKmsCryptokey } from './cryptokey.ts';

describe('a key', () => {
  reads(gcpKmsCryptokey, { asset: { name: '//cloudkms.googleapis.com/projects/123/locations/europe/keyRings/r/cryptoKeys/k' }, listed: { name: 'projects/shop/locations/europe/keyRings/r/cryptoKeys/k', purpose: 'ENCRYPT_DECRYPT', rotationPeriod: '7776000s', primary: { state: 'ENABLED' }, versionTemplate: { protectionLevel: 'HSM' } } }, {
    uid: '//cloudkms.googleapis.com/projects/shop/locations/europe/keyRings/r/cryptoKeys/k', region: 'europe', attributes: { rotation_days: 90, protection_level: 'HSM', state: 'ENABLED' }, relations: [{ kind: 'member-of', uid: '//cloudkms.googleapis.com/projects/shop/locations/europe/keyRings/r' }],
  });
});
