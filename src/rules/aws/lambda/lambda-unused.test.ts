import { expect, it } from 'vitest';
import { anAws } from '../../../../test/judge-aws.ts';
import { daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsLambdaFunction } from '../../../providers/aws/lambda/function.ts';
import { awsLambdaUnused } from './lambda-unused.ts';

const lambda = (modified: string | null = isoDaysAgo(200)) => anAws(awsLambdaFunction, { function_name: 'mail', modified_at: modified }, { createdAt: undefined });

it.each([
  ['that nothing calls', lambda(), { metrics: { calls: {} } }, 'fail'],
  ['without a point: nothing happened', lambda(), { metrics: { calls: { points: 0, coveredDays: 0 } } }, 'fail'],
  ['that something calls', lambda(), { metrics: { calls: { sum: 1 } } }, 'pass'],
  ['that was changed last month', lambda(isoDaysAgo(30)), { metrics: { calls: {} } }, 'pass'],
  ['of an unknown age, first seen last month', lambda(null), { metrics: { calls: {} }, firstSeen: daysAgo(30) }, 'pass'],
  ['whose metrics could not be read', lambda(), {}, 'unknown'],
])('a function %s: %s', (_what, resource, circumstances, expected) => {
  expect(verdict(awsLambdaUnused, resource, circumstances)).toBe(expected);
});

it('says that CloudFront counts its calls elsewhere', () => {
  expect(judge(awsLambdaUnused, lambda(), { metrics: { calls: {} } })).toMatchObject({ summary: 'Not called in 90 days, unless CloudFront runs it elsewhere.' });
});
