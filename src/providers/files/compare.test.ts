import { describe, expect, it } from 'vitest';
import { type ChangeKind, compareRecords, judgeRecords, statusOf } from './compare.ts';
import type { FileRecord } from './record.ts';

const file: FileRecord = { name: Buffer.from('a'), type: 'file', dev: 1n, ino: 2n, mode: 0o644, links: 1, uid: 3, gid: 4, size: 10, mtimeNs: 1000n, ctimeNs: 1000n, sha256: Buffer.alloc(32, 1), hashedAtMs: 9, target: null, state: 'ok', extended: null };
const folder: FileRecord = { ...file, type: 'folder', sha256: null };
const other = Buffer.alloc(32, 2);

const table: [string, FileRecord | null, FileRecord | null, ChangeKind[], string][] = [
  ['nothing', file, { ...file }, [], 'verified'],
  ['new', null, file, ['added'], 'added'],
  ['gone', file, null, ['missing'], 'missing'],
  ['content', file, { ...file, sha256: other, mtimeNs: 2000n, ctimeNs: 2000n }, ['content', 'mtime', 'ctime'], 'tampered'],
  ['content, mtime kept', file, { ...file, sha256: other, ctimeNs: 2000n }, ['content', 'mtime-backdated', 'ctime'], 'tampered'],
  ['content within one tick of the clock', file, { ...file, sha256: other }, ['content'], 'tampered'],
  ['mtime back', file, { ...file, mtimeNs: 1n, ctimeNs: 2000n }, ['mtime-backdated', 'ctime'], 'tampered'],
  ['a touch', file, { ...file, mtimeNs: 2000n, ctimeNs: 2000n }, ['mtime', 'ctime'], 'verified'],
  ['ctime alone', file, { ...file, ctimeNs: 2000n }, ['ctime'], 'verified'],
  ['an access list', { ...file, extended: Buffer.alloc(16) }, { ...file, ctimeNs: 2000n, extended: Buffer.alloc(16, 1) }, ['ctime', 'extended'], 'tampered'],
  ['an access list that was not known', file, { ...file, extended: Buffer.alloc(16, 1) }, [], 'verified'],
  ['another file of the same bytes', file, { ...file, ino: 9n, mtimeNs: 2000n, ctimeNs: 2000n }, ['inode', 'mtime', 'ctime'], 'verified'],
  ['unreadable', file, { ...file, mode: 0, ctimeNs: 2000n, sha256: null, state: 'unreadable' }, ['mode', 'ctime', 'unreadable'], 'unreadable'],
  ['unreadable and of another size', file, { ...file, size: 11, sha256: null, state: 'unreadable' }, ['size', 'unreadable'], 'tampered'],
  ['unreadable as before', { ...file, sha256: null, state: 'unreadable' }, { ...file, sha256: null, state: 'unreadable' }, [], 'verified'],
  ['unreadable as before, but written', { ...file, sha256: null, state: 'unreadable' }, { ...file, ctimeNs: 2000n, mtimeNs: 2000n, sha256: null, state: 'unreadable' }, ['mtime', 'ctime', 'unreadable'], 'unreadable'],
  ['readable at last', { ...file, sha256: null, state: 'unreadable' }, file, [], 'verified'],
  ['too large to hash, written', { ...file, sha256: null }, { ...file, sha256: null, mtimeNs: 2000n, ctimeNs: 2000n }, ['content', 'mtime', 'ctime'], 'tampered'],
  ['too large to hash, as it was', { ...file, sha256: null }, { ...file, sha256: null }, [], 'verified'],
  ['a folder with other entries', folder, { ...folder, size: 11, links: 5, mtimeNs: 1n, ctimeNs: 2000n }, [], 'verified'],
  ['a folder of somebody else', folder, { ...folder, uid: 9, gid: 9 }, ['owner', 'group'], 'tampered'],
  ['another device number', { ...file, type: 'block-device', sha256: null }, { ...file, type: 'block-device', sha256: null, size: 11 }, ['size'], 'tampered'],
  ['a pipe in use', { ...file, type: 'fifo', sha256: null }, { ...file, type: 'fifo', sha256: null, mtimeNs: 5n, ctimeNs: 2000n }, [], 'verified'],
];

describe('two states of an entry', () => {
  it.each(table)('%s', (_, before, after, changes, status) => {
    expect(compareRecords(before, after)).toEqual(changes);
    expect(statusOf(changes, 'standard')).toBe(status);
  });
});

describe('a log', () => {
  const grown = { ...file, size: 20, sha256: other, mtimeNs: 2000n, ctimeNs: 2000n };
  it('may grow, as long as what it held is still there', () => {
    expect(judgeRecords(file, grown, 'append_only', { prefixSha256: file.sha256 })).toEqual({ changes: ['content', 'size', 'mtime', 'ctime'], status: 'verified' });
    expect(judgeRecords(file, grown, 'append_only', { prefixSha256: other }).changes).toContain('prefix');
    expect(judgeRecords(file, grown, 'append_only', { prefixSha256: other }).status).toBe('tampered');
    expect(judgeRecords(file, grown, 'standard').status).toBe('tampered');
  });

  it('may not shrink, be rewritten in its size, or change its owner', () => {
    expect(judgeRecords(file, { ...grown, size: 5 }, 'append_only')).toEqual({ changes: ['content', 'size', 'mtime', 'ctime', 'shrunk'], status: 'tampered' });
    expect(judgeRecords(file, { ...grown, size: 10 }, 'append_only', { prefixSha256: other })).toMatchObject({ status: 'tampered' });
    expect(judgeRecords(file, { ...grown, uid: 9 }, 'append_only', { prefixSha256: file.sha256 })).toMatchObject({ status: 'tampered' });
  });
});
