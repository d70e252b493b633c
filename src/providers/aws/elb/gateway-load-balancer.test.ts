import { expect, it } from 'vitest';
import { ec2, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { elb, elbPages, tagsByName } from './test-elb.ts';

it('reads network and settings, and no other type', async () => {
  const uid = elb('loadbalancer/gwy/inspect/1');
  await using under = await startAnswered({
    'elasticloadbalancingv2.DescribeLoadBalancers': elbPages('LoadBalancers', [{ LoadBalancerArn: uid, LoadBalancerName: 'inspect', Type: 'gateway', VpcId: 'vpc-1' }, { LoadBalancerArn: elb('loadbalancer/net/db/1'), Type: 'network' }]),
    'elasticloadbalancingv2.DescribeTags': tagsByName,
    'elasticloadbalancingv2.DescribeLoadBalancerAttributes': () => ({ Attributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }, { Key: 'load_balancing.cross_zone.enabled', Value: 'false' }] }),
  });
  const { resources } = await under.collect('aws:elb:gateway-load-balancer');
  expect(resources).toHaveLength(1);
  expect(resources[0]).toMatchObject({ uid, name: 'inspect', attributes: { scheme: null, dns_name: null, deletion_protection: true, cross_zone_enabled: false }, relations: [{ kind: 'member-of', uid: ec2('vpc/vpc-1') }] });
  expect(await under.collect('aws:elb:gateway-load-balancer', 'eu-west-1')).toEqual(nothingInOneCall);
});
