import { expect, it } from 'vitest';
import { pageOfFields } from '../../../../demo/aws/modelled/answerer.ts';
import { anEstate } from '../../../../demo/aws/make.ts';
import { startAwsUnderTest } from '../../../../test/collect-aws.ts';

const version = (VersionId: string, Action: string, IsDefaultVersion: boolean) => ({ VersionId, IsDefaultVersion, Document: encodeURIComponent(JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: '*' } })) });
const policies = [
  { PolicyName: 'admin', PolicyId: 'ANPA1', Arn: 'arn:aws:iam::123456789012:policy/team/admin', Path: '/team/', DefaultVersionId: 'v2', AttachmentCount: 3, PermissionsBoundaryUsageCount: 1, CreateDate: new Date('2025-01-01T00:00:00Z'), UpdateDate: new Date('2025-02-01T00:00:00Z'), PolicyVersionList: [version('v1', 's3:*', false), version('v2', '*', true)] },
  { PolicyName: 'bare', Arn: 'arn:aws:iam::123456789012:policy/bare' },
  ...Array.from({ length: 1200 }, (_, n) => ({ PolicyName: `p${n}`, Arn: `arn:aws:iam::123456789012:policy/p${n}`, PolicyVersionList: [version('v1', 'x', true)] })),
];

it("reads the account's own policies, with the document in force, a thousand a call", async () => {
  const asked: unknown[] = [];
  await using under = await startAwsUnderTest({
    estate: anEstate(),
    answers: {
      'iam.GetAccountAuthorizationDetails': (input, by) => {
        asked.push(input['Filter']);
        const page = pageOfFields(policies, input, { size: 'MaxItems', token: 'Marker', next: 'Marker', list: 'Policies' }, by);
        return { ...page, IsTruncated: page['Marker'] !== undefined };
      },
    },
  });
  const { resources, end } = await under.collect('aws:iam:policy');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 });
  expect(asked).toEqual([['LocalManagedPolicy'], ['LocalManagedPolicy']]);
  expect(new Set(resources.map(({ uid }) => uid)).size).toBe(1202);
  expect(resources[0]).toMatchObject({
    uid: 'arn:aws:iam::123456789012:policy/team/admin', name: 'admin', createdAt: '2025-01-01T00:00:00.000Z',
    attributes: { path: '/team/', updated_at: '2025-02-01T00:00:00.000Z', default_version: 'v2', attachment_count: 3, permissions_boundary_count: 1, document: { Statement: { Action: '*' } } },
  });
  expect(resources[1]?.attributes).toMatchObject({ path: '/', description: null, created_at: null, attachment_count: null, permissions_boundary_count: null, document: null });
});
