import { absolutePath, type BytePath, joined } from './byte-path.ts';
import { type Judged, kindsToBits, packChanges } from './changes-pack.ts';
import { judgeRecords, mayBeRotated, settlementOf, statusOf } from './compare.ts';
import { noCounts } from './counts.ts';
import { isEscape } from './escape.ts';
import type { readExtended } from './extended.ts';
import type { CheckKind, LargeEntry, RootSpec, RotationEntry, Unit, UnitAnswer, WireGap } from './protocol.ts';
import type { ReadOptions } from './read-entry.ts';
import { encodeBlock, type FileRecord, RecordBlock } from './record.ts';
import type { Selection } from './selection.ts';

export interface JudgeContext {
  root: RootSpec;
  kind: CheckKind;
  selection: Selection;
  maxHashBytes: number;
  /** Whether extended attributes are looked at. */
  readsExtended: boolean;
  pace: ReadOptions['pace'];
  /** By device number: whether stamps there can't be trusted. */
  unsureDevices: Map<bigint, boolean>;
  checkCancelled(): void;
}

/** The work on one unit: what is there, what was, and what came of it. */
export class UnitWork {
  readonly context: JudgeContext;
  readonly unit: Unit;
  readonly base: RecordBlock | undefined;
  readonly seen: RecordBlock | undefined;
  readonly counts = noCounts();
  readonly gaps: WireGap[] = [];
  readonly large: LargeEntry[] = [];
  readonly #rotations: RotationEntry[] = [];
  readonly #judged: Judged[] = [];
  /** New records by name: all of a first baseline, only refreshed ones of a check. */
  readonly #fresh = new Map<BytePath, FileRecord | null>();
  /** Entries that wait for their extended attributes, which are read for many at once. */
  readonly #waiting: { name: BytePath; before: FileRecord | null; after: FileRecord; prefixSha256: Buffer | null }[] = [];
  isUnsure = false;

  constructor(context: JudgeContext, unit: Unit) {
    this.context = context;
    this.unit = unit;
    this.base = unit.block === null ? undefined : new RecordBlock(unit.block);
    this.seen = unit.seen === null ? undefined : new RecordBlock(unit.seen);
  }

  gap(name: BytePath | null, reason: WireGap['reason'], detail: string): void {
    this.gaps.push({ folder: this.unit.folder, name, reason, detail });
  }

  /** Takes in what was found of one entry. */
  settle(name: BytePath, before: FileRecord | null, after: FileRecord | null, prefixSha256: Buffer | null): void {
    const known = after === null ? null : this.#extendedBefore(name, after);
    if (after !== null && known !== null) this.#settle(name, before, { ...after, extended: known }, prefixSha256);
    else if (after !== null && wantsExtended(this.context, before, after)) this.#waiting.push({ name, before, after, prefixSha256 });
    else this.#settle(name, before, after === null || before === null ? after : { ...after, extended: before.extended }, prefixSha256);
  }

  /** What an earlier check read of an entry that is not as accepted: they can't change without its ctime. */
  #extendedBefore(name: BytePath, after: FileRecord): Buffer | null {
    const { seen, context } = this;
    const index = seen === undefined || context.kind !== 'sweep' || after.state === 'unreadable' ? -1 : seen.search(name);
    const record = index < 0 ? undefined : seen?.recordAt(index);
    return record?.ctimeNs === after.ctimeNs && record.ino === after.ino && record.dev === after.dev ? record.extended : null;
  }

  /** Of these paths the extended attributes are wanted. */
  wanted(): BytePath[] {
    return this.#waiting.map(({ name }) => this.#pathOf(name));
  }

  answer(extendedOf: ReturnType<typeof readExtended>): UnitAnswer {
    for (const { name, before, after, prefixSha256 } of this.#waiting.splice(0)) this.#settle(name, before, { ...after, extended: extendedOf?.(this.#pathOf(name)) ?? before?.extended ?? null }, prefixSha256);
    const { counts, gaps, large } = this;
    const judged = this.#judged.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { ...this.#block(), found: packChanges(judged), counts, gaps, large, rotations: this.#rotations };
  }

  #block(): { block: Buffer | null; isRefreshed: boolean } {
    const fresh = this.#fresh;
    if (this.context.kind === 'baseline') return { block: encodeBlock([...fresh.values()].filter((record) => record !== null)), isRefreshed: false };
    if (fresh.size > 0) return { block: (this.base ?? new RecordBlock(encodeBlock([]))).with(fresh), isRefreshed: true };
    const isOpen = this.large.length + this.#rotations.length > 0;
    return { block: isOpen ? (this.base?.bytes ?? encodeBlock([])) : null, isRefreshed: false };
  }

  #pathOf(name: BytePath): BytePath {
    return absolutePath(this.context.root.path, joined(this.unit.folder, name));
  }

  /** Into the counts, the changes and the new block. */
  #settle(name: BytePath, before: FileRecord | null, after: FileRecord | null, prefixSha256: Buffer | null): void {
    const { root, kind } = this.context;
    if (after !== null) this.counts[after.type === 'folder' ? 'folders' : 'files'] += 1;
    if (kind === 'baseline') {
      if (after?.state === 'unreadable') this.counts.unreadable += 1;
      this.#fresh.set(name, after);
      return;
    }
    const { changes, status } = judgeRecords(before, after, root.mode, { prefixSha256 });
    if (after?.type === 'symlink' && after.target !== null && (changes.includes('target') || changes.includes('type') || before === null) && this.#leadsOut(name, after.target)) changes.push('symlink-escape');
    if (before !== null && after !== null && mayBeRotated(before, changes)) {
      this.#rotations.push({ name, before: encodeBlock([before]), after: encodeBlock([after]), bits: kindsToBits(changes) });
      return;
    }
    const final = changes.includes('symlink-escape') ? statusOf(changes, root.mode) : status;
    const { counted, isChange, isRefresh } = settlementOf(before, after, changes, final);
    this.counts[counted] += 1;
    if (isChange) this.#judged.push({ name, status: final, changes, before, after });
    if (isRefresh) this.#fresh.set(name, after);
  }

  #leadsOut(name: BytePath, target: Buffer): boolean {
    const { path, file } = this.context.root;
    return isEscape(file === null ? path : absolutePath(path, file), this.#pathOf(name), target);
  }
}

/** Where nothing moved the ctime they are as they were. A folder's moves with its entries, so a full check looks at them all. */
export function wantsExtended({ readsExtended, kind }: JudgeContext, before: FileRecord | null, after: FileRecord): boolean {
  if (!readsExtended || after.state === 'unreadable') return false;
  if (before === null) return true;
  if (before.extended === null) return false;
  return after.type === 'folder' ? kind === 'full' : before.ctimeNs !== after.ctimeNs;
}
