import { expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { verdict } from '../../../../test/judge.ts';
import { awsEksCluster } from '../../../providers/aws/eks/cluster.ts';
import { awsEksExtendedSupport } from './eks-extended-support.ts';

it.each([
  // 730 h × ($0.6 − $0.1)
  ['1.29', 'EXTENDED', 'fail $365'],
  ['1.23', null, 'fail $365'],
  ['1.29', 'STANDARD', 'not_applicable'],
  ['1.35', 'EXTENDED', 'pass'],
  ['1.99', 'EXTENDED', 'unknown'],
  [null, null, 'unknown'],
  ['odd', null, 'unknown'],
])('version %s with support %s: %s', (version, support, expected) => {
  expect(verdict(awsEksExtendedSupport, anAws(awsEksCluster, { version, support_type: support }), { prices: awsPrices({ 'eks.hour': 0.1, 'eks.extended.hour': 0.6 }) })).toBe(expected);
});

it('is told of without a saving where prices are not known', () => {
  expect(verdict(awsEksExtendedSupport, anAws(awsEksCluster, { version: '1.29', support_type: null }, { region: 'nowhere' }))).toBe('fail');
});

it('passes while standard support lasts', () => {
  expect(awsEksExtendedSupport.evaluate(anAws(awsEksCluster, { version: '1.32' }), { now: new Date('2026-03-22T00:00:00Z') } as never)).toEqual({ outcome: 'pass' });
});
