import type { Resource } from '../../../core/resource.ts';
import { type Evaluation, fail, type MetricQuestion, noMetric, notApplicable, numberOf, type Parameters, pass, type RemediationStep, type RuleContext } from '../../../core/rule.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';

/** `app/name/id` of a load balancer's ARN, as CloudWatch names it. */
export const balancerDimension = (uid: string): string => uid.slice(uid.indexOf('loadbalancer/') + 'loadbalancer/'.length);

interface Named {
  load_balancer_name: string;
  subnet_ids: readonly string[];
}

export function balancerRemoval(uid: string, region: string, { load_balancer_name: name, subnet_ids: subnets }: Named, type: 'application' | 'network' | 'gateway'): RemediationStep[] {
  return [
    {
      command: `aws elbv2 describe-listeners --region ${region} --load-balancer-arn ${uid} > listeners.json`,
      undo: 'Nothing to undo: it keeps a copy of the listeners.',
      permission: 'elasticloadbalancing:DescribeListeners',
    },
    {
      command: `aws elbv2 delete-load-balancer --region ${region} --load-balancer-arn ${uid}`,
      undo: `aws elbv2 create-load-balancer --region ${region} --name ${name} --type ${type} --subnets ${subnets.join(' ')} (with a new address, then its listeners)`,
      permission: 'elasticloadbalancing:DeleteLoadBalancer',
    },
  ];
}

/** What went through a Network or Gateway Load Balancer. */
export const processedBytes = (uid: string, namespace: 'AWS/NetworkELB' | 'AWS/GatewayELB', parameters: Parameters): { use: MetricQuestion } => ({
  use: { namespace, name: 'ProcessedBytes', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { LoadBalancer: balancerDimension(uid) } },
});

type Balancer = Pick<Resource, 'region' | 'createdAt'> & { attributes: { state: string | null; dns_name: string | null; scheme: string | null } };

/** Whether nothing went through it, by the answer to `processedBytes`. */
export function judgeQuietBalancer(balancer: Balancer, context: RuleContext, sku: string): Evaluation {
  const { attributes, region } = balancer;
  if (attributes.state === 'provisioning') return notApplicable;
  if (isTooYoung(balancer, context)) return pass;
  const use = context.metric('use');
  if (use === undefined) return noMetric('ProcessedBytes', metricPermission);
  if (use.sum > 0) return pass;
  return fail({
    summary: `Nothing went through it in ${numberOf(context.parameters, 'days')} days.`,
    evidence: { processed_bytes: use.sum, dns_name: attributes.dns_name, scheme: attributes.scheme, since: use.since, until: use.until },
    ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', sku]]),
  });
}
