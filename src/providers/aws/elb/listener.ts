import type { Action, Listener, LoadBalancer, Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import { mapConcurrently } from '../../../platform/map-concurrently.ts';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { balancers } from './load-balancers.ts';
import { isGone, type Tagged, tagsOfArns, withTags } from './tags.ts';

interface ListenerOf {
  listener: Listener;
  balancer: LoadBalancer;
}

interface ListenerOfBalancer extends Tagged<Listener> {
  balancer: LoadBalancer;
  rules?: Rule[] | undefined;
}

const rule = z.object({
  priority: z.string().describe('A number, or default'),
  conditions: z.array(z.string()).describe('All must hold: host-header=example.com, …'),
  action_types: z.array(z.string()),
  target_group_arns: z.array(z.string()),
});

const inParallel = 20;

export const awsElbListener = defineAwsResource({
  id: 'aws:elb:listener',
  title: 'Load balancer listener',
  plural: 'Load balancer listeners',
  nativeType: 'AWS::ElasticLoadBalancingV2::Listener',
  locality: 'regional',
  permissions: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeTags', 'elasticloadbalancing:DescribeRules'],
  reads: 'Port, protocol, certificate, TLS policy and rules of each listener, and where it sends requests.',
  chain: 4,

  attributes: z.object({
    port: z.int().nullable(),
    protocol: z.string().nullable(),
    load_balancer_arn: z.string(),
    load_balancer_type: z.string(),
    load_balancer_scheme: z.string().nullable().describe('internet-facing or internal'),
    ssl_policy: z.string().nullable(),
    certificate_arns: z.array(z.string()).describe('The default certificate'),
    alpn_policies: z.array(z.string()),
    mutual_tls_mode: z.string().nullable(),
    default_action_types: z.array(z.string()),
    redirects_to_https: z.boolean().describe('Its default action does'),
    target_group_arns: z.array(z.string()).describe('Of its default action'),
    rules: z.array(rule).nullable().describe('Of Application Load Balancers; null: not read yet'),
  }),

  async *list(context) {
    const found: ListenerOf[] = [];
    for await (const listeners of mapConcurrently(await balancers(context), inParallel, (balancer) => listenersOf(balancer, context))) found.push(...listeners);
    const { things, denied } = await withTags(found, ({ listener }) => listener.ListenerArn ?? '', (arns) => tagsOfArns(context, arns), context);
    if (denied !== undefined) context.gap(denied);
    yield* things.map(({ thing, tags }) => ({ thing: thing.listener, balancer: thing.balancer, tags }) satisfies ListenerOfBalancer);
  },

  normalise: ({ thing, tags, balancer, rules }: ListenerOfBalancer) => {
    const actions = thing.DefaultActions ?? [];
    return {
      uid: thing.ListenerArn ?? '',
      name: `${balancer.LoadBalancerName ?? ''}${thing.Port === undefined ? '' : `:${thing.Port}`}`,
      tags,
      attributes: {
        port: thing.Port ?? null,
        protocol: thing.Protocol ?? null,
        load_balancer_arn: thing.LoadBalancerArn ?? balancer.LoadBalancerArn ?? '',
        load_balancer_type: balancer.Type ?? 'unknown',
        load_balancer_scheme: balancer.Scheme ?? null,
        ssl_policy: thing.SslPolicy === '' ? null : (thing.SslPolicy ?? null),
        certificate_arns: (thing.Certificates ?? []).flatMap(({ CertificateArn }) => CertificateArn ?? []).sort(),
        alpn_policies: (thing.AlpnPolicy ?? []).toSorted(),
        mutual_tls_mode: thing.MutualAuthentication?.Mode ?? null,
        default_action_types: typesOf(actions),
        redirects_to_https: actions.some(({ RedirectConfig }) => RedirectConfig?.Protocol === 'HTTPS'),
        target_group_arns: groupsOf(actions),
        rules: rules === undefined ? null : rules.map(ruleOf).sort((a, b) => (a.priority === b.priority ? 0 : orderOf(a.priority) - orderOf(b.priority))),
      },
    };
  },

  details: { fields: ['rules'], read: readRules },

  relations: ({ attributes }) => [
    ...relationsTo('attached-to', attributes.load_balancer_arn),
    ...relationsTo('routes-to', [...attributes.target_group_arns, ...(attributes.rules ?? []).flatMap(({ target_group_arns: groups }) => groups)]),
    ...relationsTo('uses', attributes.certificate_arns),
  ],
});

const orderOf = (priority: string): number => (priority === 'default' ? Number.MAX_SAFE_INTEGER : Number(priority));
const typesOf = (actions: readonly Action[]): string[] => actions.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0)).flatMap(({ Type }) => Type ?? []);
const groupsOf = (actions: readonly Action[]): string[] => [...new Set(actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [TargetGroupArn, ...(ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn)]))].filter((arn) => arn !== undefined).sort();

function ruleOf({ Priority = 'default', Conditions = [], Actions = [] }: Rule): z.infer<typeof rule> {
  const conditions = Conditions.map(({ Field = '', Values = [], HostHeaderConfig, PathPatternConfig, HttpHeaderConfig, HttpRequestMethodConfig, SourceIpConfig, QueryStringConfig }) => {
    const queries = QueryStringConfig?.Values?.map(({ Key, Value }) => `${Key ?? ''}=${Value ?? ''}`);
    const values = HostHeaderConfig?.Values ?? PathPatternConfig?.Values ?? HttpHeaderConfig?.Values ?? HttpRequestMethodConfig?.Values ?? SourceIpConfig?.Values ?? queries ?? Values;
    return `${Field}=${values.toSorted().join(',')}`;
  });
  return { priority: Priority, conditions: conditions.sort(), action_types: typesOf(Actions), target_group_arns: groupsOf(Actions) };
}

async function listenersOf(balancer: LoadBalancer, context: AwsListContext): Promise<ListenerOf[]> {
  const { ElasticLoadBalancingV2Client, paginateDescribeListeners } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const found: ListenerOf[] = [];
  try {
    const listing = paginateDescribeListeners({ client: context.client(ElasticLoadBalancingV2Client) }, { PageSize: 400, LoadBalancerArn: balancer.LoadBalancerArn });
    for await (const page of pages(listing, ({ NextMarker }) => NextMarker)) found.push(...(page.Listeners ?? []).map((listener) => ({ listener, balancer })));
  } catch (error) {
    // Deleted between the list and the question, its listeners with it.
    if (isGone(error)) return [];
    throw error;
  }
  return found;
}

/** Only Application Load Balancers choose by rules. */
async function readRules(listener: ListenerOfBalancer, context: AwsListContext): Promise<ListenerOfBalancer> {
  if (listener.balancer.Type !== 'application') return { ...listener, rules: [] };
  const { ElasticLoadBalancingV2Client, paginateDescribeRules } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const ask = async (): Promise<Rule[]> => {
    const rules: Rule[] = [];
    for await (const page of pages(paginateDescribeRules({ client: context.client(ElasticLoadBalancingV2Client) }, { PageSize: 400, ListenerArn: listener.thing.ListenerArn }), ({ NextMarker }) => NextMarker)) rules.push(...(page.Rules ?? []));
    return rules;
  };
  const rules = await detailOf(context, 'elasticloadbalancingv2:DescribeRules', ask, ['ListenerNotFoundException', 'ListenerNotFound']);
  return { ...listener, rules: rules ?? undefined };
}
