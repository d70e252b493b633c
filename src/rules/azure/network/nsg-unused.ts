import { defineRule, fail, pass } from '../../../core/rule.ts';
import { azureNetworkNsg } from '../../../providers/azure/network/nsg.ts';
import { afterDays, irreversible, isTooYoung, step, untold } from '../facts.ts';

export const azNsgUnused = defineRule({
  id: 'az-nsg-unused',
  title: 'Network security group guards nothing',
  category: 'waste',
  severity: 'informational',
  resourceType: azureNetworkNsg,
  parameters: afterDays(30),
  rationale: 'A group that guards nothing misleads whoever reads its rules.',

  evaluate(resource, context) {
    const { attributes } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.subnet_ids.length > 0 || attributes.network_interface_ids.length > 0) return pass;
    if (attributes.rules === null) return untold('Microsoft.Network/networkSecurityGroups/read');
    return fail({
      summary: 'Guards no subnet and no interface.',
      evidence: { rules: attributes.rules },
    });
  },

  remediation: ({ uid }) => [step('network nsg delete', uid, irreversible, 'Microsoft.Network/networkSecurityGroups/delete')],
});
