import { defineRule, fail, pass } from '../../../core/rule.ts';
import { azureNetworkPublicIp } from '../../../providers/azure/network/public-ip.ts';
import { afterDays, hoursPerMonth, isTooYoung, savedBy, step, untold } from '../facts.ts';

export const azPublicIpUnused = defineRule({
  id: 'az-public-ip-unused',
  title: 'Public address is used by nothing',
  category: 'waste',
  severity: 'low',
  resourceType: azureNetworkPublicIp,
  parameters: afterDays(1),
  rationale: 'A standard or static address is billed by the hour, used or not.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.used_by_id !== null || attributes.nat_gateway_id !== null) return pass;
    if (attributes.allocation === null) return untold('Microsoft.Network/publicIPAddresses/read');
    const sku = attributes.sku?.toLowerCase();
    // Those of a prefix are paid with the prefix, and a basic dynamic one while it is used.
    const isFree = attributes.public_ip_prefix_id !== null || (sku === 'basic' && attributes.allocation.toLowerCase() === 'dynamic');
    return fail({
      summary: `${attributes.ip_address ?? 'It'} belongs to nothing.`,
      evidence: { ip_address: attributes.ip_address, sku: attributes.sku, allocation: attributes.allocation },
      ...(isFree || sku === undefined ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', `ip.${sku}`]])),
    });
  },

  remediation: ({ uid }) => [step('network public-ip delete', uid, 'Make a new one; the address itself may be given to somebody else and does not come back.', 'Microsoft.Network/publicIPAddresses/delete')],
});
