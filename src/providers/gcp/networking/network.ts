import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, numberAt, textAt, uidOf } from '../define.ts';

const api = 'compute.googleapis.com';

export const gcpNetworkingNetwork = defineGcpResource({
  id: 'gcp:networking:network',
  title: 'VPC network',
  plural: 'VPC networks',
  nativeType: 'compute.googleapis.com/Network',
  api,
  permissions: ['compute.networks.list'],
  reads: 'Each network, how it gets its subnetworks, and how many peerings it has.',
  source: {
    from: 'asset',
    assetTypes: ['compute.googleapis.com/Network'],
    lists: [{ method: 'compute.v1.networks.list', host: api, path: 'compute/v1/projects/{project}/global/networks', items: 'items' }],
  },

  attributes: z.object({
    mode: z.string().describe('auto, custom or legacy: one range for all regions, without subnetworks'),
    is_default: z.boolean().describe('The one that each new project gets'),
    routing_mode: z.string().nullable(),
    mtu: z.number().nullable(),
    legacy_range: z.string().nullable(),
    subnetwork_uids: z.array(z.string()),
    peering_count: z.number(),
    firewall_policy_order: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => {
    const range = textAt(data, 'IPv4Range');
    return {
      attributes: {
        mode: range !== null ? 'legacy' : booleanAt(data, 'autoCreateSubnetworks') === true ? 'auto' : 'custom',
        is_default: textAt(data, 'name') === 'default',
        routing_mode: textAt(data, 'routingConfig.routingMode'),
        mtu: numberAt(data, 'mtu'),
        legacy_range: range,
        subnetwork_uids: listAt(data, 'subnetworks').map((link) => uidOf(api, String(link), naming)),
        peering_count: listAt(data, 'peerings').length,
        firewall_policy_order: textAt(data, 'networkFirewallPolicyEnforcementOrder'),
      },
    };
  },
});
