import type { NatGateway } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

export const awsVpcNatGateway = defineAwsResource({
  id: 'aws:vpc:nat-gateway',
  title: 'NAT gateway',
  plural: 'NAT gateways',
  nativeType: 'AWS::EC2::NatGateway',
  locality: 'regional',
  permissions: ['ec2:DescribeNatGateways'],
  reads: 'Subnet, addresses and connectivity of each NAT gateway that is not deleted.',

  attributes: z.object({
    nat_gateway_id: z.string(),
    state: z.string().describe('pending, available, failed, deleting'),
    connectivity_type: z.string().describe('public or private'),
    vpc_id: z.string().nullable(),
    subnet_id: z.string().nullable(),
    allocation_ids: z.array(z.string()).describe('Of its elastic IP addresses'),
    public_ips: z.array(z.string()),
    network_interface_ids: z.array(z.string()),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeNatGateways } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeNatGateways({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      // One that is deleted is shown for an hour more.
      for (const gateway of page.NatGateways ?? []) if (gateway.State !== 'deleted') yield gateway;
    }
  },

  normalise: (gateway: NatGateway, { arn }) => {
    const id = gateway.NatGatewayId ?? '';
    const tags = tagsOf(gateway.Tags);
    const addresses = gateway.NatGatewayAddresses ?? [];
    return {
      uid: arn('ec2', `natgateway/${id}`),
      name: tags['Name'] ?? id,
      createdAt: gateway.CreateTime,
      tags,
      attributes: {
        nat_gateway_id: id,
        state: gateway.State ?? 'unknown',
        connectivity_type: gateway.ConnectivityType ?? 'public',
        vpc_id: gateway.VpcId ?? null,
        subnet_id: gateway.SubnetId ?? null,
        allocation_ids: addresses.flatMap(({ AllocationId }) => AllocationId ?? []).sort(),
        public_ips: addresses.flatMap(({ PublicIp }) => PublicIp ?? []).sort(),
        network_interface_ids: addresses.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []).sort(),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', [...ec2Arns(uid, 'subnet', attributes.subnet_id), ...ec2Arns(uid, 'vpc', attributes.vpc_id)]),
    ...relationsTo('uses', [...ec2Arns(uid, 'elastic-ip', attributes.allocation_ids), ...ec2Arns(uid, 'network-interface', attributes.network_interface_ids)]),
  ],
});
