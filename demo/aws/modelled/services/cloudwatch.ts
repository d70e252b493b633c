import { simulatedPoints } from '../../../metrics.ts';
import { isInUse } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';
import { functionName } from './lambda-functions.ts';

interface Query {
  Id?: string;
  MetricStat?: { Metric?: { MetricName?: string; Dimensions?: { Value?: string }[] }; Period?: number };
}

/** Of a function that is there, of a machine that is long gone, of a queue that nobody writes to, and one made of others. */
function alarms(place: Place): { metric: Fields[]; composite: Fields[] } {
  const { plan, region, arn } = place;
  if (!isInUse(plan, region)) return { metric: [], composite: [] };
  const alarm = (AlarmName: string, StateValue: string, days: number): Fields => ({
    AlarmName, AlarmArn: arn('cloudwatch', `alarm:${AlarmName}`), StateValue, StateTransitionedTimestamp: new Date(timeAgo(plan, days)), StateUpdatedTimestamp: new Date(timeAgo(plan, days)), AlarmConfigurationUpdatedTimestamp: new Date(timeAgo(plan, 400)),
    ActionsEnabled: true, AlarmActions: [arn('sns', 'alerts')], OKActions: [], InsufficientDataActions: [],
  });
  const of = (Namespace: string, MetricName: string, Name: string, Value: string): Fields => ({ Namespace, MetricName, Dimensions: [{ Name, Value }], Statistic: 'Average', Period: 300, EvaluationPeriods: 3, Threshold: 80, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'missing' });
  return {
    metric: [
      { ...alarm('function-errors', 'INSUFFICIENT_DATA', 45), ...of('AWS/Lambda', 'Errors', 'FunctionName', functionName(plan, region, 0)) },
      { ...alarm('old-batch-cpu', 'INSUFFICIENT_DATA', 120), ...of('AWS/EC2', 'CPUUtilization', 'InstanceId', hexId('i', plan.seed, 170 + region, 0)) },
      { ...alarm('jobs-waiting', 'INSUFFICIENT_DATA', 90), ...of('AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', 'jobs') },
    ],
    composite: [{ ...alarm('shop-down', 'OK', 60), AlarmRule: 'ALARM("function-errors") OR ALARM("jobs-waiting")' }],
  };
}

export const cloudwatchServices: Readonly<Record<string, PlacedAnswerer>> = {
  'cloudwatch.GetMetricData': ({ MetricDataQueries, StartTime, EndTime }): Fields => {
    const time = (value: unknown): number => (value instanceof Date ? value.getTime() : typeof value === 'number' ? value * 1000 : Date.parse(String(value)));
    const queries = (Array.isArray(MetricDataQueries) ? MetricDataQueries : []) as Query[];
    const MetricDataResults = queries.map((query) => {
      const { Metric: { MetricName = '', Dimensions = [] } = {}, Period = 3600 } = query.MetricStat ?? {};
      const points = simulatedPoints(Dimensions.map(({ Value }) => Value).join('/'), MetricName, { from: time(StartTime), to: time(EndTime), periodSeconds: Period });
      return { Id: query.Id, Label: query.Id, StatusCode: 'Complete', Timestamps: points.map(({ at }) => new Date(at)), Values: points.map(({ value }) => value) };
    });
    return { MetricDataResults };
  },
  'cloudwatch.DescribeAlarms': (input, place, asked) => {
    const { metric, composite } = alarms(place);
    return { ...pageOfFields(metric, input, { size: 'MaxRecords', token: 'NextToken', next: 'NextToken', list: 'MetricAlarms' }, asked), CompositeAlarms: input['NextToken'] === undefined ? composite : [] };
  },
  'cloudwatch.ListTagsForResource': ({ ResourceARN }) => ({ Tags: String(ResourceARN).endsWith(':alarm:function-errors') ? tagList({ team: 'platform' }) : [] }),
};
