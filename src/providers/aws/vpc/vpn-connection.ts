import type { TunnelOption, VpnConnection } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';

export const awsVpcVpnConnection = defineAwsResource({
  id: 'aws:vpc:vpn-connection',
  title: 'VPN connection',
  plural: 'VPN connections',
  nativeType: 'AWS::EC2::VPNConnection',
  locality: 'regional',
  permissions: ['ec2:DescribeVpnConnections'],
  reads: 'Gateways, routing and tunnels of each site-to-site VPN connection that is not deleted; its configuration and keys are not kept.',

  attributes: z.object({
    vpn_connection_id: z.string(),
    state: z.string().describe('pending, available, deleting'),
    connection_type: z.string().nullable().describe('ipsec.1'),
    category: z.string().nullable().describe('VPN, or VPN-Classic'),
    customer_gateway_id: z.string().nullable(),
    vpn_gateway_id: z.string().nullable(),
    transit_gateway_id: z.string().nullable(),
    core_network_arn: z.string().nullable(),
    static_routes_only: z.boolean(),
    acceleration_enabled: z.boolean(),
    static_routes: z.array(z.string()),
    tunnels: z.array(z.object({
      outside_ip: z.string().nullable(),
      status: z.string().nullable().describe('UP or DOWN'),
      status_message: z.string().nullable(),
      changed_at: z.string().nullable(),
      accepted_routes: z.int().nullable(),
    })).describe('Status, the time of its last change and accepted routes of each, by outside address'),
  }),

  async *list({ client }) {
    const { DescribeVpnConnectionsCommand, EC2Client } = await import('@aws-sdk/client-ec2');
    const { VpnConnections = [] } = await client(EC2Client).send(new DescribeVpnConnectionsCommand({}));
    // One that is deleted is shown for a while.
    for (const connection of VpnConnections) if (connection.State !== 'deleted') yield withoutKeys(connection);
  },

  normalise: (connection: VpnConnection, { arn }) => {
    const id = connection.VpnConnectionId ?? '';
    const tags = tagsOf(connection.Tags);
    return {
      uid: arn('ec2', `vpn-connection/${id}`),
      name: tags['Name'] ?? id,
      createdAt: undefined,
      tags,
      attributes: {
        vpn_connection_id: id,
        state: connection.State ?? 'unknown',
        connection_type: connection.Type ?? null,
        category: connection.Category ?? null,
        customer_gateway_id: connection.CustomerGatewayId ?? null,
        vpn_gateway_id: connection.VpnGatewayId ?? null,
        transit_gateway_id: connection.TransitGatewayId ?? null,
        core_network_arn: connection.CoreNetworkArn ?? null,
        static_routes_only: connection.Options?.StaticRoutesOnly ?? false,
        acceleration_enabled: connection.Options?.EnableAcceleration ?? false,
        static_routes: (connection.Routes ?? []).flatMap(({ DestinationCidrBlock, State }) => (State === 'deleted' ? [] : (DestinationCidrBlock ?? []))).sort(),
        tunnels: tunnelsOf(connection),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('attached-to', [...ec2Arns(uid, 'vpn-gateway', attributes.vpn_gateway_id), ...ec2Arns(uid, 'transit-gateway', attributes.transit_gateway_id), attributes.core_network_arn]),
    ...relationsTo('uses', ec2Arns(uid, 'customer-gateway', attributes.customer_gateway_id)),
  ],
});

/** The configuration for the other side holds the keys of the tunnels, and so may the options of a tunnel. */
function withoutKeys(connection: VpnConnection): VpnConnection {
  const { CustomerGatewayConfiguration: _, ...kept } = connection;
  const { Options } = kept;
  return Options?.TunnelOptions === undefined ? kept : { ...kept, Options: { ...Options, TunnelOptions: Options.TunnelOptions.map(withoutKey) } };
}

function withoutKey(tunnel: TunnelOption): TunnelOption {
  const { PreSharedKey: _, ...kept } = tunnel;
  return kept;
}

const tunnelsOf = ({ VgwTelemetry = [] }: VpnConnection) =>
  VgwTelemetry.map((tunnel) => ({
    outside_ip: tunnel.OutsideIpAddress ?? null,
    status: tunnel.Status ?? null,
    status_message: tunnel.StatusMessage ?? null,
    changed_at: tunnel.LastStatusChange?.toISOString() ?? null,
    accepted_routes: tunnel.AcceptedRouteCount ?? null,
  })).sort((one, other) => ((one.outside_ip ?? '') < (other.outside_ip ?? '') ? -1 : 1));
