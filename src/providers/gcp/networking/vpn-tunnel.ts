import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, textsAt } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpNetworkingVpnTunnel = defineGcpResource({
  id: 'gcp:networking:vpn-tunnel',
  title: 'VPN tunnel',
  plural: 'VPN tunnels',
  nativeType: 'compute.googleapis.com/VpnTunnel',
  api: computeApi,
  permissions: ['compute.vpnTunnels.list'],
  reads: 'Each tunnel with its state and its two ends; never its secret.',
  source: aggregated('vpnTunnels', 'VpnTunnel'),

  attributes: z.object({
    tunnel_id: z.string().nullable().describe('The number that its metrics go by'),
    status: z.string().describe('ESTABLISHED, NO_INCOMING_PACKETS, NETWORK_ERROR, …'),
    peer_ip: z.string().nullable(),
    ike_version: z.string().nullable(),
    gateway_uid: z.string().nullable(),
    router_uid: z.string().nullable(),
    local_ranges: z.array(z.string()),
    remote_ranges: z.array(z.string()),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      tunnel_id: textAt(data, 'id'),
      status: textAt(data, 'status') ?? 'UNKNOWN',
      peer_ip: textAt(data, 'peerIp'),
      ike_version: textAt(data, 'ikeVersion'),
      gateway_uid: computeLink(data, 'vpnGateway', naming) ?? computeLink(data, 'targetVpnGateway', naming),
      router_uid: computeLink(data, 'router', naming),
      local_ranges: textsAt(data, 'localTrafficSelector'),
      remote_ranges: textsAt(data, 'remoteTrafficSelector'),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.gateway_uid), ...relationsTo('uses', attributes.router_uid)],
});
