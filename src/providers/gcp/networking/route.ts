import { z } from 'zod';
import { defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, textsAt } from '../links.ts';
import { globals } from '../sources.ts';

const hops = ['nextHopGateway', 'nextHopInstance', 'nextHopIlb', 'nextHopVpnTunnel', 'nextHopPeering', 'nextHopNetwork', 'nextHopIp', 'nextHopHub', 'nextHopInterconnectAttachment'] as const;

export const gcpNetworkingRoute = defineGcpResource({
  id: 'gcp:networking:route',
  title: 'Route',
  plural: 'Routes',
  nativeType: 'compute.googleapis.com/Route',
  api: computeApi,
  permissions: ['compute.routes.list'],
  reads: 'Each route of a network and where it leads.',
  source: globals('routes', 'Route'),

  attributes: z.object({
    network_uid: z.string().nullable(),
    destination: z.string().nullable(),
    priority: z.number().nullable(),
    network_tags: z.array(z.string()),
    next_hop_kind: z.string().nullable().describe('gateway, instance, ilb, vpn-tunnel, peering, network, ip, hub or interconnect-attachment'),
    next_hop: z.string().nullable().describe('The full name of a thing, an address or the name of a peering'),
    route_type: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => {
    const hop = hops.find((name) => textAt(data, name) !== null);
    const words = hop === undefined ? null : textAt(data, hop);
    return {
      attributes: {
        network_uid: computeLink(data, 'network', naming),
        destination: textAt(data, 'destRange'),
        priority: numberAt(data, 'priority'),
        network_tags: textsAt(data, 'tags'),
        next_hop_kind: hop?.replace('nextHop', '').replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase() ?? null,
        next_hop: hop !== undefined && words?.includes('projects/') === true ? computeLink(data, hop, naming) : words,
        route_type: textAt(data, 'routeType'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.network_uid), ...relationsTo('routes-to', attributes.next_hop?.startsWith('//') === true && attributes.next_hop_kind !== 'gateway' ? attributes.next_hop : null)],
});
