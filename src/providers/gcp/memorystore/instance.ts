import { z } from 'zod';
import { booleanAt, defineGcpResource, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { computeLink, kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpMemorystoreInstance = defineGcpResource({
  id: 'gcp:memorystore:instance',
  title: 'Memorystore instance',
  plural: 'Memorystore instances',
  nativeType: 'redis.googleapis.com/Instance',
  api: 'redis.googleapis.com',
  permissions: ['redis.instances.list'],
  reads: 'Each cache of Redis with its size, its network and whether it asks for a password; never the password.',
  source: { from: 'asset', assetTypes: ['redis.googleapis.com/Instance'], lists: [listOf('redis.v1', 'projects.locations.instances', 'instances', 'projects/{project}/locations/-/instances', { query: { pageSize: '1000' } })] },

  attributes: z.object({
    state: z.string(),
    tier: z.string().nullable().describe('BASIC, or STANDARD_HA with a replica'),
    memory_gib: z.number().nullable(),
    redis_version: z.string().nullable(),
    replica_count: z.number().nullable(),
    has_auth: z.boolean(),
    transit_encryption: z.string().nullable(),
    network_uid: z.string().nullable(),
    persistence: z.string().nullable(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data, assetName }, naming) => ({
    uid: uidOf('redis.googleapis.com', textAt(data, 'name') ?? assetName ?? '', naming),
    attributes: {
      state: textAt(data, 'state') ?? 'UNKNOWN',
      tier: textAt(data, 'tier'),
      memory_gib: numberAt(data, 'memorySizeGb'),
      redis_version: textAt(data, 'redisVersion'),
      replica_count: numberAt(data, 'replicaCount'),
      has_auth: booleanAt(data, 'authEnabled') ?? false,
      transit_encryption: textAt(data, 'transitEncryptionMode'),
      network_uid: computeLink(data, 'authorizedNetwork', naming),
      persistence: textAt(data, 'persistenceConfig.persistenceMode'),
      kms_key: kmsKeyAt(data, 'customerManagedKey', naming),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.network_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
