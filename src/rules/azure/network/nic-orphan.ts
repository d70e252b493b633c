import { defineRule, fail, pass } from '../../../core/rule.ts';
import { azureNetworkNetworkInterface } from '../../../providers/azure/network/network-interface.ts';
import { afterDays, irreversible, isTooYoung, step, untold } from '../facts.ts';

export const azNicOrphan = defineRule({
  id: 'az-nic-orphan',
  title: 'Network interface belongs to nothing',
  category: 'waste',
  severity: 'informational',
  resourceType: azureNetworkNetworkInterface,
  parameters: afterDays(7),
  rationale: 'An interface costs nothing, but it holds an address of its subnet and may hold a public one.',

  evaluate(resource, context) {
    const { attributes } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.vm_id !== null || attributes.private_endpoint_id !== null || attributes.private_link_service_id !== null || attributes.managed_by !== null) return pass;
    // Each interface lies in a subnet.
    if (attributes.subnet_ids.length === 0) return untold('Microsoft.Network/networkInterfaces/read');
    return fail({
      summary: 'Belongs to no machine and to no private endpoint.',
      evidence: { private_ips: attributes.private_ips, public_ip_ids: attributes.public_ip_ids },
    });
  },

  remediation: ({ uid }) => [step('network nic delete', uid, irreversible, 'Microsoft.Network/networkInterfaces/delete')],
});
