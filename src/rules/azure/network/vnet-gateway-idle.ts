import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { azureNetworkVirtualNetworkGateway } from '../../../providers/azure/network/virtual-network-gateway.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const azVnetGatewayIdle = defineRule({
  id: 'az-vnet-gateway-idle',
  title: 'Network gateway has no connection',
  category: 'waste',
  severity: 'medium',
  resourceType: azureNetworkVirtualNetworkGateway,
  parameters: afterDays(14),
  rationale: 'A gateway is billed by the hour, connected or not.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.point_to_site) return notApplicable;
    if (attributes.connections === null) return unknown('Its connections could not be read (`Microsoft.Network/virtualNetworkGateways/connections/read`).');
    if (attributes.connections > 0) return pass;
    return fail({
      summary: 'Has no connection to another network.',
      evidence: { gateway_type: attributes.gateway_type, sku: attributes.sku, connections: 0 },
      ...(attributes.sku === null ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', `gateway.${attributes.sku}`]])),
    });
  },

  remediation: ({ uid }) => [step('network vnet-gateway delete', uid, irreversible, 'Microsoft.Network/virtualNetworkGateways/delete')],
});
