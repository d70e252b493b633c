import { expect, it } from 'vitest';
import { aFileAudit, aHostFile, judge, verdict } from '../../../../test/judge.ts';
import { fimHistoryBroken } from './history-broken.ts';
import { fimKnownBadHash } from './known-bad-hash.ts';
import { fimMassChange } from './mass-change.ts';
import { fimScheduleStalled } from './schedule-stalled.ts';

const late = { late_since: '2026-11-22T11:00:00.000Z', last_completed_at: '2026-11-22T10:55:00.000Z' };

it.each([
  ['on time', aFileAudit(), ['pass', 'pass', 'pass']],
  ['late', aFileAudit(late), ['fail', 'pass', 'pass']],
  ['stopped', aFileAudit({ is_running: false }), ['not_applicable', 'pass', 'pass']],
  ['with a hundred changed files', aFileAudit({ changed_files: 100 }), ['pass', 'pass', 'pass']],
  ['with more than a hundred changed files', aFileAudit({ changed_files: 101, changed_root: '/srv' }), ['pass', 'fail', 'pass']],
  ['with a history that was edited', aFileAudit({ history_intact: false, history_problem: 'entry 7 was changed' }), ['pass', 'pass', 'fail']],
])('an audit %s: stalled, mass change, history %s', (_what, audit, expected) => {
  expect([fimScheduleStalled, fimMassChange, fimHistoryBroken].map((rule) => verdict(rule, audit))).toEqual(expected);
});

it('tells what was due, how many changed where, and what is broken', () => {
  expect(judge(fimScheduleStalled, aFileAudit(late))).toMatchObject({ summary: 'A check was due at 2026-11-22T11:00:00.000Z and has not ended; the last one ended at 2026-11-22T10:55:00.000Z.' });
  expect(judge(fimMassChange, aFileAudit({ changed_files: 480, changed_root: '/srv' }))).toMatchObject({ summary: '480 files changed within 10 minutes, all below /srv.' });
  expect(judge(fimHistoryBroken, aFileAudit({ history_intact: false, history_problem: 'entry 7 was changed' }))).toMatchObject({ summary: 'The chain of entries is broken: entry 7 was changed.' });
});

it('knows the hashes that it was given, in either case', () => {
  const file = aHostFile({ sha256: 'ab'.repeat(32) });
  expect(verdict(fimKnownBadHash, file)).toBe('not_applicable');
  expect(verdict(fimKnownBadHash, file, { parameters: { hashes: 'cd'.repeat(32) } })).toBe('pass');
  expect(verdict(fimKnownBadHash, file, { parameters: { hashes: `x, ${'AB'.repeat(32)}` } })).toBe('fail');
  expect(verdict(fimKnownBadHash, aHostFile({ sha256: null }), { parameters: { hashes: 'ab'.repeat(32) } })).toBe('not_applicable');
});
