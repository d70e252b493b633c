import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Refusal } from '../../../../demo/aws/answer.ts';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, many, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { elb, elbPages, tagsByName } from './test-elb.ts';

let under: AwsUnderTest;
const arn = (name: string, type = 'app'): string => elb(`loadbalancer/${type}/${name}/1`);
const balancers = [
  {
    LoadBalancerArn: arn('web'), LoadBalancerName: 'web', Type: 'application', Scheme: 'internet-facing', State: { Code: 'active' }, DNSName: 'web.elb', VpcId: 'vpc-1', CreatedTime: new Date('2026-01-02T03:04:05Z'), IpAddressType: 'ipv4',
    AvailabilityZones: [{ SubnetId: 'subnet-2', ZoneName: 'us-east-1b' }, { SubnetId: 'subnet-1', ZoneName: 'us-east-1a' }], SecurityGroups: ['sg-2', 'sg-1'],
  },
  { LoadBalancerArn: arn('bare'), Type: 'application' },
  ...many(23, (n) => ({ LoadBalancerArn: arn(`net${n}`, 'net'), LoadBalancerName: `net${n}`, Type: 'network' })),
];
beforeAll(async () => {
  under = await startAnswered({
    'elasticloadbalancingv2.DescribeLoadBalancers': elbPages('LoadBalancers', balancers), 'elasticloadbalancingv2.DescribeTags': tagsByName,
    'elasticloadbalancingv2.DescribeLoadBalancerAttributes': (input) => {
      if (input['LoadBalancerArn'] === arn('bare')) throw new Refusal(400, 'LoadBalancerNotFound', 'gone');
      const settings = { 'deletion_protection.enabled': 'true', 'access_logs.s3.enabled': 'true', 'access_logs.s3.bucket': 'logs', 'routing.http.drop_invalid_header_fields.enabled': 'false', 'idle_timeout.timeout_seconds': '60' };
      return { Attributes: Object.entries(settings).map(([Key, Value]) => ({ Key, Value })) };
    },
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads network, settings and tags of each, and is silent on one deleted in between', async () => {
  const { resources, end } = await under.collect('aws:elb:application-load-balancer');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(resources).toMatchObject([
    {
      uid: arn('web'), name: 'web', createdAt: '2026-01-02T03:04:05.000Z', tags: { end: '1' },
      attributes: {
        scheme: 'internet-facing', state: 'active', dns_name: 'web.elb', vpc_id: 'vpc-1', subnet_ids: ['subnet-1', 'subnet-2'], availability_zones: ['us-east-1a', 'us-east-1b'], security_group_ids: ['sg-1', 'sg-2'],
        deletion_protection: true, access_logs_enabled: true, access_logs_bucket: 'logs', drops_invalid_headers: false, idle_timeout_seconds: 60, http2_enabled: null,
      },
      relations: [
        ...['vpc/vpc-1', 'subnet/subnet-1', 'subnet/subnet-2'].map((rest) => ({ kind: 'member-of', uid: ec2(rest) })), ...['sg-1', 'sg-2'].map((id) => ({ kind: 'uses', uid: ec2(`security-group/${id}`) })),
        { kind: 'logs-to', uid: 'arn:aws:s3:::logs' },
      ],
    },
    { uid: arn('bare'), relations: [], attributes: { scheme: null, subnet_ids: [], deletion_protection: null, access_logs_enabled: null } },
  ]);
});

it('asks for the list and the tags, twenty a call, once for all types of load balancer', async () => {
  const collector = under.collector();
  await under.collect('aws:elb:application-load-balancer', 'us-east-1', { collector });
  const { resources } = await under.collect('aws:elb:network-load-balancer', 'us-east-1', { collector });
  expect(resources).toHaveLength(23);
  expect(under.aws.stats.byOperation).toEqual({ 'elasticloadbalancingv2.DescribeLoadBalancers': 1, 'elasticloadbalancingv2.DescribeTags': 2, 'elasticloadbalancingv2.DescribeLoadBalancerAttributes': 25 });
  expect(await under.collect('aws:elb:application-load-balancer', 'eu-west-1')).toEqual(nothingInOneCall);
});

it('keeps the settings of an earlier reading where none are asked for, and where they are denied', async () => {
  const first = await under.collect('aws:elb:application-load-balancer');
  const known = new Map(first.resources.map((resource) => [resource.kh, resource]));
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeLoadBalancerAttributes' }]);
  const listed = await under.collect('aws:elb:application-load-balancer', 'us-east-1', { depth: 'listed', known });
  expect([listed.resources, listed.end]).toMatchObject([first.resources, { calls: 3, result: { status: 'complete' } }]);
  const denied = await under.collect('aws:elb:application-load-balancer', 'us-east-1', { known });
  expect(denied.end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'elasticloadbalancing:DescribeLoadBalancerAttributes' } });
  expect(denied.resources).toEqual(first.resources);
});

it('lists without tags where they are denied, and says so', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeTags' }]);
  const { resources, end } = await under.collect('aws:elb:application-load-balancer');
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'elasticloadbalancing:DescribeTags' } });
  expect(resources.map(({ tags }) => tags)).toEqual([{}, {}]);
});

it('leaves out one that is gone when its tags are asked for, and keeps the others of the same call', async () => {
  const gone = arn('bare');
  await using own = await startAnswered({
    'elasticloadbalancingv2.DescribeLoadBalancers': elbPages('LoadBalancers', balancers),
    'elasticloadbalancingv2.DescribeTags': (input, asked) => {
      if ((input['ResourceArns'] as string[]).includes(gone)) throw new Refusal(400, 'LoadBalancerNotFound', 'gone');
      return tagsByName(input, asked);
    },
  });
  const { resources, end } = await own.collect('aws:elb:application-load-balancer', 'us-east-1', { depth: 'listed' });
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(resources.map(({ uid }) => uid)).toEqual([arn('web')]);
});
