import { pageOfFields } from '../answerer.ts';
import type { PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';

const zones: readonly Fields[] = [
  { Id: '/hostedzone/Z0123456789ABCDEFGHIJ', Name: 'example.com.', CallerReference: 'shop', Config: { Comment: 'The shop', PrivateZone: false }, ResourceRecordSetCount: 34 },
  { Id: '/hostedzone/Z0123456789ABCDEFGHIK', Name: 'example-campaign.com.', CallerReference: 'campaign', Config: { Comment: 'Campaign of last year', PrivateZone: false }, ResourceRecordSetCount: 2 },
  { Id: '/hostedzone/Z0123456789ABCDEFGHIL', Name: 'inside.example.', CallerReference: 'inside', Config: { PrivateZone: true }, ResourceRecordSetCount: 11 },
  { Id: '/hostedzone/Z0123456789ABCDEFGHIM', Name: 'apps.local.', CallerReference: 'apps', Config: { PrivateZone: true }, ResourceRecordSetCount: 2, LinkedService: { ServicePrincipal: 'servicediscovery.amazonaws.com', Description: 'Hosted zone managed by Cloud Map' } },
];

export const route53Answers: Readonly<Record<string, PlacedAnswerer>> = {
  'route53.ListHostedZones': (input, _place, asked) => {
    const page = pageOfFields(zones, input, { size: 'MaxItems', token: 'Marker', next: 'NextMarker', list: 'HostedZones' }, asked);
    return { ...page, Marker: '', MaxItems: 100, IsTruncated: page['NextMarker'] !== undefined };
  },
  'route53.ListTagsForResource': ({ ResourceType, ResourceId }) => ({ ResourceTagSet: { ResourceType, ResourceId, Tags: [{ Key: 'team', Value: 'platform' }] } }),
};
