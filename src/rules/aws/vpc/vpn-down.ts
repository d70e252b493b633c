import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsVpcVpnConnection } from '../../../providers/aws/vpc/vpn-connection.ts';
import { hoursPerMonth, savedBy } from '../facts.ts';

export const awsVpnDown = defineRule({
  id: 'aws-vpn-down',
  title: 'All tunnels of the VPN connection are down',
  category: 'waste',
  severity: 'medium',
  resourceType: awsVpcVpnConnection,
  parameters: { days: { value: 14, help: 'Days since the last tunnel changed its status' } },
  rationale: 'A VPN connection is paid for by the hour also while none of its tunnels is up and nothing can go through it.',

  evaluate({ attributes, region }, { now, parameters, prices }) {
    const { state, tunnels } = attributes;
    if (state === 'unknown') return unknown('AWS does not say in which state the connection is.');
    if (state !== 'available') return notApplicable;
    if (tunnels.some(({ status }) => status === 'UP')) return pass;
    if (tunnels.length === 0 || tunnels.some(({ status }) => status !== 'DOWN')) return unknown('AWS does not say whether its tunnels are up.');
    const changes = tunnels.flatMap(({ changed_at: at }) => at ?? []).sort();
    const last = changes.at(-1);
    if (last === undefined || changes.length < tunnels.length) return unknown('AWS does not say since when its tunnels are down.');
    const days = Math.floor(daysBetween(new Date(last), now));
    if (days < numberOf(parameters, 'days')) return pass;
    return fail({
      summary: `No tunnel has been up for ${days} days.`,
      evidence: { tunnels, customer_gateway_id: attributes.customer_gateway_id, vpn_gateway_id: attributes.vpn_gateway_id, transit_gateway_id: attributes.transit_gateway_id },
      ...savedBy(region, prices, 'high', [[hoursPerMonth, 'h', 'vpn.hour']]),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 delete-vpn-connection --region ${region} --vpn-connection-id ${attributes.vpn_connection_id}`,
      undo: `Nothing brings it back as it was: aws ec2 create-vpn-connection --region ${region} --type ipsec.1 --customer-gateway-id ${attributes.customer_gateway_id ?? 'CUSTOMER_GATEWAY_ID'} ${gatewayOption(attributes)} makes one with other addresses and keys, for which the other side must be set up anew`,
      permission: 'ec2:DeleteVpnConnection',
    },
  ],
});

const gatewayOption = ({ vpn_gateway_id: vpn, transit_gateway_id: transit }: { vpn_gateway_id: string | null; transit_gateway_id: string | null }): string => (transit === null ? `--vpn-gateway-id ${vpn ?? 'VPN_GATEWAY_ID'}` : `--transit-gateway-id ${transit}`);
