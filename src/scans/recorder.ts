import { setTimeout as sleep } from 'node:timers/promises';
import type { CollectedResource, TargetEnd } from '../core/collector.ts';
import { AppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../store/db.ts';
import type { InventoryStore, RecordCounts } from '../store/inventory.ts';
import type { Lease, RunsStore, TargetUpdate } from '../store/runs.ts';

/** Rows that one transaction takes at most: the store's only session is free again after some tens of milliseconds. */
const rowsPerCommit = 500;

const lingerMs = 10;
/** So many entries are worth a commit at once. */
const fullGroup = 24;

/** A target while it is collected. */
export interface OpenTarget {
  scopeId: string;
  type: string;
  startedAt: Date;
  attempt: number;
  counts: RecordCounts;
  seen: string[];
  /** What of it is handed on; left out: everything. */
  takes?: ((resource: CollectedResource) => boolean) | undefined;
  taken?: string[];
}

type Entry =
  | { kind: 'rows'; target: OpenTarget; resources: CollectedResource[]; resolve: () => void; reject: (error: Error) => void }
  | { kind: 'end'; target: OpenTarget; end: TargetEnd; resolve: () => void; reject: (error: Error) => void };

/**
 * Writes what the targets of one run bring, many small ones in one commit. What a resolved promise stands for is
 * durable; a worker that lost its run writes nothing (`TARGET_INTERRUPTED`).
 */
export class Recorder {
  readonly #parts: { db: Db; inventory: InventoryStore; runs: RunsStore; clock: Clock; lease: Lease; onCommitted: (ended: TargetUpdate[]) => void; handsOn: boolean };
  readonly #waiting: Entry[] = [];
  #isWorking = false;

  constructor(parts: { db: Db; inventory: InventoryStore; runs: RunsStore; clock: Clock; lease: Lease; onCommitted: (ended: TargetUpdate[]) => void; /** Whether what is recorded goes to transports. */ handsOn: boolean }) {
    this.#parts = parts;
  }

  rows(target: OpenTarget, resources: CollectedResource[]): Promise<void> {
    for (const { kh } of resources) target.seen.push(kh);
    if (target.takes !== undefined) (target.taken ??= []).push(...resources.filter(target.takes).map(({ kh }) => kh));
    return new Promise((resolve, reject) => this.#push({ kind: 'rows', target, resources, resolve, reject }));
  }

  end(target: OpenTarget, end: TargetEnd): Promise<void> {
    return new Promise((resolve, reject) => this.#push({ kind: 'end', target, end, resolve, reject }));
  }

  #push(entry: Entry): void {
    this.#waiting.push(entry);
    if (this.#isWorking) return;
    this.#isWorking = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      // What else arrives meanwhile goes into the same commit, whose fixed costs are those of some dozens of rows.
      if (this.#waiting.length < fullGroup) await sleep(lingerMs);
      const group = this.#takeGroup();
      try {
        const ended = await this.#commitOnceMore(group);
        this.#parts.onCommitted(ended);
        for (const entry of group) entry.resolve();
      } catch (error) {
        for (const entry of group) entry.reject(error as Error);
      }
    }
    this.#isWorking = false;
  }

  #takeGroup(): Entry[] {
    let rows = 0;
    let length = 0;
    for (const entry of this.#waiting) {
      rows += entry.kind === 'rows' ? entry.resources.length : 1;
      if (length > 0 && rows > rowsPerCommit) break;
      length += 1;
    }
    return this.#waiting.splice(0, length);
  }

  /** Two runs that meet a new resource at the same moment: the second one finds it recorded when it looks again. */
  async #commitOnceMore(group: readonly Entry[]): Promise<TargetUpdate[]> {
    const before = new Map(group.map(({ target }) => [target, { ...target.counts }]));
    try {
      return await this.#commit(group);
    } catch (error) {
      if ((error as { code?: string }).code !== '23505') throw error;
      for (const [target, counts] of before) target.counts = counts;
      return this.#commit(group);
    }
  }

  async #commit(group: readonly Entry[]): Promise<TargetUpdate[]> {
    const { db, inventory, runs, clock, lease, handsOn } = this.#parts;
    const at = clock.now();
    return db.transaction(async () => {
      if (!(await runs.isHeld(lease))) throw new AppError('TARGET_INTERRUPTED', { detail: 'Another worker has taken the run over.' });
      const rows = group.flatMap((entry) => (entry.kind === 'rows' ? entry.resources.map((resource) => ({ scopeId: entry.target.scopeId, type: entry.target.type, resource })) : []));
      const recorded = await inventory.record(rows, at);
      for (const target of new Set(group.map((entry) => entry.target))) {
        const counts = recorded.get(target.scopeId);
        target.counts.added += counts?.added ?? 0;
        target.counts.changed += counts?.changed ?? 0;
      }
      const ends = group.filter((entry) => entry.kind === 'end');
      if (ends.length === 0) return [];
      const read = ends.filter(({ end }) => end.result.status !== 'deferred');
      const gone = await inventory.finishScopes(
        read.map(({ target, end }) => ({ scopeId: target.scopeId, status: end.result.status, isListed: end.result.isListed, seen: target.seen, error: 'error' in end.result ? end.result.error : null, startedAt: target.startedAt })),
        at,
      );
      const first = handsOn ? await runs.numberEnds(lease.runId, ends.length) : undefined;
      const updates = ends.map(({ target, end }, index) => ({
        ...updateOf(target, end, gone.get(target.scopeId) ?? 0, at),
        ...(first === undefined ? {} : { endedNo: first + index, ...handedOn(target, end) }),
      }));
      await runs.updateTargets(lease.runId, updates);
      await runs.addCounts(lease.runId, { calls: sum(updates, 'calls'), throttled: sum(updates, 'throttled'), opened: 0, resolved: 0 });
      return updates;
    });
  }
}

const sum = (updates: readonly TargetUpdate[], key: 'calls' | 'throttled'): number => updates.reduce((total, update) => total + update[key], 0);

/** What a target hands on: what its filter takes, and of a broken listing only what came. */
function handedOn({ takes, taken = [], seen }: OpenTarget, { result }: TargetEnd): Pick<TargetUpdate, 'chosen' | 'isFiltered'> {
  if (takes !== undefined) return { chosen: [...new Set(taken)].sort(), isFiltered: true };
  return result.isListed ? {} : { chosen: [...new Set(seen)].sort() };
}

function updateOf(target: OpenTarget, { result, calls, throttled, path }: TargetEnd, gone: number, at: Date): TargetUpdate {
  return {
    scopeId: target.scopeId,
    status: result.status,
    attempt: target.attempt,
    resources: new Set(target.seen).size,
    added: target.counts.added,
    changed: target.counts.changed,
    gone,
    calls,
    throttled,
    startedAt: target.startedAt,
    finishedAt: at,
    error: 'error' in result ? result.error : null,
    ...(path === undefined ? {} : { path }),
  };
}
