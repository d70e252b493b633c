import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsEcsService } from '../../../providers/aws/ecs/service.ts';
import { awsEcsTaskDefinition } from '../../../providers/aws/ecs/task-definition.ts';
import { awsElbTargetGroup } from '../../../providers/aws/elb/target-group.ts';
import { awsEcsIdleService } from './ecs-idle-service.ts';

const prices = awsPrices({ 'fargate.vcpu.hour': 0.04, 'fargate.gb.hour': 0.004 });
const groupUid = (name: string): string => `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/0a`;
const group = (name: string, protocol: string | null = 'HTTP') => anAws(awsElbTargetGroup, { protocol }, { uid: groupUid(name) });
const definitionUid = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:3';
const definition = (cpu_units: string | null = '512', memory_mib: string | null = '1024') => anAws(awsEcsTaskDefinition, { cpu_units, memory_mib }, { uid: definitionUid });
const service = (attributes: Parameters<typeof anAws<typeof awsEcsService.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsEcsService, {
    service_name: 'web', cluster_uid: 'arn:aws:ecs:us-east-1:123456789012:cluster/apps', status: 'ACTIVE', desired_count: 2, launch_type: 'FARGATE', scheduling_strategy: 'REPLICA', deployment_controller: 'ECS', task_definition_uid: definitionUid, target_group_uids: [groupUid('web')], ...attributes,
  }, resource);
const two = { target_group_uids: [groupUid('web'), groupUid('blue')] };
const quiet = { cpu: { maximum: 0.4 }, [groupUid('web')]: {} };
const known = [group('web'), definition()];

describe('a service', () => {
  it.each([
    // 2 × 730 h × (0.5 vCPU × $0.04 + 1 GB × $0.004)
    ['that nobody asks', service(), {}, 'fail $35.04'],
    ['on capacity of Fargate', service({ launch_type: null, capacity_providers: ['FARGATE'] }), {}, 'fail $35.04'],
    ['on spot capacity, whose price changes', service({ launch_type: null, capacity_providers: ['FARGATE', 'FARGATE_SPOT'] }), {}, 'fail'],
    ['on machines of its cluster', service({ launch_type: 'EC2' }), {}, 'fail'],
    ['whose definition nobody has read', service(), { related: [group('web')] }, 'fail'],
    ['whose definition has no size', service(), { related: [group('web'), definition(null, null)] }, 'fail'],
    ['of no known definition', service({ task_definition_uid: null }), {}, 'fail'],
    ['where prices are not known', service({}, { region: 'nowhere' }), {}, 'fail'],
    ['of which no request was counted', service(), { metrics: { ...quiet, [groupUid('web')]: { points: 0, coveredDays: 0 } } }, 'fail $35.04'],
    ['that is asked', service(), { metrics: { ...quiet, [groupUid('web')]: { sum: 3 } } }, 'pass'],
    ['that is asked through its other group', service(two), { related: [...known, group('blue', 'HTTPS')], metrics: { ...quiet, [groupUid('blue')]: { sum: 3 } } }, 'pass'],
    ['that works without being asked', service(), { metrics: { ...quiet, cpu: { maximum: 1.1 } } }, 'pass'],
    ['with no task', service({ desired_count: 0 }), {}, 'pass'],
    ['made last week', service({}, { createdAt: daysAgo(7) }), { firstSeen: daysAgo(7) }, 'pass'],
    ['whose requests could not be read', service(), { metrics: { cpu: {} } }, 'unknown'],
    ['whose processor could not be read', service(), { metrics: { [groupUid('web')]: {} } }, 'unknown'],
    ['of which half of the days are known', service(), { metrics: { ...quiet, cpu: { maximum: 0.4, coveredDays: 7 } } }, 'unknown'],
    ['whose target group is not known', service(), { related: [] }, 'unknown'],
    ['of no known state', service({ status: null }), {}, 'unknown'],
    ['that is being drained', service({ status: 'DRAINING' }), {}, 'not_applicable'],
    ['without a target group', service({ target_group_uids: [] }), {}, 'not_applicable'],
    ['that is reached by connections', service(), { related: [group('web', 'TCP')] }, 'not_applicable'],
    ['that others find by its name', service({ is_discoverable: true }), {}, 'not_applicable'],
    ['that CodeDeploy moves about', service({ deployment_controller: 'CODE_DEPLOY' }), {}, 'not_applicable'],
    ['on every machine', service({ scheduling_strategy: 'DAEMON' }), {}, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsEcsIdleService, resource, { prices, related: known, metrics: quiet, ...circumstances })).toBe(expected);
  });

  it('costs at most what Fargate takes, and is set to no task', () => {
    expect(judge(awsEcsIdleService, service(), { prices, related: known, metrics: quiet })).toMatchObject({ summary: 'No request in 14 days, and its processor was never busier than 0.4 %.', saving: { bound: 'upper', confidence: 'medium' } });
    expect(awsEcsIdleService.remediation(service())[0]).toMatchObject({ command: expect.stringContaining('--service web --desired-count 0') as string, undo: expect.stringContaining('--desired-count 2') as string });
  });

  it('asks for the metrics of its name and of its target groups', () => {
    const asked = awsEcsIdleService.metrics?.(service(two), { days: 14, cpu_pct: 1 }) ?? {};
    expect(Object.values(asked).map((question) => question?.dimensions)).toEqual([{ ClusterName: 'apps', ServiceName: 'web' }, { TargetGroup: 'targetgroup/web/0a' }, { TargetGroup: 'targetgroup/blue/0a' }]);
  });
});
