import { expect, it } from 'vitest';
import { anEstate } from '../../../../demo/aws/make.ts';
import { startAwsUnderTest } from '../../../../test/collect-aws.ts';

const document = encodeURIComponent('{"Statement":[{"Effect":"Allow","Action":["s3:Put","s3:Get"],"Resource":"*"}]}');
const answer = {
  UserDetailList: ['ada', 'eve'].map((UserName) => ({ UserName, Arn: `arn:aws:iam::123456789012:user/${UserName}`, GroupList: UserName === 'ada' ? ['ops', 'idle'] : ['ops'] })),
  GroupDetailList: [
    {
      GroupName: 'ops', GroupId: 'AGPA1', Path: '/team/', Arn: 'arn:aws:iam::123456789012:group/team/ops', CreateDate: new Date('2025-01-01T00:00:00Z'),
      AttachedManagedPolicies: [{ PolicyName: 'B', PolicyArn: 'arn:aws:iam::aws:policy/B' }, { PolicyName: 'A', PolicyArn: 'arn:aws:iam::123456789012:policy/A' }], GroupPolicyList: [{ PolicyName: 'own', PolicyDocument: document }],
    },
    { GroupName: 'empty', Arn: 'arn:aws:iam::123456789012:group/empty' },
  ],
  RoleDetailList: [], Policies: [], IsTruncated: false,
};

it('reads members and policies of each group, from the call that answers for users too', async () => {
  await using under = await startAwsUnderTest({ estate: anEstate(), answers: { 'iam.GetAccountAuthorizationDetails': () => answer } });
  const collector = under.collector();
  const { resources, end } = await under.collect('aws:iam:group', 'global', { collector });
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: 'arn:aws:iam::123456789012:group/team/ops', name: 'ops', region: 'global', createdAt: '2025-01-01T00:00:00.000Z',
      attributes: { group_id: 'AGPA1', path: '/team/', members: 2, attached_policy_arns: ['arn:aws:iam::123456789012:policy/A', 'arn:aws:iam::aws:policy/B'], inline_policies: [{ name: 'own', document: { Statement: [{ Action: ['s3:Get', 's3:Put'] }] } }] },
      relations: [{ kind: 'uses', uid: 'arn:aws:iam::123456789012:policy/A' }, { kind: 'uses', uid: 'arn:aws:iam::aws:policy/B' }],
    },
    { name: 'empty', createdAt: null, attributes: { path: '/', members: 0, attached_policy_arns: [], inline_policies: [] }, relations: [] },
  ]);
  const users = await under.collect('aws:iam:user', 'global', { collector });
  // The group that went away between the pages has no name of its own any more.
  expect(users.resources.map(({ relations }) => relations)).toEqual([[{ kind: 'member-of', uid: 'arn:aws:iam::123456789012:group/team/ops' }], [{ kind: 'member-of', uid: 'arn:aws:iam::123456789012:group/team/ops' }]]);
  expect(under.aws.stats.byOperation['iam.GetAccountAuthorizationDetails']).toBe(1);
});
