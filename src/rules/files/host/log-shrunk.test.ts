import { expect, it } from 'vitest';
import { aHostFile, judge, verdict } from '../../../../test/judge.ts';
import { fimLogShrunk } from './log-shrunk.ts';

const aLog = (changes: string[], more: Record<string, unknown> = {}) => aHostFile({ append_only: true, status: 'tampered', changes: changes as never, sha256: 'b2'.repeat(32), ...more });

it.each([
  ['as accepted', aHostFile({ append_only: true }), 'pass'],
  ['that grew', aLog(['content', 'size', 'mtime', 'ctime'], { status: 'verified', size_bytes: 5000 }), 'pass'],
  ['that lost its last lines', aLog(['content', 'size', 'mtime', 'ctime', 'shrunk'], { size_bytes: 200 }), 'fail'],
  ['that was emptied', aLog(['content', 'size', 'mtime', 'ctime', 'shrunk'], { size_bytes: 0 }), 'fail'],
  ['that grew, with an old line edited', aLog(['content', 'size', 'mtime', 'ctime', 'prefix'], { size_bytes: 5000 }), 'fail'],
  ['of the same size with an old line edited', aLog(['content', 'mtime', 'ctime', 'prefix']), 'fail'],
  ['with another mode alone', aLog(['mode', 'ctime']), 'pass'],
  ['that cannot be read', aLog(['unreadable', 'ctime'], { status: 'unreadable', sha256: null }), 'unknown'],
  ['that shrank and cannot be read', aLog(['unreadable', 'size', 'ctime', 'shrunk'], { sha256: null, size_bytes: 3 }), 'fail'],
  ['that is gone', aLog(['missing'], { status: 'missing', type: null }), 'not_applicable'],
  ['that was rotated: the name goes on with a new file', aLog(['inode'], { status: 'verified' }), 'pass'],
  ['that became a folder', aLog(['type'], { type: 'folder' }), 'not_applicable'],
  ['that is no log', aHostFile({ status: 'tampered', changes: ['content', 'size', 'ctime'] }), 'not_applicable'],
])('a log %s: %s', (_what, file, expected) => {
  expect(verdict(fimLogShrunk, file)).toBe(expected);
});

it('tells how much was lost, or that old lines are others', () => {
  expect(judge(fimLogShrunk, aLog(['content', 'size', 'shrunk'], { size_bytes: 200 }))).toMatchObject({ summary: 'It lost 1,004 bytes: 1,204 bytes were accepted, 200 are left.', evidence: { size_bytes: 200, previous_size_bytes: 1204 } });
  expect(judge(fimLogShrunk, aLog(['content', 'prefix']))).toMatchObject({ summary: 'The 1,204 bytes that it held are others now: their sha256 is not a1a1a1a1a1a1 any more.' });
});

it('lets it only grow from then on', () => {
  expect(fimLogShrunk.severity).toBe('critical');
  expect(fimLogShrunk.remediation(aLog(['shrunk'])).find(({ command }) => command.startsWith('chattr'))).toEqual({ command: "chattr +a -- '/etc/passwd'", undo: "chattr -a -- '/etc/passwd'", permission: 'root' });
});
