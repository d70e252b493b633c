import { defineRule } from '../../../core/rule.ts';
import { awsElbNetworkLoadBalancer } from '../../../providers/aws/elb/network-load-balancer.ts';
import { balancerRemoval, judgeQuietBalancer, processedBytes } from './balancer.ts';

export const awsElbNetworkUnused = defineRule({
  id: 'aws-elb-network-unused',
  title: 'Network Load Balancer carries nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsElbNetworkLoadBalancer,
  parameters: { days: { value: 7, help: 'Days that are looked at' } },
  rationale: 'A load balancer is paid for by the hour, whether or not anything goes through it.',
  metrics: ({ uid }, parameters) => processedBytes(uid, 'AWS/NetworkELB', parameters),
  evaluate: (balancer, context) => judgeQuietBalancer(balancer, context, 'elb.nlb.hour'),
  remediation: ({ uid, region, attributes }) => balancerRemoval(uid, region, attributes, 'network'),
});
