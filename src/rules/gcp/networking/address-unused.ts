import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { gcpNetworkingAddress } from '../../../providers/gcp/networking/address.ts';
import { afterDays, hoursPerMonth, isTooYoung, savedBy, step } from '../facts.ts';

export const gcpAddressUnused = defineRule({
  id: 'gcp-address-unused',
  title: 'Static address is used by nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpNetworkingAddress,
  parameters: afterDays(1, 'Days since it was reserved or first seen here'),
  rationale: 'A reserved address that nothing uses costs more than one that is used.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.address_type !== 'EXTERNAL') return notApplicable;
    if (attributes.status === 'UNKNOWN') return unknown('Google did not say whether the address is used.');
    if (attributes.status !== 'RESERVED' || attributes.user_uids.length > 0 || isTooYoung(resource, context)) return pass;
    // Addresses of IPv6 cost nothing (cloud.google.com/vpc/network-pricing).
    const saving = attributes.ip_version === 'IPV6' ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'ip.idle']]);
    return fail({ summary: `${attributes.address ?? 'The address'} is reserved, and nothing uses it.`, evidence: { address: attributes.address, status: attributes.status, network_tier: attributes.network_tier }, ...saving });
  },

  remediation: (address) => [step('compute addresses delete', address, `gcloud compute addresses create '${address.name}' --addresses=${address.attributes.address ?? 'ADDRESS'} (while nobody else has it)`, 'compute.addresses.delete')],
});
