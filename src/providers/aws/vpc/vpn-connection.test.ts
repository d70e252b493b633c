import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
const key = 'swordfish_2048';
beforeAll(async () => {
  const connections = [
    {
      VpnConnectionId: 'vpn-1', State: 'available', Type: 'ipsec.1', Category: 'VPN', CustomerGatewayId: 'cgw-1', VpnGatewayId: 'vgw-1', Tags: [{ Key: 'Name', Value: 'office' }],
      CustomerGatewayConfiguration: `<vpn_connection><pre_shared_key>${key}</pre_shared_key></vpn_connection>`,
      Options: { StaticRoutesOnly: true, EnableAcceleration: false, TunnelOptions: [{ OutsideIpAddress: '52.0.0.1', TunnelInsideCidr: '169.254.10.0/30', PreSharedKey: key }] },
      Routes: [{ DestinationCidrBlock: '10.9.0.0/16', State: 'available' }, { DestinationCidrBlock: '10.8.0.0/16', State: 'available' }, { DestinationCidrBlock: '10.7.0.0/16', State: 'deleted' }],
      VgwTelemetry: [
        { OutsideIpAddress: '52.0.0.2', Status: 'DOWN', StatusMessage: 'IPSEC IS DOWN', LastStatusChange: new Date('2026-02-02T03:04:05Z'), AcceptedRouteCount: 0 },
        { OutsideIpAddress: '52.0.0.1', Status: 'UP', LastStatusChange: new Date('2026-01-02T03:04:05Z'), AcceptedRouteCount: 2 },
      ],
    },
    { VpnConnectionId: 'vpn-2', State: 'pending', TransitGatewayId: 'tgw-1', CoreNetworkArn: 'arn:aws:networkmanager::123456789012:core-network/core-1', VgwTelemetry: [{}] },
    { VpnConnectionId: 'vpn-bare', Options: {} },
    { VpnConnectionId: 'vpn-gone', State: 'deleted' },
  ];
  under = await startAnswered({ 'ec2.DescribeVpnConnections': paged('VpnConnections', { 'us-east-1': connections }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads each connection that is not deleted, with its tunnels and gateways', async () => {
  const { resources, end } = await under.collect('aws:vpc:vpn-connection');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: ec2('vpn-connection/vpn-1'), name: 'office', createdAt: null, tags: { Name: 'office' },
      relations: [{ kind: 'attached-to', uid: ec2('vpn-gateway/vgw-1') }, { kind: 'uses', uid: ec2('customer-gateway/cgw-1') }],
    },
    {
      name: 'vpn-2', attributes: { state: 'pending', transit_gateway_id: 'tgw-1', tunnels: [{ outside_ip: null, status: null, status_message: null, changed_at: null, accepted_routes: null }] },
      relations: [{ kind: 'attached-to', uid: ec2('transit-gateway/tgw-1') }, { kind: 'attached-to', uid: 'arn:aws:networkmanager::123456789012:core-network/core-1' }],
    },
    { name: 'vpn-bare', relations: [], attributes: { state: 'unknown', connection_type: null, static_routes_only: false, static_routes: [], tunnels: [] } },
  ]);
  expect(resources[0]?.attributes).toEqual({
    vpn_connection_id: 'vpn-1', state: 'available', connection_type: 'ipsec.1', category: 'VPN', customer_gateway_id: 'cgw-1', vpn_gateway_id: 'vgw-1', transit_gateway_id: null, core_network_arn: null,
    static_routes_only: true, acceleration_enabled: false, static_routes: ['10.8.0.0/16', '10.9.0.0/16'],
    tunnels: [
      { outside_ip: '52.0.0.1', status: 'UP', status_message: null, changed_at: '2026-01-02T03:04:05.000Z', accepted_routes: 2 },
      { outside_ip: '52.0.0.2', status: 'DOWN', status_message: 'IPSEC IS DOWN', changed_at: '2026-02-02T03:04:05.000Z', accepted_routes: 0 },
    ],
  });
});

it('keeps neither the configuration nor a key, also where raw answers are kept', async () => {
  const { resources } = await under.collect('aws:vpc:vpn-connection', 'us-east-1', { keepsRaw: true });
  const kept = JSON.stringify(resources[0]) + inflateRawSync(resources[0]?.raw ?? Buffer.alloc(0)).toString();
  expect(kept).toContain('169.254.10.0/30');
  expect(kept).not.toContain(key);
  expect(kept).not.toMatch(/CustomerGatewayConfiguration|PreSharedKey/);
});

it('asks one call of a region without a connection, and says where it may not', async () => {
  expect(await under.collect('aws:vpc:vpn-connection', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'ec2' }]);
  expect(await under.collect('aws:vpc:vpn-connection')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'ec2:DescribeVpnConnections' } } } });
});
