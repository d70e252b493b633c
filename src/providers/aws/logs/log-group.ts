import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { type AwsListContext, type AwsNormaliseContext, defineAwsResource, detailOf, relationsTo, tagsOfRecord } from '../define.ts';
import { keyUid } from '../kms/key-uid.ts';
import { pages } from '../pages.ts';

interface GroupWithTags {
  group: LogGroup;
  tags?: Record<string, string>;
}

export const awsLogsLogGroup = defineAwsResource({
  id: 'aws:logs:log-group',
  title: 'Log group',
  plural: 'Log groups',
  nativeType: 'AWS::Logs::LogGroup',
  locality: 'regional',
  permissions: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'],
  reads: 'Retention, stored bytes, class, encryption and protection of each log group; with details also tags. Log events are never read.',

  attributes: z.object({
    log_group_name: z.string(),
    created_at: z.string().nullable(),
    retention_days: z.int().nullable().describe('Null: events never expire'),
    retention_policy: z.string().nullable().describe("The account's policy that the retention is from, where it is not the group's own"),
    stored_bytes: z.int().nullable(),
    log_group_class: z.string().describe('STANDARD, INFREQUENT_ACCESS, DELIVERY, …'),
    kms_key_uid: z.string().nullable().describe('Null: a key that AWS owns'),
    metric_filters: z.int().nullable(),
    data_protection_status: z.string().nullable(),
    deletion_protection: z.boolean().nullable().describe('Null where AWS does not tell'),
  }),

  async *list({ client }) {
    const { CloudWatchLogsClient, paginateDescribeLogGroups } = await import('@aws-sdk/client-cloudwatch-logs');
    for await (const page of pages(paginateDescribeLogGroups({ client: client(CloudWatchLogsClient), pageSize: 50 }, {}), ({ nextToken }) => nextToken)) {
      for (const group of page.logGroups ?? []) yield { group };
    }
  },

  normalise: ({ group, tags }: GroupWithTags, { arn }) => {
    const createdAt = group.creationTime === undefined ? undefined : new Date(group.creationTime);
    return {
      uid: uidOf(group, arn),
      name: group.logGroupName ?? '',
      createdAt,
      tags: tagsOfRecord(tags),
      attributes: {
        log_group_name: group.logGroupName ?? '',
        created_at: createdAt?.toISOString() ?? null,
        retention_days: group.retentionInDays ?? null,
        retention_policy: group.retentionPolicyName ?? null,
        stored_bytes: group.storedBytes ?? null,
        log_group_class: group.logGroupClass ?? 'STANDARD',
        kms_key_uid: keyUid(group.kmsKeyId, arn),
        metric_filters: group.metricFilterCount ?? null,
        data_protection_status: group.dataProtectionStatus ?? null,
        deletion_protection: group.deletionProtectionEnabled ?? null,
      },
    };
  },

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await tagsOfGroup(raw.group, context) }) },

  relations: ({ attributes }) => relationsTo('encrypted-by', attributes.kms_key_uid),
});

/** As others name a group: without the `:*` that stands for its streams. */
function uidOf({ logGroupArn, arn: withStreams, logGroupName }: LogGroup, arn: AwsNormaliseContext['arn']): string {
  return logGroupArn ?? withStreams?.replace(/:\*$/, '') ?? arn('logs', `log-group:${logGroupName ?? ''}`);
}

async function tagsOfGroup(group: LogGroup, context: AwsListContext): Promise<Record<string, string>> {
  const { CloudWatchLogsClient, ListTagsForResourceCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const { account, partition, region } = context;
  const resourceArn = uidOf(group, (service, rest) => `arn:${partition}:${service}:${region}:${account}:${rest}`);
  const read = async (): Promise<Record<string, string>> => (await context.client(CloudWatchLogsClient).send(new ListTagsForResourceCommand({ resourceArn }))).tags ?? {};
  return (await detailOf(context, 'logs:ListTagsForResource', read, ['ResourceNotFoundException'])) ?? {};
}
