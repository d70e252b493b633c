import { defineRule } from '../../../core/rule.ts';
import { awsElbGatewayLoadBalancer } from '../../../providers/aws/elb/gateway-load-balancer.ts';
import { balancerRemoval, judgeQuietBalancer, processedBytes } from './balancer.ts';

export const awsElbGatewayUnused = defineRule({
  id: 'aws-elb-gateway-unused',
  title: 'Gateway Load Balancer carries nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsElbGatewayLoadBalancer,
  parameters: { days: { value: 7, help: 'Days that are looked at' } },
  rationale: 'A load balancer is paid for by the hour, whether or not anything goes through it.',
  metrics: ({ uid }, parameters) => processedBytes(uid, 'AWS/GatewayELB', parameters),
  evaluate: (balancer, context) => judgeQuietBalancer(balancer, context, 'elb.gwlb.hour'),
  remediation: ({ uid, region, attributes }) => balancerRemoval(uid, region, attributes, 'gateway'),
});
