import type { DBSubnetGroup, Tag } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { tagsOfGroup } from './group-tags.ts';

interface GroupWithTags {
  group: DBSubnetGroup;
  tags?: Tag[] | undefined;
}

export const awsRdsDbSubnetGroup = defineAwsResource({
  id: 'aws:rds:db-subnet-group',
  title: 'RDS subnet group',
  plural: 'RDS subnet groups',
  nativeType: 'AWS::RDS::DBSubnetGroup',
  locality: 'regional',
  permissions: ['rds:DescribeDBSubnetGroups', 'rds:ListTagsForResource'],
  reads: 'The subnets that databases of each subnet group may lie in.',
  chain: 2,

  attributes: z.object({
    db_subnet_group_name: z.string(),
    description: z.string(),
    status: z.string(),
    vpc_id: z.string().nullable(),
    subnet_ids: z.array(z.string()),
    availability_zones: z.array(z.string()),
    network_types: z.array(z.string()),
  }),

  async *list({ client }) {
    const { RDSClient, paginateDescribeDBSubnetGroups } = await import('@aws-sdk/client-rds');
    for await (const page of pages(paginateDescribeDBSubnetGroups({ client: client(RDSClient), pageSize: 100 }, {}), ({ Marker }) => Marker)) {
      for (const group of page.DBSubnetGroups ?? []) yield { group } as GroupWithTags;
    }
  },

  normalise: ({ group, tags }: GroupWithTags, { arn }) => {
    const name = group.DBSubnetGroupName ?? '';
    const subnets = group.Subnets ?? [];
    return {
      uid: group.DBSubnetGroupArn ?? arn('rds', `subgrp:${name}`),
      name,
      tags: tagsOf(tags),
      attributes: {
        db_subnet_group_name: name,
        description: group.DBSubnetGroupDescription ?? '',
        status: group.SubnetGroupStatus ?? 'unknown',
        vpc_id: group.VpcId ?? null,
        subnet_ids: subnets.flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []).sort(),
        availability_zones: [...new Set(subnets.flatMap(({ SubnetAvailabilityZone }) => SubnetAvailabilityZone?.Name ?? []))].sort(),
        network_types: (group.SupportedNetworkTypes ?? []).toSorted(),
      },
    };
  },

  // Nothing but the tags needs a call of its own.
  details: { fields: [], bringTags: true, read: async ({ group }, context) => ({ group, tags: await tagsOfGroup(context, group.DBSubnetGroupArn) }) },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
    ...relationsTo('uses', ec2Arns(uid, 'subnet', attributes.subnet_ids)),
  ],
});
