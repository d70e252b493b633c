import { z } from 'zod';
import { booleanAt, defineGcpResource, type GcpRow, linkAt, listAt, relationsTo, textAt, uidOf } from '../define.ts';

const api = 'compute.googleapis.com';

const networkUid = (row: GcpRow, naming: Parameters<typeof uidOf>[2]): string => uidOf(api, row.parent?.assetName ?? textAt(row.parent?.data, 'selfLink') ?? '', naming);

export const gcpNetworkingVpcPeering = defineGcpResource({
  id: 'gcp:networking:vpc-peering',
  title: 'VPC peering',
  plural: 'VPC peerings',
  nativeType: 'compute.googleapis.com/NetworkPeering',
  api,
  permissions: ['compute.networks.list'],
  reads: 'Each peering of a network, with the network on the other side and what it lets through.',
  source: { from: 'body', parent: 'compute.googleapis.com/Network', rows: (parent) => listAt(parent.data, 'peerings').map((peering) => ({ parent, data: peering as GcpRow['data'] })) },

  attributes: z.object({
    network_uid: z.string(),
    peer_network_uid: z.string().nullable(),
    peer_project: z.string().nullable(),
    state: z.string().describe('ACTIVE, or INACTIVE while the other side has none'),
    exchanges_subnet_routes: z.boolean(),
    exports_custom_routes: z.boolean(),
    imports_custom_routes: z.boolean(),
  }),

  normalise: (row, naming) => {
    const { data } = row;
    const network = networkUid(row, naming);
    const peer = linkAt(data, 'network', api, naming);
    return {
      uid: `${network}/peerings/${textAt(data, 'name') ?? ''}`,
      attributes: {
        network_uid: network,
        peer_network_uid: peer,
        peer_project: /\/projects\/([^/]+)\//.exec(peer ?? '')?.[1] ?? null,
        state: textAt(data, 'state') ?? 'UNKNOWN',
        exchanges_subnet_routes: booleanAt(data, 'exchangeSubnetRoutes') ?? false,
        exports_custom_routes: booleanAt(data, 'exportCustomRoutes') ?? false,
        imports_custom_routes: booleanAt(data, 'importCustomRoutes') ?? false,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.network_uid), ...relationsTo('routes-to', attributes.peer_network_uid)],
});
