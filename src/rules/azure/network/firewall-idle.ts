import { defineRule, fail, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { azureNetworkFirewall } from '../../../providers/azure/network/firewall.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azFirewallIdle = defineRule({
  id: 'az-firewall-idle',
  title: 'Nothing goes through the firewall',
  category: 'waste',
  severity: 'high',
  resourceType: azureNetworkFirewall,
  parameters: afterDays(14),
  rationale: 'A firewall is billed by the hour, and costs most where nothing goes through it.',
  metrics: (_resource, parameters) => ({ bytes: { name: 'DataProcessed', statistic: 'sum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (!attributes.is_allocated) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const bytes = context.metric('bytes');
    if (bytes === undefined) return noMetric('DataProcessed', metricPermission);
    if (bytes.sum > 0) return pass;
    return fail({
      summary: 'Nothing went through it in the window.',
      evidence: { tier: attributes.tier, bytes: 0, since: bytes.since },
      ...(attributes.tier === null ? {} : savedBy(region, context.prices, 'medium', [[hoursPerMonth, 'h', `firewall.${attributes.tier}`]])),
    });
  },

  remediation: ({ uid }) => [step('network firewall delete', uid, irreversible, 'Microsoft.Network/azureFirewalls/delete')],
});
