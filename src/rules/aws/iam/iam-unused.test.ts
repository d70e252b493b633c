import { describe, expect, it } from 'vitest';
import { aRole, aUser, daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsIamRoleUnused } from './iam-role-unused.ts';
import { awsIamUserUnused } from './iam-user-unused.ts';

describe('a user', () => {
  it.each([
    ['that was never used', aUser(), 'fail'],
    ['whose password was used 90 days ago', aUser({ password_last_used: isoDaysAgo(90) }), 'fail'],
    ['whose password was used 89 days ago', aUser({ password_last_used: isoDaysAgo(89) }), 'pass'],
    ['whose key was used yesterday', aUser({ password_last_used: isoDaysAgo(300), key_last_used: isoDaysAgo(1) }), 'pass'],
    ['whose password was used yesterday and the key long ago', aUser({ password_last_used: isoDaysAgo(1), key_last_used: isoDaysAgo(300) }), 'pass'],
    ['that is younger than the time it has', aUser({ $: { createdAt: daysAgo(89) } }), 'pass'],
    ['of whose use nothing is known', aUser({ use_known: false, active_keys: null }), 'unknown'],
    ['that is young and of whose use nothing is known', aUser({ use_known: false, $: { createdAt: daysAgo(10) } }), 'pass'],
    ['without a date', aUser({ $: { createdAt: undefined } }), 'unknown'],
    ['without password and keys', aUser({ has_console_password: false }), 'fail'],
  ])('%s: %s', (_what, user, expected) => {
    expect(verdict(awsIamUserUnused, user)).toBe(expected);
  });

  it('is told apart by what it could still do', () => {
    expect(judge(awsIamUserUnused, aUser())).toMatchObject({ summary: `Never used since it was made on ${isoDaysAgo(500).slice(0, 10)}.` });
    expect(judge(awsIamUserUnused, aUser({ has_console_password: false }))).toMatchObject({ summary: expect.stringContaining('neither a password nor an active key') as string });
    expect(judge(awsIamUserUnused, aUser({ has_console_password: false, active_keys: 1 }))).toMatchObject({ summary: expect.not.stringContaining('neither') as string });
    expect(judge(awsIamUserUnused, aUser({ key_last_used: isoDaysAgo(100), password_last_used: isoDaysAgo(200) }))).toMatchObject({ summary: 'Last used on 2026-08-14.', evidence: { active_keys: 0, mfa_active: false } });
  });

  it('names the permissions that would tell', () => {
    expect(judge(awsIamUserUnused, aUser({ use_known: false }))).toMatchObject({ reason: expect.stringContaining('iam:GenerateCredentialReport') as string });
  });
});

describe('a role', () => {
  it.each([
    ['that nothing assumed', aRole(), 'fail'],
    ['that was assumed 90 days ago', aRole({ last_used: isoDaysAgo(90) }), 'fail'],
    ['that was assumed 89 days ago', aRole({ last_used: isoDaysAgo(89) }), 'pass'],
    ['that is younger than the time it has', aRole({ $: { createdAt: daysAgo(89) } }), 'pass'],
    ['that AWS owns', aRole({ is_service_linked: true }), 'not_applicable'],
    ['that nothing assumed, made nobody knows when', aRole({ $: { createdAt: undefined } }), 'unknown'],
    ['that was assumed 90 days ago, made nobody knows when', aRole({ last_used: isoDaysAgo(90), $: { createdAt: undefined } }), 'fail'],
  ])('%s: %s', (_what, role, expected) => {
    expect(verdict(awsIamRoleUnused, role)).toBe(expected);
  });

  it('is not called never used where AWS has only forgotten', () => {
    expect(judge(awsIamRoleUnused, aRole())).toMatchObject({ summary: 'Not used in the 400 days that AWS remembers.' });
  });

  it('loses its rights first, then its policies, then itself', () => {
    const steps = awsIamRoleUnused.remediation(aRole({ attached_policy_arns: ['arn:aws:iam::aws:policy/A'], $: { name: 'app' } }));
    expect(steps.map(({ permission }) => permission)).toEqual(['iam:PutRolePermissionsBoundary', 'iam:DetachRolePolicy', 'iam:DeleteRole']);
    expect(steps[1]).toMatchObject({ command: 'aws iam detach-role-policy --role-name app --policy-arn arn:aws:iam::aws:policy/A', undo: expect.stringContaining('attach-role-policy') as string });
  });
});
