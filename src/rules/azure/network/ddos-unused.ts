import { defineRule, fail, pass } from '../../../core/rule.ts';
import { azureNetworkDdosProtectionPlan } from '../../../providers/azure/network/ddos-protection-plan.ts';
import { afterDays, irreversible, isTooYoung, savedBy, step, untold } from '../facts.ts';

export const azDdosUnused = defineRule({
  id: 'az-ddos-unused',
  title: 'DDoS protection plan protects no network',
  category: 'waste',
  severity: 'high',
  resourceType: azureNetworkDdosProtectionPlan,
  parameters: afterDays(1),
  rationale: 'A plan has a high fixed price a month, whatever it protects.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.vnet_ids.length > 0 || attributes.public_ip_ids.length > 0) return pass;
    if (attributes.provisioning_state === null) return untold('Microsoft.Network/ddosProtectionPlans/read');
    return fail({
      summary: 'Protects no network.',
      evidence: { vnet_ids: [] },
      ...savedBy(region, context.prices, 'high', [[1, 'month', 'ddos']]),
    });
  },

  remediation: ({ uid }) => [step('network ddos-protection delete', uid, irreversible, 'Microsoft.Network/ddosProtectionPlans/delete')],
});
