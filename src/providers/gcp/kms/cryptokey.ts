import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { secondsAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'cloudkms.googleapis.com';

export const gcpKmsCryptokey = defineGcpResource({
  id: 'gcp:kms:cryptokey',
  title: 'Encryption key',
  plural: 'Encryption keys',
  nativeType: 'cloudkms.googleapis.com/CryptoKey',
  api,
  permissions: ['cloudkms.cryptoKeys.list'],
  reads: 'Each key with what it is for, how it is protected and when it is exchanged; never the key.',
  source: { from: 'asset', assetTypes: ['cloudkms.googleapis.com/CryptoKey'], lists: [listOf('cloudkms.v1', 'projects.locations.keyRings.cryptoKeys', 'cryptoKeys', '{parent}/cryptoKeys', { query: { pageSize: '1000' } })], below: 'gcp:kms:keyring', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  attributes: z.object({ keyring_uid: z.string(), purpose: z.string().nullable(), protection_level: z.string().nullable(), algorithm: z.string().nullable(), state: z.string().nullable().describe('Of its primary version'), rotation_days: z.number().nullable().describe('Null: it is not exchanged by itself'), next_rotation_at: z.string().nullable() }),

  normalise: ({ data, assetName }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming);
    const rotation = secondsAt(data, 'rotationPeriod');
    return {
      uid,
      attributes: { keyring_uid: uid.replace(/\/cryptoKeys\/.*$/, ''), purpose: textAt(data, 'purpose'), protection_level: textAt(data, 'versionTemplate.protectionLevel'), algorithm: textAt(data, 'versionTemplate.algorithm'), state: textAt(data, 'primary.state'), rotation_days: rotation === null ? null : rotation / 86_400, next_rotation_at: textAt(data, 'nextRotationTime') },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.keyring_uid),
});
