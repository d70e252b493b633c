import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, verdict } from '../../../../test/judge.ts';
import { awsElbApplicationLoadBalancer } from '../../../providers/aws/elb/application-load-balancer.ts';
import { awsElbClassicLoadBalancer } from '../../../providers/aws/elb/classic-load-balancer.ts';
import { awsElbGatewayLoadBalancer } from '../../../providers/aws/elb/gateway-load-balancer.ts';
import { awsElbNetworkLoadBalancer } from '../../../providers/aws/elb/network-load-balancer.ts';
import { awsElbTargetGroup } from '../../../providers/aws/elb/target-group.ts';
import { awsElbClassicUnused } from './elb-classic-unused.ts';
import { awsElbGatewayUnused } from './elb-gateway-unused.ts';
import { awsElbNetworkUnused } from './elb-network-unused.ts';
import { awsElbTargetGroupUnused } from './elb-target-group-unused.ts';
import { awsElbUnused } from './elb-unused.ts';

const prices = awsPrices({ 'elb.alb.hour': 0.0225, 'elb.nlb.hour': 0.0225, 'elb.gwlb.hour': 0.0125, 'elb.clb.hour': 0.025 });

describe.each([
  // 730 h × $0.0225, $0.0225, $0.0125: 16.425 and 9.125
  ['application', awsElbUnused, awsElbApplicationLoadBalancer, 'fail $16.43'],
  ['network', awsElbNetworkUnused, awsElbNetworkLoadBalancer, 'fail $16.43'],
  ['gateway', awsElbGatewayUnused, awsElbGatewayLoadBalancer, 'fail $9.13'],
] as const)('load balancers of the type %s', (_type, rule, type, price) => {
  const balancer = (state = 'active', resource: Parameters<typeof anAws>[2] = {}) => anAws(type as typeof awsElbGatewayLoadBalancer, { state }, resource);
  it.each([
    ['without use', balancer(), { metrics: { use: {} } }, price],
    ['without a point: nothing happened', balancer(), { metrics: { use: { points: 0, coveredDays: 0 } } }, price],
    ['in use', balancer(), { metrics: { use: { sum: 1 } } }, 'pass'],
    ['being made', balancer('provisioning'), { metrics: { use: {} } }, 'not_applicable'],
    ['made yesterday', balancer('active', { createdAt: daysAgo(1) }), { metrics: { use: {} }, firstSeen: daysAgo(1) }, 'pass'],
    ['whose metrics could not be read', balancer(), {}, 'unknown'],
    ['where prices are not known', balancer('active', { region: 'nowhere' }), { metrics: { use: {} } }, 'fail'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(rule, resource, { prices, ...circumstances })).toBe(expected);
  });
});

const classic = (instances: string[], resource: Parameters<typeof anAws>[2] = {}) => anAws(awsElbClassicLoadBalancer, { instance_ids: instances }, resource);
it.each([
  // 730 h × $0.025
  ['without instances', classic([]), {}, 'fail $18.25'],
  ['that carries nothing', classic(['i-1']), { metrics: { bytes: {} } }, 'fail $18.25'],
  ['that carries something', classic(['i-1']), { metrics: { bytes: { sum: 9 } } }, 'pass'],
  ['whose metrics could not be read', classic(['i-1']), {}, 'unknown'],
  ['made yesterday', classic([], { createdAt: daysAgo(1) }), { firstSeen: daysAgo(1) }, 'pass'],
  ['where prices are not known', classic([], { region: 'nowhere' }), {}, 'fail'],
])('a classic load balancer %s: %s', (_what, resource, circumstances, expected) => {
  expect(verdict(awsElbClassicUnused, resource, { prices, ...circumstances })).toBe(expected);
});

it.each([
  ['of no load balancer', [], {}, 'fail'],
  ['of one', ['arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/1'], {}, 'pass'],
  ['of which AWS does not say whose it is', null, {}, 'unknown'],
  ['first seen last week', [], { firstSeen: daysAgo(7) }, 'pass'],
])('a target group %s: %s', (_what, balancers, circumstances, expected) => {
  expect(verdict(awsElbTargetGroupUnused, anAws(awsElbTargetGroup, { load_balancer_arns: balancers }, { createdAt: undefined }), circumstances)).toBe(expected);
});

it('asks CloudWatch by the name within the ARN', () => {
  const balancer = anAws(awsElbApplicationLoadBalancer, {}, { uid: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188' });
  expect(awsElbUnused.metrics?.(balancer, { days: 7 })).toEqual({ use: { namespace: 'AWS/ApplicationELB', name: 'RequestCount', statistic: 'sum', days: 7, dimensions: { LoadBalancer: 'app/web/50dc6c495c0c9188' } } });
});
