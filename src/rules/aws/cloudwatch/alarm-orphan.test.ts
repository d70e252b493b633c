import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { anInstance, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsCloudwatchAlarm } from '../../../providers/aws/cloudwatch/alarm.ts';
import { awsAlarmOrphan } from './alarm-orphan.ts';

const prices = awsPrices({ 'alarm.metric': 0.1, 'alarm.fast.metric': 0.3 });
const uid = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:one';
const metric = (namespace: string, dimensions: Record<string, string>, more: { period_seconds?: number; account?: string } = {}) => ({ namespace, name: 'X', dimensions, period_seconds: 60, account: null, ...more });
const ofInstance = (id: string) => metric('AWS/EC2', { InstanceId: id });
const instance = (id: string) => anInstance({ $: { uid: `arn:aws:ec2:us-east-1:123456789012:instance/${id}` } });
const alarm = (attributes: Parameters<typeof anAws<typeof awsCloudwatchAlarm.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsCloudwatchAlarm, { alarm_type: 'metric', state: 'INSUFFICIENT_DATA', state_since: isoDaysAgo(40), configured_at: isoDaysAgo(400), metrics: [ofInstance('i-1')], ...attributes }, { uid, createdAt: undefined, ...resource });
const balanced = metric('AWS/ApplicationELB', { LoadBalancer: 'app/web/0a', TargetGroup: 'targetgroup/web/0b' });
const balancer = anAws(awsCloudwatchAlarm, { alarm_type: 'metric' }, { uid: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0a' });

describe('an alarm', () => {
  it.each([
    // 1 × $0.1
    ['of an instance that is gone', alarm(), {}, 'fail $0.1'],
    // 2 × $0.1
    ['of two instances that are gone', alarm({ metrics: [ofInstance('i-1'), ofInstance('i-2')] }), {}, 'fail $0.2'],
    // 3 × $0.1
    ['of what was usual for an instance that is gone', alarm({ is_anomaly_detection: true }), {}, 'fail $0.3'],
    ['that looks every ten seconds', alarm({ metrics: [metric('AWS/Lambda', { FunctionName: 'pay' }, { period_seconds: 10 })] }), {}, 'fail $0.3'],
    ['of a target group that is gone from its load balancer', alarm({ metrics: [balanced] }), { related: [balancer] }, 'fail $0.1'],
    ['where prices are not known', alarm({}, { region: 'nowhere' }), {}, 'fail'],
    ['of an instance that is there', alarm(), { related: [instance('i-1')] }, 'pass'],
    ['of two instances of which one is there', alarm({ metrics: [ofInstance('i-1'), ofInstance('i-2')] }), { related: [instance('i-2')] }, 'pass'],
    ['that has data', alarm({ state: 'OK' }), {}, 'pass'],
    ['that rings', alarm({ state: 'ALARM' }), {}, 'pass'],
    ['without data for a week', alarm({ state_since: isoDaysAgo(7) }), {}, 'pass'],
    ['that somebody changed lately', alarm({ configured_at: isoDaysAgo(7) }), {}, 'pass'],
    ['that AWS does not date', alarm({ state_since: null }), {}, 'unknown'],
    ['of no known state', alarm({ state: 'unknown' }), {}, 'unknown'],
    ['of a queue, which no scan reads', alarm({ metrics: [metric('AWS/SQS', { QueueName: 'jobs' })] }), {}, 'unknown'],
    ['of an instance of another account', alarm({ metrics: [metric('AWS/EC2', { InstanceId: 'i-1' }, { account: '999988887777' })] }), {}, 'unknown'],
    ['of an instance that is gone and a queue', alarm({ metrics: [ofInstance('i-1'), metric('AWS/SQS', { QueueName: 'jobs' })] }), {}, 'unknown'],
    ['of an expression alone', alarm({ metrics: [], expressions: ['SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2")'] }), {}, 'unknown'],
    ['where instances could not be listed', alarm(), { listed: [] }, 'unknown'],
    ['made of other alarms', alarm({ alarm_type: 'composite', metrics: [] }), {}, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsAlarmOrphan, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('says what is gone, and what it costs at most', () => {
    expect(judge(awsAlarmOrphan, alarm(), { prices })).toMatchObject({ summary: `No data since ${isoDaysAgo(40).slice(0, 10)}, and what it watches is gone: instance/i-1.`, saving: { bound: 'upper', confidence: 'high' } });
    expect(judge(awsAlarmOrphan, alarm(), { prices, listed: [] })).toMatchObject({ reason: expect.stringContaining('`ec2:DescribeInstances`') as string });
  });
});
