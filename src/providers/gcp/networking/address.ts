import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, computeLinks, endAt } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpNetworkingAddress = defineGcpResource({
  id: 'gcp:networking:address',
  title: 'Static IP address',
  plural: 'Static IP addresses',
  nativeType: 'compute.googleapis.com/Address',
  api: computeApi,
  permissions: ['compute.addresses.list'],
  reads: 'Each reserved address, regional or global, and what uses it.',
  source: aggregated('addresses', 'Address', 'GlobalAddress'),

  attributes: z.object({
    address: z.string().nullable(),
    address_type: z.string().describe('EXTERNAL or INTERNAL'),
    status: z.string().describe('RESERVED: nothing uses it; IN_USE'),
    purpose: z.string().nullable(),
    ip_version: z.string().nullable(),
    network_tier: z.string().nullable(),
    user_uids: z.array(z.string()),
    network_uid: z.string().nullable(),
    subnetwork_uid: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      address: textAt(data, 'address'),
      address_type: textAt(data, 'addressType') ?? 'EXTERNAL',
      status: textAt(data, 'status') ?? 'UNKNOWN',
      purpose: textAt(data, 'purpose'),
      ip_version: textAt(data, 'ipVersion'),
      network_tier: endAt(data, 'networkTier'),
      user_uids: computeLinks(data, 'users', naming),
      network_uid: computeLink(data, 'network', naming),
      subnetwork_uid: computeLink(data, 'subnetwork', naming),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('attached-to', attributes.user_uids), ...relationsTo('member-of', [attributes.network_uid, attributes.subnetwork_uid])],
});
