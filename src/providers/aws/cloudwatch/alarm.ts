import type { CompositeAlarm, MetricAlarm, MetricDataQuery, Tag } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { watchedBy } from './watched.ts';

interface AlarmWithTags {
  alarm: MetricAlarm & Pick<CompositeAlarm, 'AlarmRule'>;
  tags?: Tag[];
}

export const awsCloudwatchAlarm = defineAwsResource({
  id: 'aws:cloudwatch:alarm',
  title: 'CloudWatch alarm',
  plural: 'CloudWatch alarms',
  nativeType: 'AWS::CloudWatch::Alarm',
  locality: 'regional',
  permissions: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
  reads: 'State, metrics, threshold and actions of each alarm of metrics, and the rule of each composite one.',
  chain: 2,

  attributes: z.object({
    alarm_name: z.string(),
    alarm_type: z.string().describe('metric or composite'),
    description: z.string().nullable(),
    state: z.string().describe('OK, ALARM or INSUFFICIENT_DATA'),
    state_since: z.string().nullable(),
    configured_at: z.string().nullable().describe('When its settings were last changed'),
    actions_enabled: z.boolean().nullable(),
    alarm_actions: z.array(z.string()),
    ok_actions: z.array(z.string()),
    insufficient_data_actions: z.array(z.string()),
    metrics: z.array(z.object({
      namespace: z.string(),
      name: z.string(),
      dimensions: z.record(z.string(), z.string()),
      period_seconds: z.int().nullable(),
      account: z.string().nullable().describe('Of another account than the alarm'),
    })).describe('All that it looks at, also within an expression'),
    expressions: z.array(z.string()),
    statistic: z.string().nullable(),
    comparison: z.string().nullable(),
    threshold: z.number().nullable(),
    is_anomaly_detection: z.boolean(),
    evaluation_periods: z.int().nullable(),
    missing_data: z.string().nullable().describe('How missing points are treated: missing, ignore, breaching or notBreaching'),
    rule: z.string().nullable().describe('Of a composite alarm'),
  }),

  async *list({ client }) {
    const { CloudWatchClient, paginateDescribeAlarms } = await import('@aws-sdk/client-cloudwatch');
    for await (const page of pages(paginateDescribeAlarms({ client: client(CloudWatchClient), pageSize: 100 }, { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }), ({ NextToken }) => NextToken)) {
      for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) yield { alarm } satisfies AlarmWithTags;
    }
  },

  normalise: ({ alarm, tags }: AlarmWithTags, { arn, account }) => ({
    uid: alarm.AlarmArn ?? arn('cloudwatch', `alarm:${alarm.AlarmName ?? ''}`),
    name: alarm.AlarmName ?? '',
    createdAt: undefined,
    tags: tagsOf(tags),
    attributes: { alarm_name: alarm.AlarmName ?? '', ...stateOf(alarm), ...actionsOf(alarm), ...measureOf(alarm, account) },
  }),

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await readTags(raw.alarm, context) }) },

  relations: ({ uid, attributes }) => [
    ...relationsTo('targets', [...new Set(attributes.metrics.flatMap((metric) => (metric.account === null ? watchedBy(uid, metric).map((watched) => watched.uid) : [])))]),
    ...relationsTo('uses', [...new Set([...attributes.alarm_actions, ...attributes.ok_actions, ...attributes.insufficient_data_actions])].filter((action) => /^arn:[^:]+:(sns|lambda):/.test(action))),
  ],
});

const stateOf = (alarm: AlarmWithTags['alarm']) => ({
  alarm_type: alarm.AlarmRule === undefined ? 'metric' : 'composite',
  description: alarm.AlarmDescription ?? null,
  state: alarm.StateValue ?? 'unknown',
  // The second is of an update that need not have changed the state, so it is never too early.
  state_since: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.toISOString() ?? null,
  configured_at: alarm.AlarmConfigurationUpdatedTimestamp?.toISOString() ?? null,
});

const actionsOf = (alarm: AlarmWithTags['alarm']) => ({
  actions_enabled: alarm.ActionsEnabled ?? null,
  alarm_actions: alarm.AlarmActions ?? [],
  ok_actions: alarm.OKActions ?? [],
  insufficient_data_actions: alarm.InsufficientDataActions ?? [],
});

function measureOf(alarm: AlarmWithTags['alarm'], account: string) {
  const queries: MetricDataQuery[] = alarm.Metrics ?? [];
  const own = { MetricStat: { Metric: { Namespace: alarm.Namespace, MetricName: alarm.MetricName, Dimensions: alarm.Dimensions }, Period: alarm.Period, Stat: undefined }, AccountId: undefined };
  const all = alarm.MetricName === undefined ? queries : [own];
  return {
    metrics: all.flatMap(({ MetricStat, AccountId }) => (MetricStat?.Metric === undefined ? [] : [{
      namespace: MetricStat.Metric.Namespace ?? '',
      name: MetricStat.Metric.MetricName ?? '',
      dimensions: Object.fromEntries((MetricStat.Metric.Dimensions ?? []).flatMap(({ Name, Value }) => (Name === undefined || Value === undefined ? [] : [[Name, Value]]))),
      period_seconds: MetricStat.Period ?? null,
      account: AccountId === undefined || AccountId === account ? null : AccountId,
    }])),
    expressions: queries.flatMap(({ Expression }) => Expression ?? []),
    statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? null,
    comparison: alarm.ComparisonOperator ?? null,
    threshold: alarm.Threshold ?? null,
    is_anomaly_detection: alarm.ThresholdMetricId !== undefined,
    evaluation_periods: alarm.EvaluationPeriods ?? null,
    missing_data: alarm.TreatMissingData ?? null,
    rule: alarm.AlarmRule ?? null,
  };
}

async function readTags({ AlarmArn }: MetricAlarm, context: AwsListContext): Promise<Tag[]> {
  if (AlarmArn === undefined) return [];
  const { CloudWatchClient, ListTagsForResourceCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = context.client(CloudWatchClient);
  const answer = await detailOf(context, 'cloudwatch:ListTagsForResource', () => client.send(new ListTagsForResourceCommand({ ResourceARN: AlarmArn })), ['ResourceNotFoundException']);
  return answer?.Tags ?? [];
}
