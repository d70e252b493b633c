import { z } from 'zod';
import { booleanAt, defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpInterconnectAttachment = defineGcpResource({
  id: 'gcp:interconnect:attachment',
  title: 'VLAN attachment',
  plural: 'VLAN attachments',
  nativeType: 'compute.googleapis.com/InterconnectAttachment',
  api: computeApi,
  permissions: ['compute.interconnectAttachments.list'],
  reads: 'Each attachment of an interconnect with its state, its bandwidth and its router; never a pairing key.',
  source: aggregated('interconnectAttachments', 'InterconnectAttachment'),

  attributes: z.object({
    state: z.string(),
    attachment_type: z.string().nullable().describe('DEDICATED, PARTNER or PARTNER_PROVIDER'),
    is_admin_enabled: z.boolean().nullable(),
    bandwidth: z.string().nullable().describe('BPS_1G, BPS_10G, …'),
    vlan: z.number().nullable(),
    encryption: z.string().nullable(),
    mtu: z.number().nullable(),
    router_uid: z.string().nullable(),
    interconnect_uid: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      state: textAt(data, 'state') ?? 'UNKNOWN',
      attachment_type: textAt(data, 'type'),
      is_admin_enabled: booleanAt(data, 'adminEnabled'),
      bandwidth: textAt(data, 'bandwidth'),
      vlan: numberAt(data, 'vlanTag8021q'),
      encryption: textAt(data, 'encryption'),
      mtu: numberAt(data, 'mtu'),
      router_uid: computeLink(data, 'router', naming),
      interconnect_uid: computeLink(data, 'interconnect', naming),
    },
  }),

  relations: ({ attributes }) => relationsTo('attached-to', [attributes.router_uid, attributes.interconnect_uid]),
});
