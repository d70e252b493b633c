import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { computeApi, computeLink, computeLinks } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpNetworkingRouter = defineGcpResource({
  id: 'gcp:networking:router',
  title: 'Cloud Router',
  plural: 'Cloud Routers',
  nativeType: 'compute.googleapis.com/Router',
  api: computeApi,
  permissions: ['compute.routers.list'],
  reads: 'Each router with its NAT gateways and the sessions that it holds; never a key of them.',
  source: aggregated('routers', 'Router'),

  attributes: z.object({
    router_id: z.string().nullable().describe('The number that its metrics go by'),
    network_uid: z.string().nullable(),
    asn: z.number().nullable(),
    bgp_peers: z.array(z.object({ name: z.string(), peer_ip: z.string().nullable(), peer_asn: z.number().nullable() })),
    nats: z.array(z.object({ name: z.string(), allocation: z.string().nullable(), subnetworks: z.string().nullable(), address_uids: z.array(z.string()), subnetwork_uids: z.array(z.string()), is_logged: z.boolean() })),
    tunnel_uids: z.array(z.string()),
    attachment_uids: z.array(z.string()),
  }),

  normalise: ({ data }, naming) => {
    const links = (path: string): string[] => listAt(data, 'interfaces').flatMap((one) => computeLink(one, path, naming) ?? []);
    return {
      attributes: {
        router_id: textAt(data, 'id'),
        network_uid: computeLink(data, 'network', naming),
        asn: numberAt(data, 'bgp.asn'),
        bgp_peers: listAt(data, 'bgpPeers').map((peer) => ({ name: textAt(peer, 'name') ?? '', peer_ip: textAt(peer, 'peerIpAddress'), peer_asn: numberAt(peer, 'peerAsn') })),
        nats: listAt(data, 'nats').map((nat) => ({
          name: textAt(nat, 'name') ?? '',
          allocation: textAt(nat, 'natIpAllocateOption'),
          subnetworks: textAt(nat, 'sourceSubnetworkIpRangesToNat'),
          address_uids: computeLinks(nat, 'natIps', naming),
          subnetwork_uids: listAt(nat, 'subnetworks').flatMap((one) => (textAt(one, 'name') === null ? [] : uidOf(computeApi, textAt(one, 'name') ?? '', naming))),
          is_logged: booleanAt(nat, 'logConfig.enable') ?? false,
        })),
        tunnel_uids: links('linkedVpnTunnel'),
        attachment_uids: links('linkedInterconnectAttachment'),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.network_uid),
    ...relationsTo('uses', attributes.nats.flatMap((nat) => nat.address_uids)),
    ...relationsTo('routes-to', [...attributes.tunnel_uids, ...attributes.attachment_uids, ...attributes.nats.flatMap((nat) => nat.subnetwork_uids)]),
  ],
});
