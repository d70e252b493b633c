import type { Subnet } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns, ownedArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

export const awsVpcSubnet = defineAwsResource({
  id: 'aws:vpc:subnet',
  title: 'Subnet',
  plural: 'Subnets',
  nativeType: 'AWS::EC2::Subnet',
  locality: 'regional',
  permissions: ['ec2:DescribeSubnets'],
  reads: 'Address ranges, zone and public addressing of each subnet.',

  attributes: z.object({
    subnet_id: z.string(),
    state: z.string(),
    vpc_id: z.string().nullable(),
    availability_zone: z.string().nullable(),
    cidr_block: z.string().nullable(),
    ipv6_cidr_blocks: z.array(z.string()),
    is_default: z.boolean().describe('The default subnet of its zone'),
    assigns_public_ip: z.boolean().describe('What is launched in it gets a public IPv4 address'),
    assigns_ipv6: z.boolean(),
    owner_id: z.string().nullable().describe('Another account: it shares the subnet with this one'),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeSubnets } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeSubnets({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.Subnets ?? [];
    }
  },

  // The count of free addresses moves by itself and is left out.
  normalise: (subnet: Subnet, context) => {
    const id = subnet.SubnetId ?? '';
    const tags = tagsOf(subnet.Tags);
    return {
      uid: subnet.SubnetArn ?? ownedArn(context, subnet.OwnerId, `subnet/${id}`),
      name: tags['Name'] ?? id,
      tags,
      attributes: {
        subnet_id: id,
        state: subnet.State ?? 'unknown',
        vpc_id: subnet.VpcId ?? null,
        availability_zone: subnet.AvailabilityZone ?? null,
        cidr_block: subnet.CidrBlock ?? null,
        ipv6_cidr_blocks: (subnet.Ipv6CidrBlockAssociationSet ?? []).flatMap(({ Ipv6CidrBlock, Ipv6CidrBlockState }) => (Ipv6CidrBlock === undefined || Ipv6CidrBlockState?.State === 'disassociated' ? [] : Ipv6CidrBlock)).sort(),
        is_default: subnet.DefaultForAz ?? false,
        assigns_public_ip: subnet.MapPublicIpOnLaunch ?? false,
        assigns_ipv6: subnet.AssignIpv6AddressOnCreation ?? false,
        owner_id: subnet.OwnerId ?? null,
      },
    };
  },

  relations: ({ uid, attributes }) => relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
});
