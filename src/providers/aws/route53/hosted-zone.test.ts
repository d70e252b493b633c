import { expect, it } from 'vitest';
import { inPages, withAnswers } from '../../../../test/aws-services.ts';

const zones = [
  { Id: '/hostedzone/Z1', Name: 'example.com.', CallerReference: 'x', Config: { Comment: 'Shop', PrivateZone: false }, ResourceRecordSetCount: 12 },
  { Id: '/hostedzone/Z2', Name: 'apps.local.', CallerReference: 'x', Config: { PrivateZone: true }, ResourceRecordSetCount: 2, LinkedService: { ServicePrincipal: 'servicediscovery.amazonaws.com' } },
  ...Array.from({ length: 120 }, (_, n) => ({ Id: `/hostedzone/X${n}`, Name: `x${n}.example.`, CallerReference: 'x' })),
];
const answers = {
  'route53.ListHostedZones': inPages('HostedZones', zones, 100),
  'route53.ListTagsForResource': ({ ResourceType, ResourceId }: Record<string, unknown>) => ({ ResourceTagSet: { ResourceType, ResourceId, Tags: ResourceId === 'Z1' ? [{ Key: 'team', Value: String(ResourceType) }] : [] } }),
};
const collect = (under: Awaited<ReturnType<typeof withAnswers>>) => under.collect('aws:route53:hosted-zone', 'global');

it('reads every zone by pages of a hundred, with tags where details are asked for, and no record', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await collect(under);
  expect([end.result, resources.length]).toEqual([{ status: 'complete', isListed: true }, 122]);
  expect(under.aws.stats.byOperation).toEqual({ 'route53.ListHostedZones': 2, 'route53.ListTagsForResource': 122 });
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('example.com.')).toMatchObject({ uid: 'arn:aws:route53:::hostedzone/Z1', region: 'global', createdAt: null, tags: { team: 'hostedzone' } });
  expect(of('example.com.')?.attributes).toEqual({ zone_id: 'Z1', domain_name: 'example.com.', record_set_count: 12, is_private: false, comment: 'Shop', managed_by: null });
  expect(of('apps.local.')?.attributes).toMatchObject({ record_set_count: 2, is_private: true, comment: null, managed_by: 'servicediscovery.amazonaws.com' });
  expect(of('x0.example.')?.attributes).toMatchObject({ record_set_count: null, is_private: false });
});

it('says which permission is missing, and lists nothing where it may not', async () => {
  await using under = await withAnswers(answers);
  under.aws.setFaults([{ kind: 'deny', service: 'route53', operation: 'ListTagsForResource' }]);
  expect((await collect(under)).end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'route53:ListTagsForResource' } });
  under.aws.setFaults([{ kind: 'deny', service: 'route53' }]);
  expect(await collect(under)).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'route53:ListHostedZones' } } } });
});
