import { defineRule, fail, pass } from '../../../core/rule.ts';
import { azureNetworkLoadBalancer } from '../../../providers/azure/network/load-balancer.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step, untold } from '../facts.ts';

export const azLbNoBackend = defineRule({
  id: 'az-lb-no-backend',
  title: 'Load balancer has nothing behind it',
  category: 'waste',
  severity: 'low',
  resourceType: azureNetworkLoadBalancer,
  parameters: afterDays(7),
  rationale: 'A standard load balancer with rules is billed by the hour, whether or not it has anything to send to.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.backend_members > 0) return pass;
    if (attributes.pools === null) return untold('Microsoft.Network/loadBalancers/read');
    return fail({
      summary: `${attributes.pools} pools, and no member in any.`,
      evidence: { sku: attributes.sku, rules: attributes.rules, pools: attributes.pools, backend_members: 0 },
      ...(attributes.sku?.toLowerCase() !== 'standard' || attributes.rules === 0 ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'lb.standard'], [hoursPerMonth * Math.max(0, attributes.rules - 5), 'rule hours', 'lb.standard.rule']])),
    });
  },

  remediation: ({ uid }) => [step('network lb delete', uid, irreversible, 'Microsoft.Network/loadBalancers/delete')],
});
