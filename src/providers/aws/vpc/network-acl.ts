import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns, ownedArn } from '../ec2/arns.ts';
import { protocolName } from '../ec2/traffic.ts';
import { pages } from '../pages.ts';

const entry = z.object({
  rule_number: z.int().describe('The lowest that matches decides; 32767 refuses the rest'),
  action: z.string().describe('allow or deny'),
  protocol: z.string().describe('tcp, udp, icmp, … or a number; all: every protocol'),
  from_port: z.int().nullable().describe('Null: every port'),
  to_port: z.int().nullable(),
  cidr: z.string().nullable(),
});

export const awsVpcNetworkAcl = defineAwsResource({
  id: 'aws:vpc:network-acl',
  title: 'Network ACL',
  plural: 'Network ACLs',
  nativeType: 'AWS::EC2::NetworkAcl',
  locality: 'regional',
  permissions: ['ec2:DescribeNetworkAcls'],
  reads: 'Entries of each network ACL in their order, and the subnets that it guards.',

  attributes: z.object({
    network_acl_id: z.string(),
    vpc_id: z.string().nullable(),
    is_default: z.boolean(),
    subnet_ids: z.array(z.string()),
    ingress: z.array(entry),
    egress: z.array(entry),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeNetworkAcls } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeNetworkAcls({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.NetworkAcls ?? [];
    }
  },

  normalise: (acl: NetworkAcl, context) => {
    const id = acl.NetworkAclId ?? '';
    const tags = tagsOf(acl.Tags);
    return {
      uid: ownedArn(context, acl.OwnerId, `network-acl/${id}`),
      name: tags['Name'] ?? id,
      tags,
      attributes: {
        network_acl_id: id,
        vpc_id: acl.VpcId ?? null,
        is_default: acl.IsDefault ?? false,
        subnet_ids: (acl.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []).sort(),
        ingress: entriesOf(acl.Entries, false),
        egress: entriesOf(acl.Entries, true),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
    ...relationsTo('attached-to', ec2Arns(uid, 'subnet', attributes.subnet_ids)),
  ],
});

function entriesOf(entries: readonly NetworkAclEntry[] | undefined, isEgress: boolean): z.infer<typeof entry>[] {
  const own = (entries ?? []).filter(({ Egress }) => (Egress ?? false) === isEgress);
  const made = own.map((each) => ({
    rule_number: each.RuleNumber ?? 0,
    action: each.RuleAction ?? 'unknown',
    protocol: protocolName(each.Protocol),
    from_port: each.PortRange?.From ?? null,
    to_port: each.PortRange?.To ?? null,
    cidr: each.CidrBlock ?? each.Ipv6CidrBlock ?? null,
  }));
  return made.sort((a, b) => a.rule_number - b.rule_number || ((a.cidr ?? '') < (b.cidr ?? '') ? -1 : 1));
}
