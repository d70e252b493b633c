import type { UserDetail } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aKey, anEstate, aUser } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';
import type { AwsListContext } from '../define.ts';
import { awsIamUser } from './user.ts';
import { usesOfUsers } from './user-use.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const users = [
    aUser({ name: 'ada', hasPassword: true, hasMfa: true, passwordLastUsedAt: '2026-06-01T10:00:00.000Z', groups: ['ops', 'admins'], policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], tags: { team: 'core' } }),
    aUser({
      name: 'ci', path: '/service/', keys: [
        aKey({ id: 'AKIA0000000000000001', lastUsedAt: '2026-04-01T00:00:00.000Z', createdAt: '2025-01-01T00:00:00.000Z' }),
        aKey({ id: 'AKIA0000000000000002', isActive: false, lastUsedAt: '2026-05-01T00:00:00.000Z', createdAt: '2025-02-01T00:00:00.000Z' }),
      ],
    }),
    aUser({ name: 'never', hasPassword: true, createdAt: '2024-05-06T07:08:09.000Z' }),
  ];
  under = await startAwsUnderTest({ estate: anEstate({ users }), now: new Date('2026-07-01T00:00:00Z') });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});
const complete = { status: 'complete', isListed: true };

describe('with the credential report', () => {
  it('reads use, password and second factor of all users in four calls', async () => {
    const { resources, end } = await under.collect('aws:iam:user');
    expect(end.result).toEqual(complete);
    expect(resources).toMatchObject([
      {
        uid: 'arn:aws:iam::123456789012:user/ada', name: 'ada', region: 'global', tags: { team: 'core' }, createdAt: '2025-01-01T00:00:00.000Z',
        attributes: {
          user_name: 'ada', path: '/', group_names: ['admins', 'ops'], attached_policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], has_console_password: true, password_last_used: '2026-06-01T10:00:00.000Z',
          mfa_active: true, active_keys: 0, inactive_keys: 0, key_last_used: null, use_known: true,
        },
      },
      { uid: 'arn:aws:iam::123456789012:user/service/ci', attributes: { path: '/service/', has_console_password: false, password_last_used: null, active_keys: 1, inactive_keys: 1, key_last_used: '2026-05-01T00:00:00.000Z' } },
      { createdAt: '2024-05-06T07:08:09.000Z', attributes: { has_console_password: true, password_last_used: null, mfa_active: false } },
    ]);
    expect(under.aws.stats.byOperation).toEqual({ 'iam.GetAccountAuthorizationDetails': 1, 'iam.GenerateCredentialReport': 2, 'iam.GetCredentialReport': 1 });
    expect(under.aws.stats.mutations).toEqual([]);
  });

  it('says nothing of the use of a user that is younger than the report', async () => {
    const user = { UserName: 'new', Arn: 'arn:aws:iam::123456789012:user/new' } as UserDetail;
    const source = { kind: 'report' as const, rows: new Map(), generatedAt: new Date() };
    const uses: unknown[] = [];
    for await (const { use } of usesOfUsers([user], source, {} as AwsListContext)) uses.push(use);
    expect(uses).toEqual([undefined]);
    expect(awsIamUser.normalise({ user, use: undefined }, { account: '123456789012', region: 'global', partition: 'aws', arn: () => '' }).attributes).toMatchObject({ use_known: false, password_last_used: null, active_keys: null });
  });
});

describe('without the permission to make the credential report', () => {
  beforeEach(() => under.aws.setFaults([{ kind: 'deny', operation: 'GenerateCredentialReport' }]));

  it('asks user by user, and says what is missing', async () => {
    const { resources, end } = await under.collect('aws:iam:user');
    expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { code: 'AWS_ACCESS_DENIED', permission: 'iam:GenerateCredentialReport' } });
    expect(resources.map(({ attributes }) => attributes).sort((a, b) => String(a['user_name']).localeCompare(String(b['user_name'])))).toMatchObject([
      { user_name: 'ada', has_console_password: true, password_last_used: '2026-06-01T10:00:00.000Z', mfa_active: null, active_keys: 0, use_known: true },
      { user_name: 'ci', has_console_password: false, active_keys: 1, inactive_keys: 1, key_last_used: '2026-05-01T00:00:00.000Z', use_known: true },
      { user_name: 'never', has_console_password: true, password_last_used: null, use_known: true },
    ]);
    expect(under.aws.stats.byOperation).toMatchObject({ 'iam.ListUsers': 1, 'iam.ListAccessKeys': 3, 'iam.GetAccessKeyLastUsed': 2, 'iam.GetLoginProfile': 3 });
  });

  it('does not take a password as never used that it could not read about', async () => {
    under.aws.setFaults([{ kind: 'deny', operation: 'GenerateCredentialReport' }, { kind: 'deny', operation: 'ListUsers' }]);
    const { resources, end } = await under.collect('aws:iam:user');
    expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'iam:GenerateCredentialReport', message: expect.stringContaining('1 more') as string } });
    expect(resources.map(({ attributes }) => [attributes['use_known'], attributes['active_keys'], attributes['password_last_used']])).toEqual([[false, null, null], [false, null, null], [false, null, null]]);
  });

  it('keeps the others where one user cannot be asked about', async () => {
    under.aws.setFaults([{ kind: 'deny', operation: 'GetCredentialReport' }, { kind: 'deny', operation: 'GetLoginProfile', times: 1 }]);
    const { resources } = await under.collect('aws:iam:user');
    expect(resources.filter(({ attributes }) => attributes['use_known'] === true)).toHaveLength(2);
    expect(resources).toHaveLength(3);
  });
});

it('names the permission that the list of users and roles needs', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'GetAccountAuthorizationDetails' }]);
  for (const type of ['aws:iam:user', 'aws:iam:role', 'aws:iam:access-key']) {
    const { resources, end } = await under.collect(type);
    expect([type, resources, end.result]).toMatchObject([type, [], { status: 'denied', isListed: false, error: { code: 'AWS_ACCESS_DENIED', permission: 'iam:GetAccountAuthorizationDetails' } }]);
  }
});
