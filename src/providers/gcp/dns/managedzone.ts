import { z } from 'zod';
import { defineGcpResource, linkAt, listAt, relationsTo, textAt } from '../define.ts';

const api = 'dns.googleapis.com';

export const gcpDnsManagedzone = defineGcpResource({
  id: 'gcp:dns:managedzone',
  title: 'DNS zone',
  plural: 'DNS zones',
  nativeType: 'dns.googleapis.com/ManagedZone',
  api,
  permissions: ['dns.managedZones.list'],
  reads: 'Each zone, public or private, and how it is signed.',
  source: {
    from: 'asset',
    assetTypes: ['dns.googleapis.com/ManagedZone'],
    lists: [{ method: 'dns.v1.managedZones.list', host: api, path: 'dns/v1/projects/{project}/managedZones', query: { maxResults: '500' }, items: 'managedZones' }],
  },

  attributes: z.object({
    dns_name: z.string(),
    visibility: z.string(),
    dnssec_state: z.string().nullable().describe('on, off or transfer; null: never set'),
    dnssec_algorithms: z.array(z.string()),
    name_servers: z.array(z.string()),
    network_uids: z.array(z.string()).describe('Of a private zone: the networks that see it'),
    query_logging: z.boolean(),
  }),

  normalise: ({ data }, naming) => ({
    // Cloud Asset names a zone by its number.
    uid: `//${api}/projects/${naming.account}/managedZones/${textAt(data, 'id') ?? textAt(data, 'name') ?? ''}`,
    attributes: {
      dns_name: textAt(data, 'dnsName') ?? '',
      visibility: textAt(data, 'visibility')?.toLowerCase() ?? 'public',
      dnssec_state: textAt(data, 'dnssecConfig.state')?.toLowerCase() ?? null,
      dnssec_algorithms: [...new Set(listAt(data, 'dnssecConfig.defaultKeySpecs').flatMap((spec) => textAt(spec, 'algorithm')?.toLowerCase() ?? []))].sort(),
      name_servers: listAt(data, 'nameServers').map(String),
      network_uids: listAt(data, 'privateVisibilityConfig.networks').flatMap((network) => linkAt(network, 'networkUrl', 'compute.googleapis.com', naming) ?? []),
      query_logging: data['cloudLoggingConfig'] !== undefined && String((data['cloudLoggingConfig'] as { enableLogging?: unknown }).enableLogging) === 'true',
    },
  }),

  relations: ({ attributes }) => relationsTo('uses', attributes.network_uids),
});
