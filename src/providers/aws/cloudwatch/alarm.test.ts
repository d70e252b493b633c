import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';
import { watchedBy } from './watched.ts';

let under: AwsUnderTest;
const alarmArn = (name: string): string => `arn:aws:cloudwatch:us-east-1:${account}:alarm:${name}`;
const topic = `arn:aws:sns:us-east-1:${account}:pager`;
const dimension = (Name: string, Value: string) => ({ Name, Value });
beforeAll(async () => {
  const alarms = [
    {
      AlarmName: 'cpu', AlarmArn: alarmArn('cpu'), AlarmDescription: 'busy', StateValue: 'INSUFFICIENT_DATA', StateReason: 'no data', StateTransitionedTimestamp: new Date('2026-01-02T03:04:05Z'), StateUpdatedTimestamp: new Date('2026-01-03T03:04:05Z'),
      AlarmConfigurationUpdatedTimestamp: new Date('2026-01-01T03:04:05Z'), ActionsEnabled: true, AlarmActions: [topic, 'arn:aws:automate:us-east-1:ec2:stop'], OKActions: [topic], InsufficientDataActions: [], Namespace: 'AWS/EC2', MetricName: 'CPUUtilization',
      Dimensions: [dimension('InstanceId', 'i-0a')], Period: 60, Statistic: 'Average', ComparisonOperator: 'GreaterThanThreshold', Threshold: 80.5, EvaluationPeriods: 3, TreatMissingData: 'missing',
    },
    {
      AlarmName: 'errors', StateValue: 'OK', StateUpdatedTimestamp: new Date('2026-01-03T03:04:05Z'), ThresholdMetricId: 'band', ExtendedStatistic: 'p99',
      Metrics: [
        { Id: 'a', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [dimension('FunctionName', 'pay')] }, Period: 10, Stat: 'Sum' }, AccountId: account },
        { Id: 'b', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [dimension('FunctionName', 'ship')] }, Period: 10, Stat: 'Sum' }, AccountId: '999988887777' },
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(a, 2)' },
      ],
    },
    { AlarmName: 'bare' },
    ...many(150, (n) => ({ AlarmName: `alarm-${n}` })),
  ];
  const metricAlarms = paged('MetricAlarms', { 'us-east-1': alarms }, { size: 'MaxRecords' });
  under = await startAnswered({
    'cloudwatch.DescribeAlarms': (input, asked) => ({ ...metricAlarms(input, asked), CompositeAlarms: asked.region === 'us-east-1' && input['NextToken'] === undefined && JSON.stringify(input['AlarmTypes']) === '["MetricAlarm","CompositeAlarm"]' ? [{ AlarmName: 'all', AlarmArn: alarmArn('all'), AlarmRule: 'ALARM(cpu) OR ALARM(errors)', StateValue: 'OK' }] : [] }),
    'cloudwatch.ListTagsForResource': ({ ResourceARN }) => ({ Tags: [{ Key: 'of', Value: String(ResourceARN) }] }),
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads every alarm by pages of a hundred, of metrics and of other alarms', async () => {
  const { resources, end } = await under.collect('aws:cloudwatch:alarm', 'us-east-1', { depth: 'listed' });
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 154]);
  expect(resources[0]).toMatchObject({ uid: alarmArn('cpu'), name: 'cpu', createdAt: null, tags: {}, relations: [{ kind: 'targets', uid: ec2('instance/i-0a') }, { kind: 'uses', uid: topic }] });
  expect(resources[0]?.attributes).toEqual({
    alarm_name: 'cpu', alarm_type: 'metric', description: 'busy', state: 'INSUFFICIENT_DATA', state_since: '2026-01-02T03:04:05.000Z', configured_at: '2026-01-01T03:04:05.000Z', actions_enabled: true, alarm_actions: [topic, 'arn:aws:automate:us-east-1:ec2:stop'], ok_actions: [topic],
    insufficient_data_actions: [], metrics: [{ namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-0a' }, period_seconds: 60, account: null }], expressions: [], statistic: 'Average', comparison: 'GreaterThanThreshold', threshold: 80.5, is_anomaly_detection: false,
    evaluation_periods: 3, missing_data: 'missing', rule: null,
  });
  expect(resources[1]).toMatchObject({
    uid: alarmArn('errors'), relations: [{ kind: 'targets', uid: `arn:aws:lambda:us-east-1:${account}:function:pay` }],
    attributes: { state_since: '2026-01-03T03:04:05.000Z', statistic: 'p99', is_anomaly_detection: true, expressions: ['ANOMALY_DETECTION_BAND(a, 2)'], metrics: [{ dimensions: { FunctionName: 'pay' }, period_seconds: 10, account: null }, { dimensions: { FunctionName: 'ship' }, account: '999988887777' }] },
  });
  expect(resources[2]).toMatchObject({ relations: [], attributes: { state: 'unknown', state_since: null, configured_at: null, actions_enabled: null, metrics: [], threshold: null } });
  expect(resources.find(({ name }) => name === 'all')?.attributes).toMatchObject({ alarm_type: 'composite', rule: 'ALARM(cpu) OR ALARM(errors)', metrics: [] });
});

