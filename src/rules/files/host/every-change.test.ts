import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aHostFile, judge } from '../../../../test/judge.ts';
import { judgeRecords } from '../../../providers/files/compare.ts';
import { type FileRecord, fileTypes } from '../../../providers/files/record.ts';
import { rules } from '../../index.ts';

const fim = [...rules.values()].filter(({ resourceType }) => resourceType === 'files:host:file');

/** Few values each, so that two records are often alike in a field. */
const aRecord: fc.Arbitrary<FileRecord> = fc
  .record({
    type: fc.constantFrom(...fileTypes),
    state: fc.constantFrom('ok' as const, 'ok' as const, 'unreadable' as const),
    ino: fc.constantFrom(1n, 1n, 2n),
    mode: fc.constantFrom(0o644, 0o644, 0o755),
    links: fc.constantFrom(1, 1, 2),
    uid: fc.constantFrom(0, 0, 7),
    gid: fc.constantFrom(0, 0, 7),
    size: fc.constantFrom(10, 10, 20),
    mtimeNs: fc.constantFrom(1000n, 1000n, 2000n),
    ctimeNs: fc.constantFrom(1000n, 2000n),
    content: fc.constantFrom('a', 'a', 'b', null),
    target: fc.constantFrom('x', 'x', 'y'),
    extended: fc.constantFrom('e', 'e', 'f', null),
  })
  .map(({ content, target, extended, ...rest }) => ({
    ...rest,
    name: Buffer.from('name'),
    dev: 1n,
    hashedAtMs: 0,
    sha256: rest.type === 'file' && rest.state === 'ok' && content !== null ? Buffer.alloc(32, content) : null,
    target: rest.type === 'symlink' ? Buffer.from(target) : null,
    extended: extended === null ? null : Buffer.alloc(16, extended),
  }));

const asFile = (before: FileRecord | null, after: FileRecord | null, { changes, status }: ReturnType<typeof judgeRecords>, mode: string) =>
  aHostFile({
    status, changes, append_only: mode === 'append_only', type: after?.type ?? null, previous_type: before?.type ?? null, sha256: after?.sha256?.toString('hex') ?? null, previous_sha256: before?.sha256?.toString('hex') ?? null,
    size_bytes: after?.size ?? null, previous_size_bytes: before?.size ?? null,
  });

it('is flagged by some rule exactly where the comparison says that a file is not as accepted', () => {
  fc.assert(
    fc.property(fc.option(aRecord, { freq: 8 }), fc.option(aRecord, { freq: 8 }), fc.constantFrom('standard' as const, 'append_only' as const), fc.boolean(), (before, after, mode, isPrefixKept) => {
      const judged = judgeRecords(before, after, mode, { prefixSha256: isPrefixKept ? (before?.sha256 ?? null) : null });
      const file = asFile(before, after, judged, mode);
      const flagged = fim.filter((rule) => judge(rule, file).outcome === 'fail').map(({ id }) => id);
      expect({ judged, isFlagged: flagged.length > 0 }).toEqual({ judged, isFlagged: judged.status !== 'verified' });
      for (const rule of fim) expect(rule.remediation(file).every(({ command, undo }) => !/undefined|null|NaN/.test(command + undo))).toBe(true);
    }),
    { numRuns: 5000, seed: 7 },
  );
});

it('never gives an all-clear about content that cannot be read', () => {
  const unreadable = aHostFile({ status: 'unreadable', changes: ['unreadable'], sha256: null });
  expect(fim.filter((rule) => rule.id === 'fim-content-changed' || rule.id === 'fim-unreadable').map((rule) => judge(rule, unreadable).outcome)).toEqual(['unknown', 'fail']);
});
