import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { gcpNetworkingVpnTunnel } from '../../../providers/gcp/networking/vpn-tunnel.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const gcpVpnDown = defineRule({
  id: 'gcp-vpn-down',
  title: 'VPN tunnel is not established',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpNetworkingVpnTunnel,
  parameters: afterDays(14, 'Days since it was made or first seen here: Google does not say since when it is down'),
  rationale: 'A tunnel is billed by the hour, whether or not the other side answers.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.status === 'UNKNOWN') return unknown('Google did not say what state the tunnel is in.');
    if (attributes.status === 'ESTABLISHED' || isTooYoung(resource, context)) return pass;
    return fail({ summary: `The tunnel to ${attributes.peer_ip ?? 'its peer'} is not established: ${attributes.status}.`, evidence: { status: attributes.status, peer_ip: attributes.peer_ip }, ...savedBy(region, context.prices, 'medium', [[hoursPerMonth, 'h', 'vpn']]) });
  },

  remediation: (tunnel) => [step('compute vpn-tunnels delete', tunnel, irreversible, 'compute.vpnTunnels.delete')],
});
