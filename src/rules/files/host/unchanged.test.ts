import { expect, it } from 'vitest';
import { aHostFile, judge, verdict } from '../../../../test/judge.ts';
import { fimUnchanged } from './unchanged.ts';

it('tells a file that is meant to change and has not, and no other', () => {
  expect(verdict(fimUnchanged, aHostFile())).toBe('not_applicable');
  expect(judge(fimUnchanged, aHostFile({ unchanged_for_days: 9 }))).toMatchObject({ outcome: 'fail', summary: 'Nothing in it has changed for 9 days.' });
});
