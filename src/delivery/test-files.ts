import type { ChangedFile, FilesChanged, HistoryCheckpoint } from '../core/summary.ts';
import { createSigner } from '../platform/signing.ts';
import { checkpointText } from '../core/ledger.ts';

/** A checkpoint whose signature is real. */
export function exampleCheckpoint(position = 1204): HistoryCheckpoint {
  const signer = createSigner(Buffer.alloc(32, 7), 'test');
  const signed = { position, hash: '9f86d081884c7d65'.repeat(4), at: '2026-11-22T02:04:02.000Z' };
  return { ...signed, signature: signer.sign(checkpointText(signed)), publicKey: signer.publicKey };
}

export function changedFile(changes: Partial<ChangedFile> = {}): ChangedFile {
  return { id: 'f-1', path: '/etc/passwd', status: 'tampered', changes: ['content', 'size', 'mode', 'mtime', 'ctime'], sha256: '0123456789ab'.padEnd(64, '0'), previousSha256: 'fedcba987654'.padEnd(64, '0'), size: 1310, ...changes };
}

/** Three files of one cause, the first of them a text. Tests change what they are about. */
export function exampleChange(changes: Partial<FilesChanged> = {}): FilesChanged {
  const files = [
    changedFile({ diff: '@@ -1,2 +1,3 @@\n root:x:0:0:root:/root:/bin/bash\n+eve:x:0:0::/root:/bin/sh\n-ada:x:1000:1000::/home/ada:/bin/sh' }),
    changedFile({ id: 'f-2', path: '/etc/cron.d/backup', status: 'missing', changes: ['missing'], sha256: null, size: null }),
    changedFile({ id: 'f-3', path: '/etc/cron.d/update', status: 'added', changes: ['added'], previousSha256: null, size: 88 }),
  ];
  return {
    alertId: '019ac0de-0000-7000-8000-00000000000f', audit: 'file-audit', host: 'web-1', openedAt: '2026-11-22T02:04:01.000Z', count: files.length, isUpdate: false, root: '/etc',
    statuses: { tampered: 1, missing: 1, added: 1 }, files, checkpoint: exampleCheckpoint(), publicUrl: 'http://localhost:8084', isDemo: false, ...changes,
  };
}
