import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Refusal } from '../../../../demo/aws/answer.ts';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { elb, elbPages, tagsByName } from './test-elb.ts';

let under: AwsUnderTest;
const web = elb('loadbalancer/app/web/1');
const db = elb('loadbalancer/net/db/1');
const gone = elb('loadbalancer/app/gone/1');
const group = (name: string): string => elb(`targetgroup/${name}/1`);
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const listeners: Record<string, object[]> = {
  [web]: [
    { ListenerArn: elb('listener/app/web/1/80'), LoadBalancerArn: web, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }] },
    {
      ListenerArn: elb('listener/app/web/1/443'), LoadBalancerArn: web, Port: 443, Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-2016-08', Certificates: [{ CertificateArn: certificate }], AlpnPolicy: ['None'], MutualAuthentication: { Mode: 'off' },
      DefaultActions: [{ Type: 'forward', Order: 2, ForwardConfig: { TargetGroups: [{ TargetGroupArn: group('b') }, { TargetGroupArn: group('a') }] } }, { Type: 'authenticate-oidc', Order: 1 }],
    },
  ],
  [db]: [{ ListenerArn: elb('listener/net/db/1/5432'), LoadBalancerArn: db, Port: 5432, Protocol: 'TCP', DefaultActions: [{ Type: 'forward', TargetGroupArn: group('db') }] }],
};
beforeAll(async () => {
  under = await startAnswered({
    'elasticloadbalancingv2.DescribeLoadBalancers': elbPages('LoadBalancers', [
      { LoadBalancerArn: web, LoadBalancerName: 'web', Type: 'application', Scheme: 'internet-facing' }, { LoadBalancerArn: db, LoadBalancerName: 'db', Type: 'network', Scheme: 'internal' }, { LoadBalancerArn: gone, Type: 'application' },
    ]),
    'elasticloadbalancingv2.DescribeListeners': elbPages('Listeners', ({ LoadBalancerArn }) => {
      if (LoadBalancerArn === gone) throw new Refusal(400, 'LoadBalancerNotFound', 'gone');
      return listeners[String(LoadBalancerArn)] ?? [];
    }),
    'elasticloadbalancingv2.DescribeTags': tagsByName,
    'elasticloadbalancingv2.DescribeRules': elbPages('Rules', ({ ListenerArn }) => [
      { Priority: 'default', Actions: [{ Type: 'fixed-response' }] },
      ...(String(ListenerArn).endsWith('443') ? [
        { Priority: '20', Conditions: [{ Field: 'path-pattern', Values: ['/b', '/a'] }], Actions: [{ Type: 'forward', TargetGroupArn: group('c') }] },
        { Priority: '3', Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['x.example'] } }, { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'v', Value: '2' }] } }], Actions: [{ Type: 'forward', TargetGroupArn: group('a') }] },
      ] : []),
    ]),
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads the listeners of every load balancer that is still there, with one call for their tags', async () => {
  const { resources, end } = await under.collect('aws:elb:listener');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toEqual({ 'elasticloadbalancingv2.DescribeLoadBalancers': 1, 'elasticloadbalancingv2.DescribeListeners': 3, 'elasticloadbalancingv2.DescribeTags': 1, 'elasticloadbalancingv2.DescribeRules': 2 });
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  expect([...byName.keys()].sort()).toEqual(['db:5432', 'web:443', 'web:80']);
  expect(byName.get('web:80')).toMatchObject({ tags: { end: '0' }, attributes: { load_balancer_scheme: 'internet-facing', redirects_to_https: true, ssl_policy: null, target_group_arns: [], rules: [{ priority: 'default', conditions: [], action_types: ['fixed-response'], target_group_arns: [] }] }, relations: [{ kind: 'attached-to', uid: web }] });
  expect(byName.get('db:5432')).toMatchObject({ attributes: { protocol: 'TCP', load_balancer_type: 'network', load_balancer_scheme: 'internal', redirects_to_https: false, rules: [] }, relations: [{ kind: 'attached-to', uid: db }, { kind: 'routes-to', uid: group('db') }] });
  expect(byName.get('web:443')).toMatchObject({
    uid: elb('listener/app/web/1/443'),
    attributes: {
      port: 443, protocol: 'HTTPS', load_balancer_arn: web, ssl_policy: 'ELBSecurityPolicy-2016-08', certificate_arns: [certificate], alpn_policies: ['None'], mutual_tls_mode: 'off', default_action_types: ['authenticate-oidc', 'forward'], target_group_arns: [group('a'), group('b')],
      rules: [
        { priority: '3', conditions: ['host-header=x.example', 'query-string=v=2'], action_types: ['forward'], target_group_arns: [group('a')] }, { priority: '20', conditions: ['path-pattern=/a,/b'], target_group_arns: [group('c')] }, { priority: 'default' },
      ],
    },
    relations: [{ kind: 'attached-to', uid: web }, ...['a', 'b', 'c'].map((name) => ({ kind: 'routes-to', uid: group(name) })), { kind: 'uses', uid: certificate }],
  });
});

it('does not take listeners for gone that it could not list', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeListeners' }]);
  expect((await under.collect('aws:elb:listener')).end.result).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'elasticloadbalancing:DescribeListeners' } });
});

it('asks one call of a region without a load balancer', async () => {
  expect(await under.collect('aws:elb:listener', 'eu-west-1')).toEqual(nothingInOneCall);
});
