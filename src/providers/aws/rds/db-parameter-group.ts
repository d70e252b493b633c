import type { DBParameterGroup, Parameter, Tag } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { tagsOfGroup } from './group-tags.ts';

interface GroupWithParameters {
  group: DBParameterGroup;
  tags?: Tag[] | undefined;
  parameters?: Parameter[] | undefined;
}

/** Each engine has its own word for it: PostgreSQL and SQL Server the first, MySQL and MariaDB the second. */
const tlsParameters = ['rds.force_ssl', 'require_secure_transport'];

export const awsRdsDbParameterGroup = defineAwsResource({
  id: 'aws:rds:db-parameter-group',
  title: 'RDS parameter group',
  plural: 'RDS parameter groups',
  nativeType: 'AWS::RDS::DBParameterGroup',
  locality: 'regional',
  permissions: ['rds:DescribeDBParameterGroups', 'rds:DescribeDBParameters', 'rds:ListTagsForResource'],
  reads: 'Family of each parameter group, and whether it makes clients use TLS.',
  chain: 2,

  attributes: z.object({
    db_parameter_group_name: z.string(),
    family: z.string().nullable(),
    description: z.string(),
    is_default: z.boolean().describe('Made by AWS and not to be changed'),
    tls_parameters: z.record(z.string(), z.string().nullable()).nullable().describe('By name; empty: its engine has none of them; null: not read yet'),
    forces_tls: z.boolean().nullable().describe('Null: its engine says it elsewhere, or it was not read'),
  }),

  async *list({ client }) {
    const { RDSClient, paginateDescribeDBParameterGroups } = await import('@aws-sdk/client-rds');
    for await (const page of pages(paginateDescribeDBParameterGroups({ client: client(RDSClient), pageSize: 100 }, {}), ({ Marker }) => Marker)) {
      for (const group of page.DBParameterGroups ?? []) yield { group } as GroupWithParameters;
    }
  },

  normalise: ({ group, tags, parameters }: GroupWithParameters, { arn }) => {
    const name = group.DBParameterGroupName ?? '';
    const found = parameters?.map(({ ParameterName, ParameterValue }) => [ParameterName ?? '', ParameterValue ?? null] as const).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      uid: group.DBParameterGroupArn ?? arn('rds', `pg:${name}`),
      name,
      tags: tagsOf(tags),
      attributes: {
        db_parameter_group_name: name,
        family: group.DBParameterGroupFamily ?? null,
        description: group.Description ?? '',
        is_default: name.startsWith('default.'),
        tls_parameters: found === undefined ? null : Object.fromEntries(found),
        forces_tls: found === undefined || found.length === 0 ? null : found.some(([, value]) => value === '1' || value?.toUpperCase() === 'ON'),
      },
    };
  },

  details: { fields: ['tls_parameters', 'forces_tls'], bringTags: true, read: readGroup },
});

async function readGroup({ group }: GroupWithParameters, context: AwsListContext): Promise<GroupWithParameters> {
  const [tags, parameters] = await Promise.all([tagsOfGroup(context, group.DBParameterGroupArn), tlsParametersOf(group, context)]);
  return { group, tags, parameters };
}

/** A group has hundreds of parameters: AWS is asked for these alone, and what else a server sends is left out. */
async function tlsParametersOf(group: DBParameterGroup, context: AwsListContext): Promise<Parameter[] | undefined> {
  const { RDSClient, paginateDescribeDBParameters } = await import('@aws-sdk/client-rds');
  const ask = async (): Promise<Parameter[]> => {
    const found: Parameter[] = [];
    const listing = paginateDescribeDBParameters({ client: context.client(RDSClient), pageSize: 100 }, { DBParameterGroupName: group.DBParameterGroupName, Filters: [{ Name: 'parameter-name', Values: tlsParameters }] });
    for await (const page of pages(listing, ({ Marker }) => Marker)) found.push(...(page.Parameters ?? []).filter(({ ParameterName }) => tlsParameters.includes(ParameterName ?? '')));
    return found;
  };
  return (await detailOf(context, 'rds:DescribeDBParameters', ask, ['DBParameterGroupNotFound', 'DBParameterGroupNotFoundFault'])) ?? undefined;
}
