import { defineRule, pass, unknown } from '../../../core/rule.ts';
import { azureManagedidentityUserAssignedIdentity } from '../../../providers/azure/managedidentity/user-assigned-identity.ts';
import { afterDays, irreversible, isTooYoung, step } from '../facts.ts';

export const azIdentityUnused = defineRule({
  id: 'az-identity-unused',
  title: 'Identity is given to nothing',
  category: 'waste',
  severity: 'informational',
  resourceType: azureManagedidentityUserAssignedIdentity,
  parameters: afterDays(90),
  rationale: 'An identity that nothing uses keeps its rights, and nobody looks after them.',

  evaluate(resource, context) {
    if (isTooYoung(resource, context)) return pass;
    return unknown('What an identity is given to is said by the resources that have it, and no listing tells all of them.');
  },

  remediation: ({ uid }) => [step('identity delete', uid, irreversible, 'Microsoft.ManagedIdentity/userAssignedIdentities/delete')],
});
