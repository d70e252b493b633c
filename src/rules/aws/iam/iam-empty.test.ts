import { expect, it } from 'vitest';
import { anAws } from '../../../../test/judge-aws.ts';
import { daysAgo, verdict } from '../../../../test/judge.ts';
import { awsIamGroup } from '../../../providers/aws/iam/group.ts';
import { awsIamPolicy } from '../../../providers/aws/iam/policy.ts';
import { awsIamGroupEmpty } from './iam-group-empty.ts';
import { awsIamPolicyUnattached } from './iam-policy-unattached.ts';

const uses = (attachment_count: number | null, permissions_boundary_count: number | null = 0) => ({ attachment_count, permissions_boundary_count });

it.each([
  ['attached to nothing', anAws(awsIamPolicy, uses(0)), {}, 'fail'],
  ['of which AWS does not say how many have it', anAws(awsIamPolicy, uses(null)), {}, 'unknown'],
  ['of which AWS does not say whose boundary it is', anAws(awsIamPolicy, uses(0, null)), {}, 'unknown'],
  ['attached to a role', anAws(awsIamPolicy, { attachment_count: 1 }), {}, 'pass'],
  ['that is a boundary', anAws(awsIamPolicy, { permissions_boundary_count: 1 }), {}, 'pass'],
  ['made last month', anAws(awsIamPolicy, {}, { createdAt: daysAgo(30) }), { firstSeen: daysAgo(30) }, 'pass'],
  ['of an unknown day, first seen long ago', anAws(awsIamPolicy, uses(0), { createdAt: undefined }), {}, 'fail'],
])('a policy %s: %s', (_what, policy, circumstances, expected) => {
  expect(verdict(awsIamPolicyUnattached, policy, circumstances)).toBe(expected);
});

it.each([
  ['without members', anAws(awsIamGroup), {}, 'fail'],
  // Members are counted over the users that come in the same answer: there is no group of which they are not known.
  ['of an unknown day, first seen long ago', anAws(awsIamGroup, { created_at: null }, { createdAt: undefined }), {}, 'fail'],
  ['with a member', anAws(awsIamGroup, { members: 1 }), {}, 'pass'],
  ['made last month', anAws(awsIamGroup, {}, { createdAt: daysAgo(30) }), { firstSeen: daysAgo(30) }, 'pass'],
])('a group %s: %s', (_what, group, circumstances, expected) => {
  expect(verdict(awsIamGroupEmpty, group, circumstances)).toBe(expected);
});

it('takes the policies off a group before it goes', () => {
  const steps = awsIamGroupEmpty.remediation(anAws(awsIamGroup, { group_name: 'ops', attached_policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], inline_policies: [{ name: 'own', document: null }] }));
  expect(steps.map(({ permission }) => permission)).toEqual(['iam:DetachGroupPolicy', 'iam:DeleteGroupPolicy', 'iam:DeleteGroup']);
});
