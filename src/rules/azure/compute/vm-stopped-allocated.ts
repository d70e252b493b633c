import { defineRule, fail, pass, unknown, numberOf } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { azureComputeVirtualMachine } from '../../../providers/azure/compute/virtual-machine.ts';
import { hoursPerMonth, savedBy, step } from '../facts.ts';

export const azVmStoppedAllocated = defineRule({
  id: 'az-vm-stopped-allocated',
  title: 'Machine is stopped and still paid for',
  category: 'waste',
  severity: 'high',
  resourceType: azureComputeVirtualMachine,
  headline: true,
  parameters: { days: { value: 0, help: 'Days since it was first seen here; 0 flags it at once, as Azure does not say when it was stopped' } },
  rationale: 'A machine that was shut down from inside keeps its place, and its hours are billed until it is deallocated.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen }) {
    if (attributes.power_state === null) return unknown('The power state could not be read (`Microsoft.Compute/virtualMachines/instanceView/read`).');
    if (attributes.power_state !== 'stopped' || daysBetween(firstSeen, now) < numberOf(parameters, 'days')) return pass;
    return fail({
      summary: 'Stopped but not deallocated.',
      evidence: { power_state: attributes.power_state, size: attributes.size, os_type: attributes.os_type },
      // The table is of Linux; a Windows machine costs more, so the sum is the least that is saved.
      ...(attributes.size === null || attributes.priority?.toLowerCase() === 'spot' ? {} : savedBy(region, prices, 'high', [[hoursPerMonth, 'h', `vm.${attributes.size}`]])),
    });
  },

  remediation: ({ uid }) => [step('vm deallocate', uid, `az vm start --ids '${uid}'`, 'Microsoft.Compute/virtualMachines/deallocate/action')],
});
