import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const tables = [
    {
      RouteTableId: 'rtb-1', OwnerId: account, VpcId: 'vpc-1', PropagatingVgws: [{ GatewayId: 'vgw-1' }], Tags: [{ Key: 'Name', Value: 'public' }],
      Associations: [{ SubnetId: 'subnet-2', AssociationState: { State: 'associated' } }, { SubnetId: 'subnet-1' }, { SubnetId: 'subnet-gone', AssociationState: { State: 'disassociated' } }, { GatewayId: 'igw-in' }],
      Routes: [
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' }, { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active', Origin: 'CreateRoute' },
        { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1', State: 'active' }, { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1', State: 'active' },
        { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-1', State: 'active' }, { DestinationCidrBlock: '10.2.0.0/16', NatGatewayId: 'nat-1', State: 'blackhole' }, { DestinationCidrBlock: '10.3.0.0/16', TransitGatewayId: 'tgw-1', State: 'active' },
      ],
    },
    { RouteTableId: 'rtb-main', Associations: [{ Main: true }] },
  ];
  under = await startAnswered({ 'ec2.DescribeRouteTables': paged('RouteTables', { 'us-east-1': tables, 'eu-west-1': many(250, (n) => ({ RouteTableId: `rtb-${n}` })) }) });
});
afterAll(() => under.close());

it('reads routes by destination and what they serve', async () => {
  const { resources } = await under.collect('aws:vpc:route-table');
  expect(resources[0]).toMatchObject({
    uid: ec2('route-table/rtb-1'), name: 'public',
    attributes: { route_table_id: 'rtb-1', vpc_id: 'vpc-1', is_main: false, subnet_ids: ['subnet-1', 'subnet-2'], gateway_ids: ['igw-in'], propagating_gateway_ids: ['vgw-1'] },
  });
  const routes = resources[0]?.attributes['routes'] as { destination: string; target: string; state: string; origin: string | null }[];
  expect(routes.map(({ destination, target, state }) => `${destination} ${target} ${state}`)).toEqual([
    '0.0.0.0/0 igw-1 active', '10.0.0.0/16 local active', '10.1.0.0/16 pcx-1 active', '10.2.0.0/16 nat-1 blackhole', '10.3.0.0/16 tgw-1 active', '::/0 eigw-1 active', 'pl-1 vpce-1 active',
  ]);
  expect(routes[1]?.origin).toBe('CreateRouteTable');
  expect(resources[1]).toMatchObject({ name: 'rtb-main', relations: [], attributes: { is_main: true, subnet_ids: [], routes: [], vpc_id: null } });
});

it('is attached to its subnets and routes to gateways by the names that these have', async () => {
  expect((await under.collect('aws:vpc:route-table')).resources[0]?.relations).toEqual([
    { kind: 'member-of', uid: ec2('vpc/vpc-1') },
    ...['subnet/subnet-1', 'subnet/subnet-2', 'internet-gateway/igw-in'].map((rest) => ({ kind: 'attached-to', uid: ec2(rest) })),
    ...['internet-gateway/igw-1', 'vpc-peering-connection/pcx-1', 'natgateway/nat-1', 'transit-gateway/tgw-1', 'egress-only-internet-gateway/eigw-1', 'vpc-endpoint/vpce-1'].map((rest) => ({ kind: 'routes-to', uid: ec2(rest) })),
  ]);
});

it('reads pages of a hundred, and an empty region in one call', async () => {
  const { resources, end } = await under.collect('aws:vpc:route-table', 'eu-west-1');
  expect([resources.length, end.calls]).toEqual([250, 3]);
  expect(await under.collect('aws:vpc:route-table', 'ap-south-1')).toEqual(nothingInOneCall);
});
