import type { RemediationStep } from '../../../core/rule.ts';

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
