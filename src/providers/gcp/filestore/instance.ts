import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpFilestoreInstance = defineGcpResource({
  id: 'gcp:filestore:instance',
  title: 'Filestore instance',
  plural: 'Filestore instances',
  nativeType: 'file.googleapis.com/Instance',
  api: 'file.googleapis.com',
  permissions: ['file.instances.list'],
  reads: 'Each file server with its tier, its size and its network; never a file.',
  source: { from: 'asset', assetTypes: ['file.googleapis.com/Instance'], lists: [listOf('file.v1', 'projects.locations.instances', 'instances', 'projects/{project}/locations/-/instances', { query: { pageSize: '1000' } })] },

  attributes: z.object({
    state: z.string(),
    tier: z.string().nullable().describe('BASIC_HDD, BASIC_SSD, ZONAL, REGIONAL, ENTERPRISE'),
    capacity_gib: z.number().nullable(),
    protocol: z.string().nullable(),
    network_uids: z.array(z.string()),
    deletion_protection: z.boolean(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => {
    const shares = listAt(data, 'fileShares').map((share) => numberAt(share, 'capacityGb'));
    return {
      attributes: {
        state: textAt(data, 'state') ?? 'UNKNOWN',
        tier: textAt(data, 'tier'),
        capacity_gib: shares.length === 0 || shares.includes(null) ? null : shares.reduce<number>((sum, size) => sum + (size ?? 0), 0),
        protocol: textAt(data, 'protocol'),
        network_uids: listAt(data, 'networks').flatMap((one) => networkOf(textAt(one, 'network'), naming) ?? []),
        deletion_protection: booleanAt(data, 'deletionProtectionEnabled') ?? false,
        kms_key: kmsKeyAt(data, 'kmsKeyName', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.network_uids), ...relationsTo('encrypted-by', attributes.kms_key)],
});

/** By its name alone, or in full. */
function networkOf(name: string | null, naming: Parameters<typeof uidOf>[2]): string | null {
  return name === null ? null : uidOf('compute.googleapis.com', name.includes('/') ? name : `projects/${naming.account}/global/networks/${name}`, naming);
}
