import { setImmediate as turn } from 'node:timers/promises';
import { type FileRecord, RecordBlock } from '../../providers/files/engine.ts';
import type { FileState, FileStateStatus } from '../../store/file-states.ts';
import type { RootRow } from '../../store/watched.ts';
import { fileIdOf, shownPath } from './describe.ts';
import type { FileParts } from './parts.ts';

/** A file of the list: one that is not as accepted, or one of the baseline. */
export type ListedFile = { root: RootRow } & ({ kind: 'state'; state: FileState } | { kind: 'record'; id: string; folder: Buffer; record: FileRecord; shown: string });

/** Where a page ends: among the states, or in a block of the baseline. */
export type FilePlace = { kind: 'state'; since: Date; id: string } | { kind: 'record'; root: string; folder: string; chunk: number; index: number };

export interface FileQuestion {
  roots: readonly RootRow[];
  /** Undefined: all. `verified` asks for what is as accepted. */
  statuses: readonly string[] | undefined;
  q: string | undefined;
  after: FilePlace | undefined;
  limit: number;
  alertId: string | undefined;
}

const isBad = (status: string): status is FileStateStatus => ['tampered', 'missing', 'added', 'unreadable'].includes(status);

/** What is wrong first, newest first; then what is as accepted, by root and path. */
export async function listFiles(question: FileQuestion, parts: FileParts): Promise<{ files: ListedFile[]; next: FilePlace | undefined }> {
  const { statuses, after, limit, q, alertId } = question;
  const byId = new Map(question.roots.map((root) => [root.id, root]));
  const files: ListedFile[] = [];
  const bad = statuses?.filter(isBad);
  if ((statuses === undefined || (bad?.length ?? 0) > 0) && after?.kind !== 'record') {
    const states = await parts.states.list({ rootIds: [...byId.keys()], statuses: bad, q, after: after?.kind === 'state' ? after : undefined, alertId }, limit + 1);
    for (const state of states.slice(0, limit)) {
      const root = byId.get(state.root_id);
      if (root !== undefined) files.push({ kind: 'state', root, state });
    }
    const last = states[limit - 1];
    if (states.length > limit && last !== undefined) return { files, next: { kind: 'state', since: last.since, id: last.id } };
  }
  const wantsRecords = alertId === undefined && (statuses === undefined || statuses.includes('verified') || statuses.includes('registered'));
  if (!wantsRecords) return { files, next: undefined };
  let next: FilePlace | undefined;
  for await (const each of recordsOf(question, parts)) {
    if (files.length === limit) {
      next = each.before;
      break;
    }
    files.push(each.file);
  }
  return { files, next };
}

/** How many files of the baseline a search matches. */
export async function countMatches(question: Omit<FileQuestion, 'after' | 'limit'>, parts: FileParts): Promise<number> {
  let count = 0;
  for await (const _ of recordsOf({ ...question, after: undefined, limit: 0 }, parts)) count += 1;
  return count;
}

/** About what a page of a thousand records takes up: a page need not read more. */
const bytesOfPage = 160 * 1024;

async function* recordsOf({ roots, q, after, limit }: FileQuestion, parts: FileParts): AsyncGenerator<{ file: ListedFile; before: FilePlace }> {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  let from = after?.kind === 'record' ? after : undefined;
  for (const root of roots) {
    if (from !== undefined && root.id !== from.root) continue;
    const bad = new Set((await parts.states.list({ rootIds: [root.id] }, 100_000)).map(({ id }) => id));
    const place = from === undefined ? undefined : { folder: Buffer.from(from.folder, 'base64'), chunk: from.chunk };
    for await (const { folder, chunk, block } of parts.watched.load(root.id, place, limit > 0 && words.length === 0 ? bytesOfPage : undefined)) {
      const records = new RecordBlock(block);
      const start = from !== undefined && folder.toString('base64') === from.folder && chunk === from.chunk ? from.index : 0;
      from = undefined;
      for (let index = start; index < records.count; index += 1) {
        if (records.typeAt(index) === 'folder') continue;
        const record = records.recordAt(index);
        const id = fileIdOf(root, folder, record.name);
        const shown = shownPath(root, folder, record.name);
        if (bad.has(id) || !words.every((word) => shown.toLowerCase().includes(word))) continue;
        yield { file: { kind: 'record', root, id, folder, record, shown }, before: { kind: 'record', root: root.id, folder: folder.toString('base64'), chunk, index } };
      }
      // A search over a million names must not hold up the others.
      await turn();
    }
    from = undefined;
  }
}

/** One file by its id, as it is now known. */
export async function findFile(id: string, roots: readonly RootRow[], parts: FileParts): Promise<ListedFile | undefined> {
  const [state] = await parts.states.byIds([id]);
  const ofState = roots.find((root) => root.id === state?.root_id);
  if (state !== undefined) return ofState === undefined ? undefined : { kind: 'state', root: ofState, state };
  for await (const { file } of recordsOf({ roots: roots.filter((root) => root.kind === 'folder' || root.id === id), statuses: undefined, q: undefined, after: undefined, limit: 0, alertId: undefined }, parts)) {
    if (file.kind === 'record' && file.id === id) return file;
  }
  return undefined;
}
