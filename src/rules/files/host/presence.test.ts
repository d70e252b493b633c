import { expect, it } from 'vitest';
import { aHostFile, judge, verdict } from '../../../../test/judge.ts';
import { fimMissing } from './missing.ts';
import { fimNewInDirectory } from './new-in-directory.ts';

const gone = aHostFile({ status: 'missing', changes: ['missing'], type: null, sha256: null, size_bytes: null, mode: null, uid: null, gid: null, modified_at: null });
const goneFolder = aHostFile({ status: 'missing', changes: ['missing'], type: null, previous_type: 'folder', previous_sha256: null, sha256: null });
const added = aHostFile({ status: 'added', changes: ['added'], previous_type: null, previous_sha256: null, previous_size_bytes: null, previous_mode: null });
const addedLink = aHostFile({ status: 'added', changes: ['added', 'symlink-escape'], type: 'symlink', sha256: null, link_target: '/etc/shadow', previous_type: null });

it.each([
  ['as accepted', aHostFile(), 'pass', 'pass'],
  ['that was just registered', aHostFile({ status: 'registered' }), 'pass', 'pass'],
  ['with other content', aHostFile({ status: 'tampered', changes: ['content'] }), 'pass', 'pass'],
  ['that cannot be read', aHostFile({ status: 'unreadable', changes: ['unreadable'] }), 'pass', 'pass'],
  ['that is gone', gone, 'fail', 'not_applicable'],
  ['that is gone and was a folder', goneFolder, 'fail', 'not_applicable'],
  ['that is new', added, 'not_applicable', 'fail'],
  ['that is new and a link out of the folder', addedLink, 'not_applicable', 'fail'],
])('a file %s: missing %s, new %s', (_what, file, missing, isNew) => {
  expect([verdict(fimMissing, file), verdict(fimNewInDirectory, file)]).toEqual([missing, isNew]);
});

it('says what was, or what is there', () => {
  expect(judge(fimMissing, gone)).toMatchObject({ summary: 'Nothing is at the path; accepted was a regular file of 1,204 bytes (sha256 a1a1a1a1a1a1).', evidence: { previous_mode: '0644' } });
  expect(judge(fimMissing, goneFolder)).toMatchObject({ summary: 'Nothing is at the path; accepted was a folder.' });
  expect(judge(fimNewInDirectory, added)).toMatchObject({ summary: 'A regular file of 1,204 bytes (sha256 a1a1a1a1a1a1) is where nothing was accepted.', evidence: { mode: '0644', uid: 0 } });
  expect(judge(fimNewInDirectory, addedLink)).toMatchObject({ summary: 'A symbolic link is where nothing was accepted.', evidence: { link_target: '/etc/shadow' } });
});

it('brings back what is gone, moves away what is new, and accepts either', () => {
  expect(fimMissing.remediation(gone).map(({ command, undo }) => [command.split(' ')[0], undo.split(' ')[0]])).toEqual([['cp', 'rm'], ['id=$(curl', 'Bring']]);
  expect(fimNewInDirectory.remediation(added)[1]).toEqual({ command: `mv -nT -- '/etc/passwd' "\${EVIDENCE:?}"/'passwd'`, undo: `mv -nT -- "\${EVIDENCE:?}"/'passwd' '/etc/passwd'`, permission: 'write' });
});
