import { describe, expect, it } from 'vitest';
import { aKey, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsIamKeyUnusedActive } from './iam-key-unused-active.ts';
import { awsIamKeyUnusedInactive } from './iam-key-unused-inactive.ts';

const inactive = (parts: Parameters<typeof aKey>[0] = {}) => aKey({ is_active: false, ...parts });

it.each([
  ['active, never used, old', aKey(), 'fail', 'not_applicable'],
  ['active, never used, made 89 days ago', aKey({ created_at: isoDaysAgo(89) }), 'pass', 'not_applicable'],
  ['active, never used, made 90 days ago', aKey({ created_at: isoDaysAgo(90) }), 'fail', 'not_applicable'],
  ['active, used yesterday', aKey({ last_used: isoDaysAgo(1) }), 'pass', 'not_applicable'],
  ['active, used 90 days ago', aKey({ last_used: isoDaysAgo(90) }), 'fail', 'not_applicable'],
  ['inactive, never used, old', inactive(), 'not_applicable', 'fail'],
  ['inactive, used yesterday', inactive({ last_used: isoDaysAgo(1) }), 'not_applicable', 'pass'],
  ['active, never used, made nobody knows when', aKey({ created_at: null }), 'unknown', 'not_applicable'],
  ['inactive, never used, made nobody knows when', inactive({ created_at: null }), 'not_applicable', 'unknown'],
  ['active, used 90 days ago, made nobody knows when', aKey({ created_at: null, last_used: isoDaysAgo(90) }), 'fail', 'not_applicable'],
])('a key that is %s: %s and %s', (_what, key, ofActive, ofInactive) => {
  expect([verdict(awsIamKeyUnusedActive, key), verdict(awsIamKeyUnusedInactive, key)]).toEqual([ofActive, ofInactive]);
});

describe('what is said of it', () => {
  it('is a high risk while it is active and a low one while it is not', () => {
    expect(judge(awsIamKeyUnusedActive, aKey({ last_used: isoDaysAgo(100), last_used_service: 's3' }))).toMatchObject({ risk: 'High', summary: 'Last used on 2026-08-14 for s3.', evidence: { status: 'Active', user: 'ada' } });
    expect(judge(awsIamKeyUnusedInactive, inactive({ created_at: isoDaysAgo(100) }))).toMatchObject({ risk: 'Low', summary: 'Never used since it was made on 2026-08-14.', evidence: { status: 'Inactive', last_used: null } });
  });

  it('costs nothing', () => {
    expect(judge(awsIamKeyUnusedActive, aKey())).not.toHaveProperty('saving');
  });

  it('is switched off before it is deleted', () => {
    expect(awsIamKeyUnusedActive.remediation(aKey()).map(({ permission }) => permission)).toEqual(['iam:UpdateAccessKey', 'iam:DeleteAccessKey']);
    expect(awsIamKeyUnusedInactive.remediation(inactive()).map(({ permission }) => permission)).toEqual(['iam:DeleteAccessKey']);
  });
});

it('follows the days that a person set', () => {
  expect(verdict(awsIamKeyUnusedActive, aKey({ last_used: isoDaysAgo(31) }), { parameters: { days: 30 } })).toBe('fail');
  expect(verdict(awsIamKeyUnusedActive, aKey({ last_used: isoDaysAgo(200) }), { parameters: { days: 365 } })).toBe('pass');
});
