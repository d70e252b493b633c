import type { FlowLog, Vpc } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns, ownedArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

/** A VPC with the ids of the flow logs of the whole of it; undefined where they could not be listed. */
interface VpcWithLogs {
  vpc: Vpc;
  flowLogIds: string[] | undefined;
}

export const awsVpcVpc = defineAwsResource({
  id: 'aws:vpc:vpc',
  title: 'VPC network',
  plural: 'VPC networks',
  nativeType: 'AWS::EC2::VPC',
  locality: 'regional',
  permissions: ['ec2:DescribeVpcs', 'ec2:DescribeFlowLogs'],
  reads: 'Address ranges, tenancy and active flow logs of each VPC.',
  chain: 2,

  attributes: z.object({
    vpc_id: z.string(),
    state: z.string(),
    is_default: z.boolean(),
    cidr_blocks: z.array(z.string()),
    ipv6_cidr_blocks: z.array(z.string()),
    tenancy: z.string(),
    dhcp_options_id: z.string().nullable(),
    owner_id: z.string().nullable().describe('Another account: it shares the VPC with this one'),
    flow_log_ids: z.array(z.string()).nullable().describe('Active flow logs of the whole VPC; null: could not be read'),
  }),

  async *list(context) {
    const { EC2Client, paginateDescribeVpcs } = await import('@aws-sdk/client-ec2');
    let logs: FlowLog[] | null | undefined;
    let isAsked = false;
    for await (const page of pages(paginateDescribeVpcs({ client: context.client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      const vpcs = page.Vpcs ?? [];
      if (vpcs.length > 0 && !isAsked) {
        isAsked = true;
        logs = await detailOf(context, 'ec2:DescribeFlowLogs', () => flowLogs(context));
      }
      for (const vpc of vpcs) {
        const own = logs?.filter(({ ResourceId, FlowLogStatus }) => ResourceId === vpc.VpcId && FlowLogStatus === 'ACTIVE');
        yield { vpc, flowLogIds: own?.flatMap(({ FlowLogId }) => FlowLogId ?? []).sort() } satisfies VpcWithLogs;
      }
    }
  },

  normalise: ({ vpc, flowLogIds }: VpcWithLogs, context) => {
    const id = vpc.VpcId ?? '';
    const tags = tagsOf(vpc.Tags);
    const isUsed = (state: string | undefined): boolean => state === undefined || state === 'associated' || state === 'associating';
    const blocks = (vpc.CidrBlockAssociationSet ?? []).flatMap(({ CidrBlock, CidrBlockState }) => (CidrBlock !== undefined && isUsed(CidrBlockState?.State) ? CidrBlock : []));
    return {
      uid: ownedArn(context, vpc.OwnerId, `vpc/${id}`),
      name: tags['Name'] ?? id,
      tags,
      attributes: {
        vpc_id: id,
        state: vpc.State ?? 'unknown',
        is_default: vpc.IsDefault ?? false,
        cidr_blocks: [...new Set([...(vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock]), ...blocks])].sort(),
        ipv6_cidr_blocks: (vpc.Ipv6CidrBlockAssociationSet ?? []).flatMap(({ Ipv6CidrBlock, Ipv6CidrBlockState }) => (Ipv6CidrBlock !== undefined && isUsed(Ipv6CidrBlockState?.State) ? Ipv6CidrBlock : [])).sort(),
        tenancy: vpc.InstanceTenancy ?? 'default',
        dhcp_options_id: vpc.DhcpOptionsId ?? null,
        owner_id: vpc.OwnerId ?? null,
        flow_log_ids: flowLogIds ?? null,
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('uses', ec2Arns(uid, 'dhcp-options', attributes.dhcp_options_id)),
    ...relationsTo('logs-to', ec2Arns(uid, 'vpc-flow-log', attributes.flow_log_ids ?? [])),
  ],
});

async function flowLogs(context: AwsListContext): Promise<FlowLog[]> {
  const { EC2Client, paginateDescribeFlowLogs } = await import('@aws-sdk/client-ec2');
  const logs: FlowLog[] = [];
  for await (const page of pages(paginateDescribeFlowLogs({ client: context.client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) logs.push(...(page.FlowLogs ?? []));
  return logs;
}
