import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, many, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { elb, elbPages } from './test-elb.ts';

let under: AwsUnderTest;
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
beforeAll(async () => {
  const balancers = [
    {
      LoadBalancerName: 'old', DNSName: 'old.elb', Scheme: 'internet-facing', VPCId: 'vpc-1', Subnets: ['subnet-1'], AvailabilityZones: ['us-east-1a'], SecurityGroups: ['sg-1'], Instances: [{ InstanceId: 'i-2' }, { InstanceId: 'i-1' }],
      ListenerDescriptions: [
        { Listener: { Protocol: 'HTTPS', LoadBalancerPort: 443, InstanceProtocol: 'HTTP', InstancePort: 8080, SSLCertificateId: certificate }, PolicyNames: ['tls'] }, { Listener: { Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 80 } },
      ],
      HealthCheck: { Target: 'TCP:80', Interval: 1, Timeout: 1, UnhealthyThreshold: 1, HealthyThreshold: 1 }, CreatedTime: new Date('2020-01-02T03:04:05Z'),
    },
    ...many(21, (n) => ({ LoadBalancerName: `bare-${n}` })),
  ];
  under = await startAnswered({
    'elasticloadbalancing.DescribeLoadBalancers': elbPages('LoadBalancerDescriptions', balancers),
    'elasticloadbalancing.DescribeTags': (input) => ({ TagDescriptions: (input['LoadBalancerNames'] as string[]).map((LoadBalancerName) => ({ LoadBalancerName, Tags: [{ Key: 'of', Value: LoadBalancerName }] })) }),
    'elasticloadbalancing.DescribeLoadBalancerAttributes': () => ({ LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: true }, AccessLog: { Enabled: true, S3BucketName: 'logs' }, ConnectionDraining: { Enabled: false }, ConnectionSettings: { IdleTimeout: 60 } } }),
    'elasticloadbalancing.DescribeInstanceHealth': () => ({ InstanceStates: [{ InstanceId: 'i-1', State: 'OutOfService' }, { InstanceId: 'i-2', State: 'InService' }] }),
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads listeners, instances, settings and health, and asks for the health of none where there is no instance', async () => {
  const { resources, end } = await under.collect('aws:elb:classic-load-balancer');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toEqual({ 'elasticloadbalancing.DescribeLoadBalancers': 1, 'elasticloadbalancing.DescribeTags': 2, 'elasticloadbalancing.DescribeLoadBalancerAttributes': 22, 'elasticloadbalancing.DescribeInstanceHealth': 1 });
  expect(resources[0]).toMatchObject({
    uid: elb('loadbalancer/old'), name: 'old', createdAt: '2020-01-02T03:04:05.000Z', tags: { of: 'old' },
    attributes: {
      scheme: 'internet-facing', instance_ids: ['i-1', 'i-2'], health_check: 'TCP:80', cross_zone_enabled: true, access_logs_enabled: true, access_logs_bucket: 'logs', connection_draining: false, idle_timeout_seconds: 60, has_healthy_target: true,
      listeners: [
        { protocol: 'HTTP', port: 80, instance_protocol: 'HTTP', instance_port: 80, certificate_arn: null, policy_names: [] },
        { protocol: 'HTTPS', port: 443, instance_protocol: 'HTTP', instance_port: 8080, certificate_arn: certificate, policy_names: ['tls'] },
      ],
    },
    relations: [
      { kind: 'member-of', uid: ec2('vpc/vpc-1') }, { kind: 'member-of', uid: ec2('subnet/subnet-1') }, { kind: 'uses', uid: ec2('security-group/sg-1') }, { kind: 'uses', uid: certificate },
      { kind: 'targets', uid: ec2('instance/i-1') }, { kind: 'targets', uid: ec2('instance/i-2') }, { kind: 'logs-to', uid: 'arn:aws:s3:::logs' },
    ],
  });
  expect(resources[1]).toMatchObject({ name: 'bare-0', attributes: { instance_ids: [], listeners: [], scheme: null, has_healthy_target: false } });
});

it('keeps what else it read where the health of instances is denied', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeInstanceHealth' }]);
  const { resources, end } = await under.collect('aws:elb:classic-load-balancer');
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'elasticloadbalancing:DescribeInstanceHealth' } });
  expect(resources[0]?.attributes).toMatchObject({ cross_zone_enabled: true, has_healthy_target: null });
});

it('asks one call of a region without one', async () => {
  expect(await under.collect('aws:elb:classic-load-balancer', 'eu-west-1')).toEqual(nothingInOneCall);
});