it('reads tags in an extraction, one call each, and says where it may not', async () => {
  const { resources } = await under.collect('aws:cloudwatch:alarm');
  expect(resources.find(({ name }) => name === 'cpu')?.tags).toEqual({ of: alarmArn('cpu') });
  under.aws.setFaults([{ kind: 'deny', service: 'cloudwatch', operation: 'ListTagsForResource' }]);
  const denied = await under.collect('aws:cloudwatch:alarm');
  expect([denied.resources.length, denied.end.result]).toMatchObject([154, { status: 'partial', isListed: true, error: { permission: 'cloudwatch:ListTagsForResource' } }]);
});

it('asks one call of a region without an alarm, and lists nothing where it may not', async () => {
  expect(await under.collect('aws:cloudwatch:alarm', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'cloudwatch' }]);
  expect(await under.collect('aws:cloudwatch:alarm')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'cloudwatch:DescribeAlarms' } } } });
});

it.each([
  ['AWS/EC2', { InstanceId: 'i-0a1b' }, ['aws:ec2:instance ec2 instance/i-0a1b']],
  ['CWAgent', { InstanceId: 'i-0a1b', path: '/' }, ['aws:ec2:instance ec2 instance/i-0a1b']],
  ['CWAgent', { InstanceId: 'mi-0a1b' }, []],
  ['AWS/EC2', { AutoScalingGroupName: 'web' }, []],
  ['AWS/EBS', { VolumeId: 'vol-1' }, ['aws:ec2:volume ec2 volume/vol-1']],
  ['AWS/NATGateway', { NatGatewayId: 'nat-1' }, ['aws:vpc:nat-gateway ec2 natgateway/nat-1']],
  ['AWS/VPN', { VpnId: 'vpn-1', TunnelIpAddress: '52.0.0.1' }, ['aws:vpc:vpn-connection ec2 vpn-connection/vpn-1']],
  ['AWS/ApplicationELB', { LoadBalancer: 'app/web/0a', TargetGroup: 'targetgroup/web/0b', AvailabilityZone: 'us-east-1a' }, ['aws:elb:application-load-balancer elasticloadbalancing loadbalancer/app/web/0a', 'aws:elb:target-group elasticloadbalancing targetgroup/web/0b']],
  ['AWS/NetworkELB', { LoadBalancer: 'net/tcp/0a' }, ['aws:elb:network-load-balancer elasticloadbalancing loadbalancer/net/tcp/0a']],
  ['AWS/ELB', { LoadBalancerName: 'old' }, ['aws:elb:classic-load-balancer elasticloadbalancing loadbalancer/old']],
  ['AWS/RDS', { DBInstanceIdentifier: 'Orders' }, ['aws:rds:db-instance rds db:orders']],
  ['AWS/RDS', { DBClusterIdentifier: 'shop', Role: 'WRITER' }, ['aws:rds:db-cluster rds cluster:shop']],
  ['AWS/ElastiCache', { CacheClusterId: 'pages', CacheNodeId: '0001' }, ['aws:elasticache:cluster elasticache cluster:pages']],
  ['AWS/Lambda', { FunctionName: 'pay', Resource: 'pay:live' }, ['aws:lambda:function lambda function:pay']],
  ['AWS/DynamoDB', { TableName: 'orders', Operation: 'Query' }, ['aws:dynamodb:table dynamodb table/orders']],
  ['AWS/EFS', { FileSystemId: 'fs-1' }, ['aws:efs:file-system elasticfilesystem file-system/fs-1']],
  ['AWS/SQS', { QueueName: 'jobs' }, []],
  ['Shop', { InstanceId: 'i-0a1b' }, []],
  ['constructor', { name: 'x' }, []],
])('a metric of %s with %o is of %o', (namespace, dimensions, expected) => {
  const watched = watchedBy(alarmArn('x'), { namespace, dimensions: dimensions as unknown as Record<string, string> });
  expect(watched.map(({ type, uid }) => `${type} ${uid.split(':')[2]} ${uid.split(':').slice(5).join(':')}`)).toEqual(expected);
});
