import { afterAll, beforeAll, expect, it } from 'vitest';
import { anEstate, aRole } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const roles = [
    aRole({ name: 'app', path: '/team/', lastUsedAt: '2026-06-01T10:00:00.000Z', lastUsedRegion: 'eu-west-1', policies: ['arn:aws:iam::aws:policy/B', 'arn:aws:iam::aws:policy/A'], tags: { env: 'prod' } }),
    aRole({ name: 'idle' }),
    aRole({ name: 'AWSServiceRoleForSupport', path: '/aws-service-role/support.amazonaws.com/' }),
    aRole({ name: 'AWSReservedSSO_Admin', path: '/aws-reserved/sso.amazonaws.com/eu-west-1/' }),
  ];
  under = await startAwsUnderTest({ estate: anEstate({ roles }) });
});
afterAll(() => under.close());

it('reads path, last use and policies of each role in one call, and knows those that AWS owns', async () => {
  const { resources, end } = await under.collect('aws:iam:role');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: 'arn:aws:iam::123456789012:role/team/app', name: 'app', region: 'global', createdAt: '2025-01-01T00:00:00.000Z', tags: { env: 'prod' },
      attributes: {
        role_name: 'app', path: '/team/', last_used: '2026-06-01T10:00:00.000Z', last_used_region: 'eu-west-1', is_service_linked: false,
        attached_policy_arns: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/B'], instance_profile_arns: [],
        inline_policies: [], permissions_boundary_arn: null, trusted_principals: ['ec2.amazonaws.com'], trust_policy: { Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }] },
      },
      relations: [{ kind: 'uses', uid: 'arn:aws:iam::aws:policy/A' }, { kind: 'uses', uid: 'arn:aws:iam::aws:policy/B' }],
    },
    { name: 'idle', attributes: { last_used: null, last_used_region: null, is_service_linked: false } },
    { attributes: { is_service_linked: true } },
    { attributes: { is_service_linked: true } },
  ]);
});
