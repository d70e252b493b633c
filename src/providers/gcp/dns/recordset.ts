import { z } from 'zod';
import { defineGcpResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';

const api = 'dns.googleapis.com';

export const gcpDnsRecordset = defineGcpResource({
  id: 'gcp:dns:recordset',
  title: 'DNS record set',
  plural: 'DNS record sets',
  nativeType: 'dns.googleapis.com/ResourceRecordSet',
  api,
  permissions: ['dns.resourceRecordSets.list'],
  reads: 'Each name with the kind of its records and where they point.',
  source: {
    from: 'asset',
    assetTypes: ['dns.googleapis.com/ResourceRecordSet'],
    lists: [{ method: 'dns.v1.resourceRecordSets.list', host: api, path: 'dns/v1/projects/{project}/managedZones/{parent}/rrsets', query: { maxResults: '1000' }, items: 'rrsets' }],
    below: 'gcp:dns:managedzone',
    parentName: (row) => textAt(row.data, 'name') ?? '',
  },

  attributes: z.object({
    zone_uid: z.string(),
    record_type: z.string(),
    ttl_seconds: z.number().nullable(),
    values: z.array(z.string()).describe('Where it points; empty where a routing policy says'),
    routing_policy: z.string().nullable().describe('wrr, geo or primaryBackup'),
  }),

  normalise: ({ data, assetName, parent }, { account }) => {
    const zone = /\/managedZones\/([^/]+)/.exec(assetName ?? '')?.[1] ?? textAt(parent?.data, 'id') ?? textAt(parent?.data, 'name') ?? '';
    const zoneUid = `//${api}/projects/${account}/managedZones/${zone}`;
    const [name, type] = [textAt(data, 'name') ?? '', textAt(data, 'type') ?? ''];
    return {
      uid: `${zoneUid}/rrsets/${name}/${type}`,
      name: name.replace(/\.$/, ''),
      attributes: {
        zone_uid: zoneUid,
        record_type: type,
        ttl_seconds: numberAt(data, 'ttl'),
        values: listAt(data, 'rrdatas').map(String).sort(),
        routing_policy: ['wrr', 'geo', 'primaryBackup'].find((kind) => (data['routingPolicy'] as Record<string, unknown> | undefined)?.[kind] !== undefined) ?? null,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.zone_uid),
});
