import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { azureNetworkPrivateEndpoint } from '../../../providers/azure/network/private-endpoint.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const azPrivateEndpointUnused = defineRule({
  id: 'az-private-endpoint-unused',
  title: 'Private endpoint leads nowhere',
  category: 'waste',
  severity: 'low',
  resourceType: azureNetworkPrivateEndpoint,
  parameters: afterDays(7),
  rationale: 'A private endpoint is billed by the hour, whether or not it leads anywhere.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    const dead = attributes.connection_states.filter((state) => ['rejected', 'disconnected'].includes(state.toLowerCase()));
    if (attributes.connection_states.length === 0 && attributes.target_ids.length === 0) return unknown('Azure did not say what it leads to.');
    if (dead.length === 0 || dead.length < attributes.connection_states.length) return pass;
    return fail({
      summary: `What it leads to says ${dead.join(', ')}.`,
      evidence: { connection_states: attributes.connection_states, target_ids: attributes.target_ids },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'pe']]),
    });
  },

  remediation: ({ uid }) => [step('network private-endpoint delete', uid, irreversible, 'Microsoft.Network/privateEndpoints/delete')],
});
