import type { HostedZone, Tag } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';

interface ZoneWithTags {
  zone: HostedZone;
  tags?: Tag[];
}

export const awsRoute53HostedZone = defineAwsResource({
  id: 'aws:route53:hosted-zone',
  title: 'Route 53 hosted zone',
  plural: 'Route 53 hosted zones',
  nativeType: 'AWS::Route53::HostedZone',
  locality: 'global',
  permissions: ['route53:ListHostedZones', 'route53:ListTagsForResource'],
  reads: 'Name, kind and number of records of each hosted zone, and the service that made it; with details also tags. Records are not read.',

  attributes: z.object({
    zone_id: z.string(),
    domain_name: z.string().describe('With its last dot'),
    record_set_count: z.int().nullable().describe('2: its own NS and SOA only'),
    is_private: z.boolean(),
    comment: z.string().nullable(),
    managed_by: z.string().nullable().describe('The service that made it and removes it'),
  }),

  async *list({ client }) {
    const { Route53Client, paginateListHostedZones } = await import('@aws-sdk/client-route-53');
    for await (const page of pages(paginateListHostedZones({ client: client(Route53Client), pageSize: 100 }, {}), ({ NextMarker }) => NextMarker)) {
      for (const zone of page.HostedZones ?? []) yield { zone };
    }
  },

  normalise: ({ zone, tags }: ZoneWithTags, { partition }) => {
    const id = idOf(zone);
    return {
      uid: `arn:${partition}:route53:::hostedzone/${id}`,
      name: zone.Name ?? id,
      createdAt: undefined,
      tags: tagsOf(tags),
      attributes: {
        zone_id: id,
        domain_name: zone.Name ?? '',
        record_set_count: zone.ResourceRecordSetCount ?? null,
        is_private: zone.Config?.PrivateZone ?? false,
        comment: zone.Config?.Comment ?? null,
        managed_by: zone.LinkedService?.ServicePrincipal ?? null,
      },
    };
  },

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await tagsOfZone(raw.zone, context) }) },
});

/** Lists say `/hostedzone/Z1`. */
const idOf = ({ Id }: HostedZone): string => (Id ?? '').replace(/^\/hostedzone\//, '');

async function tagsOfZone(zone: HostedZone, context: AwsListContext): Promise<Tag[]> {
  const { Route53Client, ListTagsForResourceCommand } = await import('@aws-sdk/client-route-53');
  const client = context.client(Route53Client);
  const answer = await detailOf(context, 'route53:ListTagsForResource', () => client.send(new ListTagsForResourceCommand({ ResourceType: 'hostedzone', ResourceId: idOf(zone) })), ['NoSuchHostedZone']);
  return answer?.ResourceTagSet?.Tags ?? [];
}
