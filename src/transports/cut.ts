import type { Clock } from '../platform/clock.ts';
import type { Db } from '../store/db.ts';
import type { RunsStore } from '../store/runs.ts';
import { finalRunStatuses } from '../store/runs.ts';
import type { BatchPart, EndedTarget, TransportRow, TransportRunRow, TransportsStore } from '../store/transports.ts';

/** Targets looked at in one transaction, and about how many things they may hold together. */
const mostTargets = 200;
const mostThings = 20_000;

export interface CutParts {
  db: Db;
  transports: TransportsStore;
  runs: RunsStore;
  clock: Clock;
}

/**
 * Cuts what a run has recorded into batches, up to the last target that has ended. A cut and the place it reached are one
 * transaction, so that every thing is in exactly one batch of a run, whatever is killed when. While the run goes on only
 * whole batches are cut where that is possible. Answers whether there may be more to cut at once.
 */
export async function cutRun(transport: Pick<TransportRow, 'id' | 'only_changes'>, runId: string, { db, transports, runs, clock }: CutParts): Promise<boolean> {
  return db.transaction(async () => {
    const row = await transports.lockRun(runId, transport.id);
    if (row === undefined) return false;
    const run = await runs.get(runId);
    const isOver = run === undefined || finalRunStatuses.includes(run.status);
    const ended = firstOf(await transports.endedAfter(runId, row.cut_no, mostTargets));
    const things = ended.reduce((sum, { resources }) => sum + resources, 0);
    const last = ended.at(-1)?.ended_no;
    if (last === undefined) {
      if (isOver) await transports.saveCut({ ...row, state: 'cut' }, [], new Map(), clock.now());
      return false;
    }
    if (!isOver && things < row.batch_size) return false;
    const parts = await partsOf(transport, ended, transports);
    const batches = batchesOf(parts, row);
    const through = new Map(ended.map(({ scope_id, finished_at }) => [scope_id, finished_at]));
    await transports.saveCut({ ...row, cut_no: last, batches: row.batches + batches.length }, batches, transport.only_changes ? through : new Map(), clock.now());
    return true;
  });
}

/** As many targets as hold a bearable number of things, at least one. */
function firstOf(targets: readonly EndedTarget[]): EndedTarget[] {
  let things = 0;
  const at = targets.findIndex(({ resources }, index) => {
    things += resources;
    return index > 0 && things > mostThings;
  });
  return targets.slice(0, at < 0 ? targets.length : at);
}

async function partsOf(transport: Pick<TransportRow, 'id' | 'only_changes'>, ended: readonly EndedTarget[], transports: TransportsStore): Promise<BatchPart[]> {
  const through = transport.only_changes ? await transports.throughOf(transport.id, ended.map(({ scope_id }) => scope_id)) : new Map<string, Date>();
  // Without a choice and without changes the target holds what is live; with changes also what is gone since.
  const asked = ended.filter(({ chosen, resources }) => chosen === null && (resources > 0 || transport.only_changes));
  const keys = await transports.keysAt(asked.map(({ scope_id, finished_at }) => ({ scopeId: scope_id, at: finished_at, since: through.get(scope_id) ?? null })));
  return ended.map(({ scope_id, finished_at, chosen }) => ({ scope: scope_id, at: finished_at.toISOString(), keys: chosen ?? keys.get(scope_id) ?? [] }));
}

/** Parts of several scopes in batches of the wished size; the last one may be smaller. */
function batchesOf(parts: readonly BatchPart[], { batch_size: size, batches }: TransportRunRow): { number: number; count: number; parts: BatchPart[] }[] {
  const made: { number: number; count: number; parts: BatchPart[] }[] = [];
  let current = { number: batches + 1, count: 0, parts: [] as BatchPart[] };
  for (const { scope, at, keys } of parts) {
    for (let from = 0; from < keys.length; ) {
      const taken = keys.slice(from, from + size - current.count);
      current.parts.push({ scope, at, keys: taken });
      current.count += taken.length;
      from += taken.length;
      if (current.count < size) continue;
      made.push(current);
      current = { number: current.number + 1, count: 0, parts: [] };
    }
  }
  return current.count === 0 ? made : [...made, current];
}
