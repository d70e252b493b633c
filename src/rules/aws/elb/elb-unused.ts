import { defineRule, fail, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsElbApplicationLoadBalancer } from '../../../providers/aws/elb/application-load-balancer.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';
import { balancerDimension, balancerRemoval } from './balancer.ts';

export const awsElbUnused = defineRule({
  id: 'aws-elb-unused',
  title: 'Application Load Balancer gets no requests',
  category: 'waste',
  severity: 'medium',
  resourceType: awsElbApplicationLoadBalancer,
  parameters: { days: { value: 7, help: 'Days that are looked at' } },
  rationale: 'A load balancer is paid for by the hour, whether or not anything goes through it.',
  metrics: ({ uid }, parameters) => ({ use: { namespace: 'AWS/ApplicationELB', name: 'RequestCount', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { LoadBalancer: balancerDimension(uid) } } }),

  evaluate(balancer, context) {
    const { attributes, region } = balancer;
    if (attributes.state === 'provisioning') return notApplicable;
    if (isTooYoung(balancer, context)) return pass;
    const use = context.metric('use');
    if (use === undefined) return noMetric('RequestCount', metricPermission);
    if (use.sum > 0) return pass;
    return fail({
      summary: `No request in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { requests: use.sum, dns_name: attributes.dns_name, scheme: attributes.scheme, since: use.since, until: use.until },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'elb.alb.hour']]),
    });
  },

  remediation: ({ uid, region, attributes }) => balancerRemoval(uid, region, attributes, 'application'),
});
