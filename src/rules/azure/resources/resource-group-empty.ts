import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { azureResourcesResourceGroup } from '../../../providers/azure/resources/resource-group.ts';
import { afterDays, isTooYoung } from '../facts.ts';

export const azResourceGroupEmpty = defineRule({
  id: 'az-resource-group-empty',
  title: 'Resource group is empty',
  category: 'waste',
  severity: 'informational',
  resourceType: azureResourcesResourceGroup,
  parameters: afterDays(30),
  rationale: 'An empty group costs nothing, but its roles and policies stay and have to be looked after.',

  evaluate(resource, context) {
    const { attributes } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.is_empty === null || attributes.is_locked === null) return unknown('Its content or its locks could not be read (`Microsoft.Resources/subscriptions/resourceGroups/resources/read`, `Microsoft.Authorization/locks/read`).');
    if (!attributes.is_empty || attributes.is_locked || attributes.managed_by !== null) return pass;
    return fail({
      summary: 'Nothing is in it.',
      evidence: { is_empty: true, is_locked: false },
    });
  },

  remediation: ({ name }) => [{ command: `az group delete --yes --name '${name}'`, undo: 'az group create (its roles and policies have to be given again)', permission: 'Microsoft.Resources/subscriptions/resourceGroups/delete' }],
});
