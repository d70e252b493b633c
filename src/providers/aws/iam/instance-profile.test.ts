import { expect, it } from 'vitest';
import { pageOfFields } from '../../../../demo/aws/modelled/answerer.ts';
import { anEstate } from '../../../../demo/aws/make.ts';
import { startAwsUnderTest } from '../../../../test/collect-aws.ts';

const profiles = [
  { InstanceProfileName: 'web', InstanceProfileId: 'AIPA1', Path: '/app/', Arn: 'arn:aws:iam::123456789012:instance-profile/app/web', CreateDate: new Date('2025-01-01T00:00:00Z'), Roles: [{ RoleName: 'web', Arn: 'arn:aws:iam::123456789012:role/app/web', Path: '/', RoleId: 'AROA1', CreateDate: new Date() }], Tags: [{ Key: 'team', Value: 'web' }] },
  ...Array.from({ length: 1000 }, (_, n) => ({ InstanceProfileName: `p${n}`, Arn: `arn:aws:iam::123456789012:instance-profile/p${n}`, InstanceProfileId: 'x', Path: '/', Roles: [], CreateDate: new Date() })),
];

it('reads each instance profile with its role, a thousand a call', async () => {
  await using under = await startAwsUnderTest({
    estate: anEstate(),
    answers: {
      'iam.ListInstanceProfiles': (input, asked) => {
        const page = pageOfFields(profiles, input, { size: 'MaxItems', token: 'Marker', next: 'Marker', list: 'InstanceProfiles' }, asked);
        return { ...page, IsTruncated: page['Marker'] !== undefined };
      },
    },
  });
  const { resources, end } = await under.collect('aws:iam:instance-profile');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 });
  expect(new Set(resources.map(({ uid }) => uid)).size).toBe(1001);
  expect(resources[0]).toMatchObject({
    uid: 'arn:aws:iam::123456789012:instance-profile/app/web', name: 'web', createdAt: '2025-01-01T00:00:00.000Z', tags: { team: 'web' }, attributes: { path: '/app/', role_arns: ['arn:aws:iam::123456789012:role/app/web'] },
    relations: [{ kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/app/web' }],
  });
  expect(resources[1]).toMatchObject({ attributes: { role_arns: [] }, relations: [] });
});
