import { expect, it } from 'vitest';
import { aHostFile, judge, verdict } from '../../../../test/judge.ts';
import { fimMetadataChanged } from './metadata-changed.ts';

const tampered = (changes: string[], more: Record<string, unknown> = {}) => aHostFile({ status: 'tampered', changes: changes as never, ...more });
const aLink = { type: 'symlink', previous_type: 'symlink', sha256: null, previous_sha256: null, link_target: '/tmp/other', previous_link_target: 'mine' } as const;

it.each([
  ['as accepted', aHostFile(), 'pass'],
  ['with another mode', tampered(['mode', 'ctime'], { mode: '4755' }), 'fail'],
  ['with another owner and group', tampered(['owner', 'group', 'ctime'], { uid: 12, gid: 34 }), 'fail'],
  ['with another access list', tampered(['extended', 'ctime']), 'fail'],
  ['with one more hard link', tampered(['links', 'ctime']), 'fail'],
  ['that is a link and leads elsewhere', tampered(['target', 'inode', 'mtime', 'ctime'], aLink), 'fail'],
  ['that is a device of another number', tampered(['size'], { type: 'block-device', previous_type: 'block-device', sha256: null, previous_sha256: null, size_bytes: 2049 }), 'fail'],
  ['with another mode and other content', tampered(['content', 'mode', 'ctime'], { sha256: 'b2'.repeat(32) }), 'not_applicable'],
  ['that became a folder', tampered(['type', 'mode'], { type: 'folder' }), 'not_applicable'],
  ['that is a log, grew, and has another mode', tampered(['content', 'size', 'mode', 'ctime'], { append_only: true, mode: '0666' }), 'fail'],
  ['that is a log and shrank', tampered(['content', 'size', 'mode', 'shrunk'], { append_only: true }), 'not_applicable'],
  ['that cannot be read', aHostFile({ status: 'unreadable', changes: ['unreadable', 'mode', 'ctime'], mode: '0000', sha256: null }), 'unknown'],
  ['that was touched', aHostFile({ changes: ['inode', 'mtime', 'ctime'] }), 'pass'],
  ['that is new', aHostFile({ status: 'added', changes: ['added'] }), 'not_applicable'],
  ['that is gone', aHostFile({ status: 'missing', changes: ['missing'], type: null }), 'not_applicable'],
])('a file %s: %s', (_what, file, expected) => {
  expect(verdict(fimMetadataChanged, file)).toBe(expected);
});

it('tells each attribute before and after', () => {
  expect(judge(fimMetadataChanged, tampered(['mode', 'owner', 'group', 'links', 'extended', 'ctime'], { mode: '4755', uid: 1000, gid: 1000 }))).toMatchObject({
    summary: 'The content is the accepted one, but not the mode (0644 → 4755), the owner (0 → 1000), the group (0 → 1000), its access list, capabilities or extended attributes, the number of its hard links.',
    evidence: { mode: '4755', previous_mode: '0644' },
  });
  expect(judge(fimMetadataChanged, tampered(['target'], aLink))).toMatchObject({ summary: 'The content is the accepted one, but not where it points (mine → /tmp/other).', evidence: { link_target: '/tmp/other' } });
});

const commands = (file: Parameters<typeof fimMetadataChanged.remediation>[0]): string[] => fimMetadataChanged.remediation(file).map(({ command, undo }) => `${command} | ${undo}`).slice(1, -1);

it('puts the owner back before the mode, which a change of owner would cut', () => {
  expect(commands(tampered(['owner', 'mode'], { uid: 12, mode: '0644', previous_mode: '4755' }))).toEqual(["chown -h 0:0 -- '/etc/passwd' | chown -h 12:0 -- '/etc/passwd'", "chmod 4755 -- '/etc/passwd' | chmod 0644 -- '/etc/passwd'"]);
  expect(commands(tampered(['owner'], { uid: 12, mode: '4755', previous_mode: '4755' }))[1]).toContain('chmod 4755');
});

it('leads a link back, unless its target is not plain text', () => {
  expect(commands(tampered(['target'], aLink))).toEqual([`ln -sfnT -- 'mine' '/etc/passwd' | ln -sfnT -- '/tmp/other' '/etc/passwd'`]);
  expect(commands(tampered(['target'], { ...aLink, previous_link_target: 'a\\nb' }))).toEqual([]);
  expect(commands(tampered(['extended']))[0]).toMatch(/^cp -T --attributes-only/);
});
