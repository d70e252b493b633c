import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, many, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { elb, elbPages, tagsByName } from './test-elb.ts';

let under: AwsUnderTest;
const group = (name: string): string => elb(`targetgroup/${name}/1`);
const targets: Record<string, object[]> = {
  [group('web')]: [
    { Target: { Id: 'i-2', Port: 80 }, TargetHealth: { State: 'unhealthy' } }, { Target: { Id: 'i-1', Port: 81, AvailabilityZone: 'us-east-1a' }, TargetHealth: { State: 'healthy' } }, { Target: { Id: 'i-1', Port: 80 }, TargetHealth: { State: 'draining' } },
  ],
  [group('fn')]: [{ Target: { Id: 'arn:aws:lambda:us-east-1:123456789012:function:hello:live' }, TargetHealth: { State: 'unavailable' } }],
  [group('ip')]: [{ Target: { Id: '10.0.0.1', Port: 80 } }],
};
beforeAll(async () => {
  const groups = [
    { TargetGroupArn: group('web'), TargetGroupName: 'web', TargetType: 'instance', Protocol: 'HTTP', ProtocolVersion: 'HTTP1', Port: 80, VpcId: 'vpc-1', LoadBalancerArns: [elb('loadbalancer/app/web/1')], HealthCheckEnabled: true, HealthCheckProtocol: 'HTTP', HealthCheckPath: '/up' },
    { TargetGroupArn: group('fn'), TargetGroupName: 'fn', TargetType: 'lambda', HealthCheckEnabled: false }, { TargetGroupArn: group('ip'), TargetGroupName: 'ip', TargetType: 'ip' },
    ...many(500, (n) => ({ TargetGroupArn: group(`g${n}`), TargetGroupName: `g${n}` })),
  ];
  under = await startAnswered({
    'elasticloadbalancingv2.DescribeTargetGroups': elbPages('TargetGroups', groups), 'elasticloadbalancingv2.DescribeTags': tagsByName,
    'elasticloadbalancingv2.DescribeTargetHealth': (input) => ({ TargetHealthDescriptions: targets[String(input['TargetGroupArn'])] ?? [] }),
    'elasticloadbalancingv2.DescribeTargetGroupAttributes': () => ({ Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }, { Key: 'stickiness.enabled', Value: 'false' }] }),
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads targets and whether one is healthy, by pages of 400 and tags of twenty', async () => {
  const { resources, end } = await under.collect('aws:elb:target-group');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toMatchObject({ 'elasticloadbalancingv2.DescribeTargetGroups': 2, 'elasticloadbalancingv2.DescribeTags': 26, 'elasticloadbalancingv2.DescribeTargetHealth': 503 });
  const [web, fn, ip, none] = resources;
  expect(web).toMatchObject({
    uid: group('web'), name: 'web', tags: { end: '1' },
    attributes: {
      target_type: 'instance', protocol: 'HTTP', protocol_version: 'HTTP1', port: 80, vpc_id: 'vpc-1', load_balancer_arns: [elb('loadbalancer/app/web/1')], health_check_enabled: true, health_check_path: '/up', has_healthy_target: true,
      targets: [{ id: 'i-1', port: 80, availability_zone: null }, { id: 'i-1', port: 81, availability_zone: 'us-east-1a' }, { id: 'i-2', port: 80, availability_zone: null }], deregistration_delay_seconds: 30, stickiness_enabled: false,
    },
    relations: [{ kind: 'member-of', uid: ec2('vpc/vpc-1') }, { kind: 'attached-to', uid: elb('loadbalancer/app/web/1') }, { kind: 'targets', uid: ec2('instance/i-1') }, { kind: 'targets', uid: ec2('instance/i-2') }],
  });
  expect(fn).toMatchObject({ attributes: { has_healthy_target: false, health_check_enabled: false, port: null }, relations: [{ kind: 'targets', uid: 'arn:aws:lambda:us-east-1:123456789012:function:hello' }] });
  expect(ip).toMatchObject({ attributes: { target_uids: [], targets: [{ id: '10.0.0.1' }] }, relations: [] });
  expect(none).toMatchObject({ attributes: { targets: [], has_healthy_target: false } });
});

it('keeps the targets of an earlier reading where they are denied, and reads the rest', async () => {
  const first = await under.collect('aws:elb:target-group');
  const known = new Map(first.resources.map((resource) => [resource.kh, resource]));
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeTargetHealth' }]);
  const { resources, end } = await under.collect('aws:elb:target-group', 'us-east-1', { known });
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'elasticloadbalancing:DescribeTargetHealth' } });
  const sorted = (list: typeof resources) => list.toSorted((a, b) => (a.uid < b.uid ? -1 : 1));
  expect(sorted(resources)).toEqual(sorted(first.resources));
});

it('knows nothing of targets that it did not ask for, and asks one call of a region without a group', async () => {
  const { resources, end } = await under.collect('aws:elb:target-group', 'us-east-1', { depth: 'listed' });
  expect([resources[0]?.attributes['targets'], end.calls]).toEqual([null, 28]);
  expect(await under.collect('aws:elb:target-group', 'eu-west-1')).toEqual(nothingInOneCall);
});
