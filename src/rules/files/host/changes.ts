import type { z } from 'zod';
import type { filesHostFile } from '../../../providers/files/host/file.ts';

/** The attributes of a watched file. */
export type HostFile = z.infer<typeof filesHostFile.attributes>;
type Change = HostFile['changes'][number];

const has = ({ changes }: HostFile, ...kinds: readonly Change[]): boolean => kinds.some((kind) => changes.includes(kind));

/** There is an accepted state and something at the path now: what can be compared. */
export const isCompared = ({ status }: HostFile): boolean => status === 'verified' || status === 'tampered' || status === 'unreadable';

/** A log that lost bytes, or whose old bytes are others now. */
export const isShrunk = (file: HostFile): boolean => file.append_only && has(file, 'shrunk', 'prefix');

/**
 * The content is known not to be the accepted one. In an append-only file other content is growth, or it is told by the rule
 * about logs; of what cannot be read the size may tell.
 */
export function hasOtherContent(file: HostFile): boolean {
  if (has(file, 'type')) return true;
  if (file.append_only) return false;
  return has(file, 'content') || (has(file, 'unreadable') && has(file, 'size'));
}

/** What was readable is no longer, or never was since it is watched. */
export const isUnreadable = (file: HostFile): boolean => file.status === 'unreadable' || has(file, 'unreadable');

const metadata = ['mode', 'owner', 'group', 'extended', 'links', 'target'] as const;

/** What changed besides the content. The size of a device is its number; that of a file goes with its content. */
export function changedMetadata(file: HostFile): Change[] {
  const kinds: Change[] = metadata.filter((kind) => has(file, kind));
  return file.status === 'tampered' && file.type !== 'file' && !hasOtherContent(file) && has(file, 'size') ? [...kinds, 'size'] : kinds;
}

export const isBackdated = (file: HostFile): boolean => has(file, 'mtime-backdated');
export const isEscape = (file: HostFile): boolean => has(file, 'symlink-escape');

/** Enough of a hash to tell two apart. */
export const shortHash = (sha256: string | null): string => (sha256 === null ? 'unknown' : sha256.slice(0, 12));

/** `regular file`, `folder`, `symbolic link`: what stands at a path. */
const typeWords: Readonly<Record<string, string>> = { file: 'regular file', symlink: 'symbolic link', fifo: 'pipe', 'block-device': 'block device', 'character-device': 'character device' };
export const typeWord = (type: HostFile['type']): string => (type === null ? 'nothing' : (typeWords[type] ?? type));

export const byteCount = (bytes: number | null): string => (bytes === null ? 'an unknown number of bytes' : `${bytes.toLocaleString('en-US')} ${bytes === 1 ? 'byte' : 'bytes'}`);
