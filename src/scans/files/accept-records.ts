import { encodeBlock, type FileChange, type FileRecord, RecordBlock } from '../../providers/files/engine.ts';
import type { Chunk } from '../../store/watched.ts';
import type { RootRow } from '../../store/watched.ts';
import { fileIdOf } from './describe.ts';
import type { FileParts } from './parts.ts';

export type Accepted = Pick<FileChange, 'folder' | 'name' | 'before' | 'after'>;

/**
 * Makes what was seen the baseline, within the caller's transaction, which holds the root: the records are put into, or
 * taken out of, their blocks, and the files' states go.
 */
export async function acceptRecords(root: RootRow, accepted: readonly Accepted[], { watched, states }: Pick<FileParts, 'watched' | 'states'>): Promise<void> {
  const byFolder = new Map<string, Accepted[]>();
  for (const each of accepted) {
    const key = each.folder.toString('base64');
    byFolder.set(key, [...(byFolder.get(key) ?? []), each]);
  }
  const chunks = await watched.loadFolders(root.id, [...byFolder.values()].map(([first]) => first?.folder ?? Buffer.alloc(0)));
  const changed: { folder: Buffer; chunk: number; block: Buffer | null }[] = [];
  for (const [key, entries] of byFolder) {
    const folder = Buffer.from(key, 'base64');
    changed.push(...changedChunks(folder, chunks.filter((chunk) => chunk.folder.equals(folder)), entries));
  }
  await watched.putChunks(root.id, changed);
  await states.remove(accepted.map(({ folder, name }) => fileIdOf(root, folder, name)));
}

function changedChunks(folder: Buffer, chunks: readonly Chunk[], entries: readonly Accepted[]): { folder: Buffer; chunk: number; block: Buffer | null }[] {
  const firsts = chunks.map(({ block }, index) => (index === 0 ? '' : new RecordBlock(block).nameAt(0)));
  const edits = new Map<number, Map<string, FileRecord | null>>();
  for (const { name, after } of entries) {
    const key = name.toString('latin1');
    const index = Math.max(0, firsts.findLastIndex((first) => first <= key));
    edits.set(index, (edits.get(index) ?? new Map<string, FileRecord | null>()).set(key, after));
  }
  return [...edits].map(([index, changes]) => {
    const before = chunks[index];
    const block = new RecordBlock(before?.block ?? encodeBlock([])).with(changes);
    const isEmpty = block.readUInt32LE(4) === 0;
    return { folder, chunk: before?.chunk ?? 0, block: isEmpty ? null : block };
  });
}
