import { setImmediate as turn } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { AppError } from '../core/errors.ts';
import { timeId } from '../platform/ids.ts';
import { acceptRecords } from '../scans/files/accept-records.ts';
import { acceptChange, type Answerer, restoreUpload } from '../scans/files/answer.ts';
import { fileUrl, pathHash, relativePath } from '../scans/files/describe.ts';
import { countMatches, type FilePlace, findFile, type ListedFile, listFiles } from '../scans/files/list-files.ts';
import { addRoot, addUpload, checkPatterns, existingRoot, type RegisterParts, resolvePath, uploadName, type WatchOptions } from '../scans/files/register.ts';
import { finalRunStatuses } from '../store/runs.ts';
import type { RootRow } from '../store/watched.ts';
import { RecordBlock } from '../providers/files/record.ts';
import { createSelection } from '../providers/files/selection.ts';

/** What the pages and calls of the file audit ask for and do. */
export interface FileServiceParts extends RegisterParts {
  /** Starts a check of one root by its audit; answers the run. */
  runRoot(scheduleId: string, rootId: string): Promise<string>;
  /** Called when what is watched has changed. */
  onRootsChanged(): void;
  uploadLimitBytes(): number;
  /** How far the check of an audit is that runs here. */
  progressOf(scheduleId: string): { files: number; bytes: number } | null;
}

/** Whoever may see only their own is narrowed to it. */
type Owner = string | undefined;

export type FileService = ReturnType<typeof createFileService>;

export function createFileService(parts: FileServiceParts) {
  const find = createFind(parts);
  return { ...find, ...registering(parts, find), ...listing(parts, find), ...removing(parts, find), ...answering(parts, find), ...proving(parts) };
}

type Find = ReturnType<typeof createFind>;

