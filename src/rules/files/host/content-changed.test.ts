import { expect, it } from 'vitest';
import { aHostFile, judge, verdict } from '../../../../test/judge.ts';
import { fimContentChanged } from './content-changed.ts';
import type { HostFile } from './changes.ts';
import { riskScore } from './risk-score.ts';

const tampered = (changes: string[], more: Record<string, unknown> = {}) => aHostFile({ status: 'tampered', changes: changes as never, ...more });
const edited = { sha256: 'b2'.repeat(32), size_bytes: 1310, changed_lines: 12 };
const log = { append_only: true };

it.each([
  ['that is as accepted', aHostFile(), 'pass'],
  ['with other bytes', tampered(['content', 'mtime', 'ctime'], edited), 'fail'],
  ['with other bytes and another mode', tampered(['content', 'mode', 'ctime'], edited), 'fail'],
  ['that was touched', aHostFile({ changes: ['mtime', 'ctime'] }), 'pass'],
  ['with another mode alone', tampered(['mode', 'ctime']), 'pass'],
  ['that became a folder', tampered(['type', 'inode'], { type: 'folder', sha256: null }), 'fail'],
  ['that became a link', tampered(['type', 'inode'], { type: 'symlink', sha256: null }), 'fail'],
  ['that cannot be read', aHostFile({ status: 'unreadable', changes: ['unreadable', 'mode', 'ctime'], sha256: null }), 'unknown'],
  ['that cannot be read and has another size', tampered(['unreadable', 'size', 'ctime'], { sha256: null, size_bytes: 9 }), 'fail'],
  ['that grew, as a log may', aHostFile({ changes: ['content', 'size', 'mtime', 'ctime'], ...edited, ...log }), 'pass'],
  ['that grew and got another mode', tampered(['content', 'size', 'mode', 'ctime'], { ...edited, ...log }), 'pass'],
  ['that grew by other old lines', tampered(['content', 'size', 'ctime', 'prefix'], { ...edited, ...log }), 'not_applicable'],
  ['that shrank, and is a log', tampered(['content', 'size', 'ctime', 'shrunk'], { ...edited, ...log }), 'not_applicable'],
  ['that is a log and became a link', tampered(['type', 'inode'], { type: 'symlink', sha256: null, ...log }), 'fail'],
  ['that is a folder', aHostFile({ type: 'folder', previous_type: 'folder', sha256: null, previous_sha256: null }), 'not_applicable'],
  ['that is new', aHostFile({ status: 'added', changes: ['added'], previous_type: null, previous_sha256: null }), 'not_applicable'],
  ['that is gone', aHostFile({ status: 'missing', changes: ['missing'], type: null, sha256: null }), 'not_applicable'],
  ['that was just registered', aHostFile({ status: 'registered' }), 'not_applicable'],
  ['too large to hash, and written', tampered(['content', 'mtime', 'ctime'], { sha256: null, previous_sha256: null }), 'fail'],
])('a file %s: %s', (_what, file, expected) => {
  expect(verdict(fimContentChanged, file)).toBe(expected);
});

it('tells both hashes, both sizes, the lines and the risk with its parts', () => {
  expect(judge(fimContentChanged, tampered(['content', 'size', 'mtime', 'ctime'], edited))).toMatchObject({
    summary: 'The content is not the accepted one: sha256 a1a1a1a1a1a1 → b2b2b2b2b2b2, 1,204 bytes → 1,310 bytes, 12 lines differ: risk 52.4 of 100 (high).',
    evidence: { sha256: 'b2'.repeat(32), previous_sha256: 'a1'.repeat(32), risk_score: 52.4, risk_level: 'high', risk_parts: { content: 50, changed_lines: 2.4, size: 0 } },
  });
  expect(judge(fimContentChanged, tampered(['type', 'inode'], { type: 'folder' }))).toMatchObject({ summary: 'It is a folder now, accepted was a regular file: risk 50 of 100 (high).' });
  expect(judge(fimContentChanged, tampered(['content', 'ctime'], { sha256: null, previous_sha256: null }))).toMatchObject({ summary: expect.stringContaining('sha256 unknown → unknown, 1,204 bytes: risk 50') as string });
});

it.each([
  ['nothing changed', {}, 0, 'low'],
  ['content alone', { changes: ['content'], size_bytes: 100 }, 50, 'high'],
  ['content and 75 lines', { changes: ['content'], size_bytes: 0, changed_lines: 75 }, 65, 'high'],
  ['content and more lines than count', { changes: ['content'], size_bytes: 0, changed_lines: 9000 }, 80, 'critical'],
  ['content of a large file', { changes: ['content'], size_bytes: 5_000_000_000 }, 70, 'critical'],
  ['content of 100 MiB', { changes: ['content'], size_bytes: 100 * 1024 * 1024 }, 60, 'high'],
  ['everything', { changes: ['content'], size_bytes: 5_000_000_000, changed_lines: 9000 }, 100, 'critical'],
  ['a large file with nothing changed', { size_bytes: 5_000_000_000 }, 20, 'medium'],
  ['a file that is gone', { changes: ['missing'], size_bytes: null }, 0, 'low'],
] as const)('scores %s', (_what, changes, score, level) => {
  expect(riskScore(aHostFile({ ...(changes as object) }).attributes as HostFile)).toMatchObject({ score, level });
});

it('keeps what is there as evidence, brings the accepted content back, or accepts the change', () => {
  const steps = fimContentChanged.remediation(tampered(['content'], edited));
  expect(steps.map(({ command }) => command).slice(0, 3)).toEqual(["stat -- '/etc/passwd'", `cp -aT -- '/etc/passwd' "\${EVIDENCE:?}"/'passwd'`, `cp -aT -- "\${BACKUP:?}"'/etc/passwd' '/etc/passwd'`]);
  expect(steps[2]?.undo).toBe(`cp -aT -- "\${EVIDENCE:?}"/'passwd' '/etc/passwd'`);
  expect(steps[3]).toMatchObject({ command: expect.stringMatching(/\/accept"$/) as string, permission: 'own', undo: expect.stringContaining('sha256 a1a1a1a1a1a1…') as string });
  expect(fimContentChanged.remediation(tampered(['type'], { type: 'folder' }))[1]?.command).toBe(`mv -nT -- '/etc/passwd' "\${EVIDENCE:?}"/'passwd'`);
});
