import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { azureComputeVmss } from '../../../providers/azure/compute/vmss.ts';
import { afterDays, irreversible, isTooYoung, step } from '../facts.ts';

export const azVmssEmpty = defineRule({
  id: 'az-vmss-empty',
  title: 'Scale set has no machine',
  category: 'waste',
  severity: 'informational',
  resourceType: azureComputeVmss,
  parameters: afterDays(30),
  rationale: 'An empty scale set costs nothing, but its rules, identities and balancers stay and have to be looked after.',

  evaluate(resource, context) {
    const { attributes } = resource;
    if (attributes.capacity === null) return unknown('Azure did not say how many machines the set has.');
    if (attributes.capacity > 0 || isTooYoung(resource, context)) return pass;
    return fail({ summary: 'Set to hold no machine.', evidence: { capacity: attributes.capacity, vm_size: attributes.vm_size } });
  },

  remediation: ({ uid }) => [step('vmss delete', uid, irreversible, 'Microsoft.Compute/virtualMachineScaleSets/delete')],
});
