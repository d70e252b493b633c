import type { VpcPeeringConnection, VpcPeeringConnectionVpcInfo } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { type AwsNormaliseContext, defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';

const side = z.object({
  vpc_uid: z.string().nullable().describe('May lie in another account or region'),
  cidr_blocks: z.array(z.string()),
  allows_remote_dns: z.boolean(),
});

export const awsVpcVpcPeeringConnection = defineAwsResource({
  id: 'aws:vpc:vpc-peering-connection',
  title: 'VPC peering connection',
  plural: 'VPC peering connections',
  nativeType: 'AWS::EC2::VPCPeeringConnection',
  locality: 'regional',
  permissions: ['ec2:DescribeVpcPeeringConnections'],
  reads: 'Both VPCs of each peering connection, with their accounts, regions and address ranges.',

  attributes: z.object({
    vpc_peering_connection_id: z.string(),
    status: z.string().describe('active, pending-acceptance, …'),
    requester: side,
    accepter: side,
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeVpcPeeringConnections } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeVpcPeeringConnections({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      // One that is deleted is shown for some hours more.
      for (const connection of page.VpcPeeringConnections ?? []) if (connection.Status?.Code !== 'deleted') yield connection;
    }
  },

  normalise: (connection: VpcPeeringConnection, context) => {
    const id = connection.VpcPeeringConnectionId ?? '';
    const tags = tagsOf(connection.Tags);
    return {
      uid: context.arn('ec2', `vpc-peering-connection/${id}`),
      name: tags['Name'] ?? id,
      tags,
      attributes: {
        vpc_peering_connection_id: id,
        status: connection.Status?.Code ?? 'unknown',
        requester: sideOf(connection.RequesterVpcInfo, context),
        accepter: sideOf(connection.AccepterVpcInfo, context),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('attached-to', [attributes.requester.vpc_uid, attributes.accepter.vpc_uid]),
});

function sideOf(info: VpcPeeringConnectionVpcInfo | undefined, { partition, region, account }: AwsNormaliseContext): z.infer<typeof side> {
  const blocks = [info?.CidrBlock, ...(info?.CidrBlockSet ?? []).map(({ CidrBlock }) => CidrBlock), ...(info?.Ipv6CidrBlockSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)];
  return {
    vpc_uid: info?.VpcId === undefined ? null : `arn:${partition}:ec2:${info.Region ?? region}:${info.OwnerId ?? account}:vpc/${info.VpcId}`,
    cidr_blocks: [...new Set(blocks.filter((block) => block !== undefined))].sort(),
    allows_remote_dns: info?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc ?? false,
  };
}
