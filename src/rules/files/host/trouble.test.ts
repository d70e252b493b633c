import { expect, it } from 'vitest';
import { aHostFile, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { fimMtimeBackdated } from './mtime-backdated.ts';
import { fimSymlinkEscape } from './symlink-escape.ts';
import { fimUnreadable } from './unreadable.ts';

const tampered = (changes: string[], more: Record<string, unknown> = {}) => aHostFile({ status: 'tampered', changes: changes as never, ...more });
const hidden = aHostFile({ status: 'unreadable', changes: ['unreadable', 'mode', 'ctime'], mode: '0000', sha256: null });
const aLink = { type: 'symlink', previous_type: 'symlink', sha256: null, previous_sha256: null, link_target: '/etc/shadow', previous_link_target: 'mine' } as const;
const backdated = { modified_at: isoDaysAgo(400) };

it.each([
  ['as accepted', aHostFile(), ['pass', 'not_applicable', 'pass']],
  ['with its time set back', tampered(['mtime-backdated', 'ctime'], backdated), ['fail', 'not_applicable', 'pass']],
  ['with other content and its old time', tampered(['content', 'mtime-backdated', 'ctime'], { sha256: 'b2'.repeat(32) }), ['fail', 'not_applicable', 'pass']],
  ['with a later time', aHostFile({ changes: ['mtime', 'ctime'], modified_at: isoDaysAgo(1) }), ['pass', 'not_applicable', 'pass']],
  ['that is a log, grew, and has its time set back', tampered(['content', 'size', 'mtime-backdated'], { ...backdated, append_only: true }), ['fail', 'not_applicable', 'pass']],
  ['that cannot be read', hidden, ['pass', 'not_applicable', 'fail']],
  ['that never could be read', aHostFile({ status: 'unreadable', changes: [], sha256: null, previous_sha256: null }), ['pass', 'not_applicable', 'fail']],
  ['that cannot be read and has another size', tampered(['unreadable', 'size']), ['pass', 'not_applicable', 'fail']],
  ['that is a link inside', aHostFile({ ...aLink, link_target: 'mine' }), ['pass', 'pass', 'pass']],
  ['that is a link, and leads out now', tampered(['target', 'inode', 'symlink-escape'], aLink), ['pass', 'fail', 'pass']],
  ['that became a link out', tampered(['type', 'symlink-escape'], { ...aLink, previous_type: 'file' }), ['pass', 'fail', 'pass']],
  ['that is new and leads out', aHostFile({ ...aLink, status: 'added', changes: ['added', 'symlink-escape'], previous_type: null, previous_link_target: null }), ['not_applicable', 'fail', 'not_applicable']],
  ['that is gone', aHostFile({ status: 'missing', changes: ['missing'], type: null }), ['not_applicable', 'not_applicable', 'not_applicable']],
])('a file %s: time, link, reading %s', (_what, file, expected) => {
  expect([fimMtimeBackdated, fimSymlinkEscape, fimUnreadable].map((rule) => verdict(rule, file))).toEqual(expected);
});

it('tells both times, and whether the content is another', () => {
  expect(judge(fimMtimeBackdated, tampered(['mtime-backdated'], backdated))).toMatchObject({ summary: `The modification time went back from ${isoDaysAgo(30)} to ${isoDaysAgo(400)}.` });
  expect(judge(fimMtimeBackdated, tampered(['content', 'mtime-backdated'], { sha256: 'b2'.repeat(32) }))).toMatchObject({ summary: `The modification time stayed ${isoDaysAgo(30)}, while the content changed.` });
});

it('tells where a link leads, and led', () => {
  expect(judge(fimSymlinkEscape, tampered(['target', 'symlink-escape'], aLink))).toMatchObject({ summary: 'It leads to /etc/shadow, before to mine, outside of what is watched.' });
});

it('tells why a file may have become unreadable', () => {
  expect(judge(fimUnreadable, hidden)).toMatchObject({ summary: 'The service may not or cannot read it, so its content is not compared; its mode went from 0644 to 0000.' });
});

const first = (rule: typeof fimUnreadable, file: ReturnType<typeof aHostFile>): string | undefined => rule.remediation(file)[1]?.command;
it('goes back the way it came', () => {
  expect(first(fimMtimeBackdated, tampered(['mtime-backdated'], backdated))).toBe(`touch -hmd ${isoDaysAgo(30)} -- '/etc/passwd'`);
  expect(first(fimMtimeBackdated, tampered(['content', 'mtime-backdated'], backdated))).toMatch(/^cp -aT/);
  expect(first(fimUnreadable, hidden)).toBe("chmod 0644 -- '/etc/passwd'");
  expect(first(fimUnreadable, aHostFile({ status: 'unreadable', changes: ['unreadable'] }))).toBe(`setfacl -m u:"\${ROUNDSMAN_USER:?}":r -- '/etc/passwd'`);
  expect(first(fimSymlinkEscape, tampered(['target', 'symlink-escape'], aLink))).toBe("ln -sfnT -- 'mine' '/etc/passwd'");
  expect(first(fimSymlinkEscape, tampered(['type', 'symlink-escape'], { ...aLink, previous_type: 'file', previous_link_target: null }))).toMatch(/^mv -nT/);
  expect(first(fimSymlinkEscape, aHostFile({ ...aLink, status: 'added', changes: ['added', 'symlink-escape'], previous_type: null }))).toMatch(/^mv -nT/);
});