/** Watched paths and files, narrowed to what the asker may see. */
function createFind(parts: FileServiceParts) {
  const { watched, clock } = parts;

  async function rootsFor(owner: Owner, filter: { scheduleId?: string; rootIds?: readonly string[] | undefined } = {}): Promise<RootRow[]> {
    const all = await watched.roots(filter.scheduleId === undefined ? {} : { scheduleId: filter.scheduleId });
    return all.filter(({ id, owner_id }) => (owner === undefined || owner_id === owner) && (filter.rootIds === undefined || filter.rootIds.includes(id)));
  }

  async function rootFor(id: string, owner: Owner): Promise<RootRow> {
    const root = /^[0-9a-f-]{36}$/i.test(id) ? await watched.root(id) : undefined;
    if (root === undefined || root.state === 'removed' || (owner !== undefined && root.owner_id !== owner)) throw new AppError('NOT_FOUND', { detail: 'There is no such watched path.' });
    return root;
  }

  async function fileFor(id: string, owner: Owner): Promise<ListedFile> {
    const found = /^[0-9a-f-]{36}$/i.test(id) ? await findFile(id, await rootsFor(owner), parts) : undefined;
    if (found === undefined) throw new AppError('NOT_FOUND', { detail: 'There is no such file, or it is not watched any more.' });
    return found;
  }

  return {
    rootsFor,
    rootFor,
    fileFor,
    allowedRoots: () => parts.allowedRoots(),

    /** Whether the run ended within the time. */
    async waitForRun(id: string, limitMs: number): Promise<boolean> {
      const until = clock.monotonicMs() + limitMs;
      for (;;) {
        const run = await parts.runs.get(id);
        if (run === undefined || finalRunStatuses.includes(run.status)) return true;
        if (clock.monotonicMs() > until) return false;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },

    /** Full names of the owner's files that are not as accepted. */
    async ownedResources(owner: string): Promise<string[]> {
      const roots = new Map((await rootsFor(owner)).map((root) => [root.id, root]));
      const bad = await parts.states.list({ rootIds: [...roots.keys()] }, 10_000);
      return bad.flatMap((state) => {
        const root = roots.get(state.root_id);
        return root === undefined ? [] : fileUrl(root, state.folder, state.name, parts.host);
      });
    },

    canRestore: (file: ListedFile): boolean => file.root.kind === 'upload' && file.kind === 'state' && file.state.status !== 'added',
  };
}

function registering(parts: FileServiceParts, { rootFor }: Find) {
  const { clock } = parts;
  return {
    /** Registers a path, or answers the root that has it already. */
    async register(path: string, options: WatchOptions, auditId: string, by: { userId: string | null; sees: Owner }): Promise<{ root: RootRow; isNew: boolean; runId: string }> {
      checkPatterns(options);
      const target = resolvePath(path, parts);
      const known = await existingRoot(target, by.sees, parts);
      if (known !== undefined) return { root: known, isNew: false, runId: await parts.runRoot(known.schedule_id, known.id) };
      const { id, runId } = await parts.db.transaction(async () => {
        const added = await addRoot(target, options, auditId, by.userId, parts);
        return { id: added, runId: await parts.runRoot(auditId, added) };
      });
      parts.onRootsChanged();
      return { root: await rootFor(id, undefined), isNew: true, runId };
    },

    /** Takes one uploaded file into the vault and registers it. */
    async upload(name: string | undefined, content: Readable, auditId: string, owner: string | null): Promise<{ rootId: string; runId: string }> {
      const id = timeId(clock.now().getTime());
      const safe = uploadName(name);
      await parts.copies.takeUpload(id, safe, content, parts.uploadLimitBytes());
      const runId = await parts.db.transaction(async () => {
        await addUpload(id, safe, auditId, owner, parts);
        return parts.runRoot(auditId, id);
      });
      parts.onRootsChanged();
      return { rootId: id, runId };
    },
  };
}

function listing(parts: FileServiceParts, { rootsFor }: Find) {
  const { states } = parts;
  return {
    async list(question: { owner: Owner; rootIds?: readonly string[] | undefined; statuses: string[] | undefined; q: string | undefined; alertId?: string | undefined; after: FilePlace | undefined; limit: number }) {
      const roots = await rootsFor(question.owner, { rootIds: question.rootIds });
      const asked = { roots, statuses: question.statuses, q: question.q, alertId: question.alertId };
      const [page, bad] = await Promise.all([listFiles({ ...asked, after: question.after, limit: question.limit }, parts), states.counts(roots.map(({ id }) => id), question.q)]);
      const totals = { files: 0, registered: roots.filter(({ state }) => state === 'registering').length, verified: 0, tampered: 0, missing: 0, added: 0, unreadable: 0 };
      for (const { status, count } of bad) totals[status] += count;
      const wrong = totals.tampered + totals.missing + totals.unreadable;
      // The baseline has what is missing too, and what was added is not in it.
      totals.verified = question.q === undefined || question.q === '' ? Math.max(0, roots.reduce((sum, { files }) => sum + files, 0) - totals.tampered - totals.unreadable - totals.added) : await countMatches(asked, parts);
      totals.files = totals.verified + wrong + totals.added;
      const counted = question.statuses ?? ['verified', 'tampered', 'missing', 'added', 'unreadable'];
      const total = question.alertId === undefined ? counted.reduce((sum, status) => sum + (totals[status as 'verified'] ?? 0), 0) : page.files.length;
      return { ...page, totals, total };
    },
  };
}

function removing(parts: FileServiceParts, { rootFor, fileFor }: Find) {
  const { watched, states, clock } = parts;

  async function removeRoot(id: string, owner: Owner, actor: string): Promise<void> {
    const root = await rootFor(id, owner);
    await parts.db.transaction(async () => {
      await watched.lockRoot(root.id);
      await watched.updateRoot(root.id, { state: 'removed' });
      await watched.clearChunks(root.id);
      await states.removeOfRoot(root.id);
      await parts.ledger.append([{ kind: 'file', status: 'registered', ...(root.kind === 'folder' ? {} : { fileId: root.id }), actor, data: { path: root.shown, root_id: root.id, trigger: 'manual', changes: ['removed'] } }], clock.now());
    });
    if (root.kind === 'upload') parts.copies.removeUpload(root.id);
    parts.onRootsChanged();
  }

  return {
    /** Stops watching one file; what is known of its past stays. */
    async removeFile(id: string, owner: Owner, actor: string): Promise<void> {
      const found = await fileFor(id, owner);
      if (found.root.kind !== 'folder') return removeRoot(found.root.id, owner, actor);
      const { folder, name, shown } = found.kind === 'state' ? { ...found.state } : { folder: found.folder, name: found.record.name, shown: found.shown };
      const pattern = `/${escapeGlob(relativePath(folder, name))}`;
      await parts.db.transaction(async () => {
        await watched.lockRoot(found.root.id);
        await watched.updateRoot(found.root.id, { exclude: [...found.root.exclude, pattern] });
        await forget(found.root, folder, name, parts);
        await parts.ledger.append([{ kind: 'file', status: 'registered', fileId: id, actor, data: { path: shown, root_id: found.root.id, trigger: 'manual', changes: ['removed'] } }], clock.now());
      });
      parts.onRootsChanged();
    },

    removeRoot,

    async changeRoot(id: string, owner: Owner, change: WatchOptions): Promise<RootRow> {
      checkPatterns(change);
      const root = await rootFor(id, owner);
      const { recursive: _, ...rest } = change;
      await watched.updateRoot(root.id, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)));
      // What is excluded now leaves the baseline, and what is included now comes into it, by taking it anew.
      if (change.include !== undefined || change.exclude !== undefined) await parts.runRoot(root.schedule_id, root.id);
      parts.onRootsChanged();
      return rootFor(id, owner);
    },
  };
}

