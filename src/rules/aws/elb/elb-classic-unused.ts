import { defineRule, fail, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { awsElbClassicLoadBalancer } from '../../../providers/aws/elb/classic-load-balancer.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';

export const awsElbClassicUnused = defineRule({
  id: 'aws-elb-classic-unused',
  title: 'Classic Load Balancer serves nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsElbClassicLoadBalancer,
  parameters: { days: { value: 7, help: 'Days that are looked at' } },
  rationale: 'A load balancer is paid for by the hour, whether or not anything goes through it.',
  metrics({ attributes }, parameters) {
    if (attributes.instance_ids.length === 0) return {};
    return { bytes: { namespace: 'AWS/ELB', name: 'EstimatedProcessedBytes', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { LoadBalancerName: attributes.load_balancer_name } } };
  },

  evaluate(balancer, context) {
    const { attributes, region } = balancer;
    if (isTooYoung(balancer, context)) return pass;
    const hasInstances = attributes.instance_ids.length > 0;
    const bytes = context.metric('bytes');
    if (hasInstances && bytes === undefined) return noMetric('EstimatedProcessedBytes', metricPermission);
    if (hasInstances && (bytes?.sum ?? 0) > 0) return pass;
    return fail({
      summary: hasInstances ? `Nothing went through it in ${numberOf(context.parameters, 'days')} days.` : 'It has no instances to send to.',
      evidence: { instance_ids: attributes.instance_ids, processed_bytes: bytes?.sum ?? null, dns_name: attributes.dns_name, scheme: attributes.scheme },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'elb.clb.hour']]),
    });
  },

  remediation: ({ region, attributes }) => [
    {
      command: `aws elb describe-load-balancers --region ${region} --load-balancer-names ${attributes.load_balancer_name} > load-balancer.json`,
      undo: 'Nothing to undo: it keeps a copy of the settings.',
      permission: 'elasticloadbalancing:DescribeLoadBalancers',
    },
    {
      command: `aws elb delete-load-balancer --region ${region} --load-balancer-name ${attributes.load_balancer_name}`,
      undo: `aws elb create-load-balancer --region ${region} --load-balancer-name ${attributes.load_balancer_name} --listeners file://listeners.json --subnets ${attributes.subnet_ids.join(' ')} (with a new address)`,
      permission: 'elasticloadbalancing:DeleteLoadBalancer',
    },
  ],
});
