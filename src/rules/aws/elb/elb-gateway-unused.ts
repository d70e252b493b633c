import { defineRule, fail, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsElbGatewayLoadBalancer } from '../../../providers/aws/elb/gateway-load-balancer.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';
import { balancerDimension, balancerRemoval } from './balancer.ts';

export const awsElbGatewayUnused = defineRule({
  id: 'aws-elb-gateway-unused',
  title: 'Gateway Load Balancer carries nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsElbGatewayLoadBalancer,
  parameters: { days: { value: 7, help: 'Days that are looked at' } },
  rationale: 'A load balancer is paid for by the hour, whether or not anything goes through it.',
  metrics: ({ uid }, parameters) => ({ use: { namespace: 'AWS/GatewayELB', name: 'ProcessedBytes', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { LoadBalancer: balancerDimension(uid) } } }),

  evaluate(balancer, context) {
    const { attributes, region } = balancer;
    if (attributes.state === 'provisioning') return notApplicable;
    if (isTooYoung(balancer, context)) return pass;
    const use = context.metric('use');
    if (use === undefined) return noMetric('ProcessedBytes', metricPermission);
    if (use.sum > 0) return pass;
    return fail({
      summary: `Nothing went through it in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { processed_bytes: use.sum, dns_name: attributes.dns_name, scheme: attributes.scheme, since: use.since, until: use.until },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'elb.gwlb.hour']]),
    });
  },

  remediation: ({ uid, region, attributes }) => balancerRemoval(uid, region, attributes, 'gateway'),
});