function answering(parts: FileServiceParts, { rootsFor, fileFor }: Find) {
  const { states, clock } = parts;
  return {
    async accept(id: string, owner: Owner, by: Answerer): Promise<void> {
      const found = await fileFor(id, owner);
      if (found.kind !== 'state') throw new AppError('NOT_POSSIBLE', { detail: 'The file is as it was accepted: there is nothing to accept.' });
      await acceptChange(found.state, found.root, by, parts);
    },

    /** Those of an alert, or the named ones, each by itself: one that changed again is told and left. */
    async acceptMany({ ids, alertId }: { ids: string[] | undefined; alertId: string | undefined }, owner: Owner, by: Answerer): Promise<{ accepted: number; failed: { id: string; message: string }[] }> {
      const roots = new Map((await rootsFor(owner)).map((root) => [root.id, root]));
      const wanted = ids === undefined ? await states.list({ rootIds: [...roots.keys()], alertId }, 10_000) : await states.byIds(ids);
      const failed: { id: string; message: string }[] = [];
      let accepted = 0;
      for (const state of wanted) {
        const root = roots.get(state.root_id);
        if (root === undefined) continue;
        try {
          await acceptChange(state, root, by, parts);
          accepted += 1;
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          failed.push({ id: state.id, message: error.message });
        }
      }
      return { accepted, failed };
    },

    async restore(id: string, owner: Owner, actor: string): Promise<void> {
      const found = await fileFor(id, owner);
      await restoreUpload(found.root, { actor }, parts);
    },

    async addManifest(input: { name: string; expiresAt: Date; entries: { path: string; sha256: string | null }[] }, actor: string): Promise<string> {
      const id = timeId(clock.now().getTime());
      await parts.db.transaction(async () => {
        await states.addManifest({ id, name: input.name, created_at: clock.now(), expires_at: input.expiresAt, created_by: actor, entries: input.entries.length }, input.entries.map(({ path, sha256 }) => ({ pathHash: pathHash(Buffer.from(path)), shown: path, sha256: sha256?.toLowerCase() ?? null })));
        await parts.ledger.append([{ kind: 'action', actor, status: 'manifest', data: { action: 'manifest loaded', manifest: input.name, entries: input.entries.length, expires_at: input.expiresAt.toISOString() } }], clock.now());
      });
      return id;
    },
  };
}

function proving(parts: FileServiceParts) {
  const { watched, clock } = parts;
  return {
    progressOf: parts.progressOf,

    /** The history of a root that a pattern would have kept from people, and how many of its files it would leave unwatched. */
    async wouldHide<Row>(root: RootRow, pattern: string, rows: readonly { row: Row; content: { path_bytes?: string } }[]): Promise<{ hidden: Row[]; files: number }> {
      checkPatterns({ exclude: [pattern] });
      const selection = createSelection({ include: [], exclude: [pattern], recursive: true, never: [] });
      const prefix = root.path.toString('latin1').replace(/\/$/, '').length + 1;
      const hides = (absolute: string): boolean => !selection.isWatched(absolute.slice(prefix), false);
      const hidden = rows.filter(({ content }) => content.path_bytes !== undefined && hides(Buffer.from(content.path_bytes, 'base64').toString('latin1'))).map(({ row }) => row);
      let count = 0;
      for await (const { folder, block } of watched.load(root.id)) {
        const records = new RecordBlock(block);
        for (let index = 0; index < records.count; index += 1) {
          if (records.typeAt(index) !== 'folder' && !selection.isWatched(folder.length === 0 ? records.nameAt(index) : `${folder.toString('latin1')}/${records.nameAt(index)}`, false)) count += 1;
        }
        await turn();
      }
      return { hidden, files: count };
    },

    /** The chain with its checkpoints as JSON lines; what is appended meanwhile is not in it. */
    async *exportHistory(from: number): AsyncGenerator<string> {
      const head = await parts.ledger.checkpoint(clock.now());
      const [before] = from === 0 ? [] : await parts.ledger.from(from - 1, 1);
      yield `${JSON.stringify({ format: 'roundsman.history/v1', public_key: head.publicKey, from, ...(before === undefined ? {} : { from_hash: before.hash }) })}\n`;
      for (let position = from; position < head.position; ) {
        const rows = (await parts.ledger.from(position, 1000)).filter((row) => row.position <= head.position);
        if (rows.length === 0) break;
        yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
        position = rows.at(-1)?.position ?? head.position;
      }
      for (const { publicKey, ...checkpoint } of (await parts.ledger.checkpoints(10_000)).reverse()) {
        if (checkpoint.position > from && checkpoint.position <= head.position) yield `${JSON.stringify({ checkpoint: { ...checkpoint, public_key: publicKey } })}\n`;
      }
    },
  };
}

/** The path as a pattern that matches it alone; a byte that is no text is any one character. */
function escapeGlob(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/[*?[\]\\]/g, '\\$&').replaceAll('\uFFFD', '?');
}

function forget(root: RootRow, folder: Buffer, name: Buffer, parts: FileServiceParts): Promise<void> {
  return acceptRecords(root, [{ folder, name, before: null, after: null }], parts);
}
