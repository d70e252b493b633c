import type { SecurityGroup } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { ec2Arns, ownedArn } from './arns.ts';
import { trafficRule, trafficRules } from './traffic.ts';

export const awsEc2SecurityGroup = defineAwsResource({
  id: 'aws:ec2:security-group',
  title: 'Security group',
  plural: 'Security groups',
  nativeType: 'AWS::EC2::SecurityGroup',
  locality: 'regional',
  permissions: ['ec2:DescribeSecurityGroups'],
  reads: 'Every rule of each security group, with its ports and where traffic may come from or go to.',

  attributes: z.object({
    group_id: z.string(),
    group_name: z.string(),
    description: z.string(),
    vpc_id: z.string().nullable(),
    is_default: z.boolean().describe('The group that a VPC came with'),
    ingress: z.array(trafficRule).describe('What may come in'),
    egress: z.array(trafficRule).describe('What may go out'),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeSecurityGroups } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeSecurityGroups({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.SecurityGroups ?? [];
    }
  },

  normalise: (group: SecurityGroup, context) => {
    const id = group.GroupId ?? '';
    const tags = tagsOf(group.Tags);
    const groupArn = (other: string, owner: string | undefined): string => ownedArn(context, owner ?? group.OwnerId, `security-group/${other}`);
    return {
      uid: group.SecurityGroupArn ?? groupArn(id, group.OwnerId),
      name: tags['Name'] ?? group.GroupName ?? id,
      tags,
      attributes: {
        group_id: id,
        group_name: group.GroupName ?? '',
        description: group.Description ?? '',
        vpc_id: group.VpcId ?? null,
        is_default: group.GroupName === 'default',
        ingress: trafficRules(group.IpPermissions, groupArn),
        egress: trafficRules(group.IpPermissionsEgress, groupArn),
      },
    };
  },

  relations: ({ uid, attributes }) => {
    const rules = [...attributes.ingress, ...attributes.egress];
    const groups = rules.map(({ group_uid: group }) => (group === uid ? null : group));
    return [
      ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
      ...relationsTo('uses', [...groups, ...ec2Arns(uid, 'prefix-list', rules.map(({ prefix_list_id: list }) => list))]),
    ];
  },
});
