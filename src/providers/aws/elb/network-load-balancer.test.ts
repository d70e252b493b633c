import { expect, it } from 'vitest';
import { ec2, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { elb, elbPages, tagsByName } from './test-elb.ts';

const uid = elb('loadbalancer/net/db/1');

it('reads elastic addresses and settings, and no other type', async () => {
  await using under = await startAnswered({
    'elasticloadbalancingv2.DescribeLoadBalancers': elbPages('LoadBalancers', [
      { LoadBalancerArn: uid, LoadBalancerName: 'db', Type: 'network', Scheme: 'internal', VpcId: 'vpc-1', AvailabilityZones: [{ SubnetId: 'subnet-1', LoadBalancerAddresses: [{ AllocationId: 'eipalloc-2' }, { AllocationId: 'eipalloc-1' }, { IpAddress: '10.0.0.1' }] }] },
      { LoadBalancerArn: elb('loadbalancer/app/web/1'), Type: 'application' },
    ]),
    'elasticloadbalancingv2.DescribeTags': tagsByName,
    'elasticloadbalancingv2.DescribeLoadBalancerAttributes': () => ({ Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }, { Key: 'load_balancing.cross_zone.enabled', Value: 'true' }, { Key: 'access_logs.s3.enabled', Value: 'false' }, { Key: 'access_logs.s3.bucket', Value: '' }] }),
  });
  const { resources } = await under.collect('aws:elb:network-load-balancer');
  expect(resources).toHaveLength(1);
  expect(resources[0]).toMatchObject({
    uid, attributes: { scheme: 'internal', allocation_ids: ['eipalloc-1', 'eipalloc-2'], deletion_protection: false, cross_zone_enabled: true, access_logs_enabled: false, access_logs_bucket: null },
    relations: [...['vpc/vpc-1', 'subnet/subnet-1'].map((rest) => ({ kind: 'member-of', uid: ec2(rest) })), ...['eipalloc-1', 'eipalloc-2'].map((id) => ({ kind: 'uses', uid: ec2(`elastic-ip/${id}`) }))],
  });
  expect(await under.collect('aws:elb:network-load-balancer', 'eu-west-1')).toEqual(nothingInOneCall);
});
