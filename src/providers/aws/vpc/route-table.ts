import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns, ownedArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

const route = z.object({
  destination: z.string().describe('An address range or a prefix list'),
  target: z.string().describe('local, or the id of a gateway, interface or connection'),
  state: z.string().describe('blackhole: the target is gone'),
  origin: z.string().nullable(),
});

export const awsVpcRouteTable = defineAwsResource({
  id: 'aws:vpc:route-table',
  title: 'Route table',
  plural: 'Route tables',
  nativeType: 'AWS::EC2::RouteTable',
  locality: 'regional',
  permissions: ['ec2:DescribeRouteTables'],
  reads: 'Routes of each route table, and the subnets and gateways that it serves.',

  attributes: z.object({
    route_table_id: z.string(),
    vpc_id: z.string().nullable(),
    is_main: z.boolean().describe('Serves the subnets that have no table of their own'),
    subnet_ids: z.array(z.string()),
    gateway_ids: z.array(z.string()).describe('Gateways whose incoming traffic it routes'),
    propagating_gateway_ids: z.array(z.string()),
    routes: z.array(route),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeRouteTables } = await import('@aws-sdk/client-ec2');
    // AWS takes no more than 100 here.
    for await (const page of pages(paginateDescribeRouteTables({ client: client(EC2Client), pageSize: 100 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.RouteTables ?? [];
    }
  },

  normalise: (table: RouteTable, context) => {
    const id = table.RouteTableId ?? '';
    const tags = tagsOf(table.Tags);
    const associations = (table.Associations ?? []).filter(({ AssociationState }) => AssociationState?.State !== 'disassociated');
    return {
      uid: ownedArn(context, table.OwnerId, `route-table/${id}`),
      name: tags['Name'] ?? id,
      tags,
      attributes: {
        route_table_id: id,
        vpc_id: table.VpcId ?? null,
        is_main: associations.some(({ Main }) => Main === true),
        subnet_ids: associations.flatMap(({ SubnetId }) => SubnetId ?? []).sort(),
        gateway_ids: associations.flatMap(({ GatewayId }) => GatewayId ?? []).sort(),
        propagating_gateway_ids: (table.PropagatingVgws ?? []).flatMap(({ GatewayId }) => GatewayId ?? []).sort(),
        routes: (table.Routes ?? []).map(routeOf).sort((a, b) => (`${a.destination} ${a.target}` < `${b.destination} ${b.target}` ? -1 : 1)),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
    ...relationsTo('attached-to', [...ec2Arns(uid, 'subnet', attributes.subnet_ids), ...attributes.gateway_ids.map((id) => targetArn(uid, id))]),
    ...relationsTo('routes-to', attributes.routes.map(({ target }) => targetArn(uid, target))),
  ],
});

function routeOf(each: Route): z.infer<typeof route> {
  return {
    destination: each.DestinationCidrBlock ?? each.DestinationIpv6CidrBlock ?? each.DestinationPrefixListId ?? '',
    target:
      each.GatewayId ?? each.NatGatewayId ?? each.TransitGatewayId ?? each.VpcPeeringConnectionId ?? each.EgressOnlyInternetGatewayId ??
      each.NetworkInterfaceId ?? each.InstanceId ?? each.LocalGatewayId ?? each.CarrierGatewayId ?? each.CoreNetworkArn ?? each.OdbNetworkArn ?? '',
    state: each.State ?? 'active',
    origin: each.Origin ?? null,
  };
}

/** By what the id begins with: what kind of thing it names. */
const kinds: Readonly<Record<string, string>> = {
  igw: 'internet-gateway', nat: 'natgateway', tgw: 'transit-gateway', pcx: 'vpc-peering-connection', eigw: 'egress-only-internet-gateway',
  eni: 'network-interface', i: 'instance', vgw: 'vpn-gateway', vpce: 'vpc-endpoint', lgw: 'local-gateway', cagw: 'carrier-gateway',
};

function targetArn(uid: string, id: string): string | null {
  if (id.startsWith('arn:')) return id;
  const kind = id.includes('-') ? kinds[id.slice(0, id.indexOf('-'))] : undefined;
  return kind === undefined ? null : arnBeside(uid, 'ec2', `${kind}/${id}`);
}
