import type { WatchedRoot } from '../providers/files/engine.ts';
import { createWatcher } from '../providers/files/watcher.ts';
import { closeQuietAlerts } from '../scans/files/alerts.ts';
import { recheckPaths } from '../scans/files/answer.ts';
import { engineRoot } from '../scans/files/describe.ts';
import { createAuditJudge } from '../scans/files/judge-audit.ts';
import type { FileParts } from '../scans/files/parts.ts';
import type { ScheduleRow } from '../store/schedules.ts';

export interface FileWatchParts extends FileParts {
  /** The audits with their settings. */
  audits(): Promise<(ScheduleRow & { watch: boolean; intervalSeconds: number })[]>;
  /** Starts a check of the audit now. */
  sweep(scheduleId: string): Promise<unknown>;
}

export interface FileWatch {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What is watched has changed: roots, audits or their settings. */
  refresh(): void;
  /** Looks whether a path came that is not watched yet. */
  refreshIfNew(): void;
  stateOf(scheduleId: string): { active: boolean; paths: number; trouble: string | null };
}

const lookEveryMs = 5000;
/** The whole chain of the history is walked so often. */
const verifyEveryMs = 3_600_000;

/**
 * Sees changes as they happen, on top of the checks: marked paths are compared at once. What the system could not tell
 * (too many watches, too many events) is said, and healed by a check. Also tells of checks that did not happen.
 */
export function createFileWatch(parts: FileWatchParts): FileWatch {
  const { watched, logger, clock } = parts;
  const active = new Map<string, { scheduleId: string; root: WatchedRoot }>();
  /** Roots whose watch stands and for which the check of what changed before is asked. */
  let standing: ReadonlySet<string> = new Set();
  const trouble = new Map<string, string>();
  const pending = new Map<string, Map<string, Buffer>>();
  const busy = new Set<string>();
  const judge = createAuditJudge(parts);
  let verifiedAt = -Infinity;
  let seen: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;
  let refreshing: Promise<void> | undefined;
  let isOutdated = false;
  let isStopped = false;
  let watcher: ReturnType<typeof createWatcher> | undefined;

  function mark(rootId: string, paths: readonly Buffer[]): void {
    const waiting = pending.get(rootId) ?? new Map<string, Buffer>();
    for (const path of paths) waiting.set(path.toString('base64'), path);
    pending.set(rootId, waiting);
    void work(rootId);
  }

  /** One comparison at a time for each root; what is marked meanwhile follows. */
  async function work(rootId: string): Promise<void> {
    if (busy.has(rootId)) return;
    busy.add(rootId);
    try {
      for (let marked = pending.get(rootId); marked !== undefined && !isStopped; marked = pending.get(rootId)) {
        pending.delete(rootId);
        const root = await watched.root(rootId);
        if (root === undefined || root.state !== 'watched') continue;
        await recheckPaths(root, [...marked.values()], parts, 'watch');
      }
    } catch (error) {
      if (!isStopped) logger.warn({ err: error, root: rootId }, 'A change that was seen could not be compared; the next check does');
    } finally {
      busy.delete(rootId);
    }
  }

  function onTrouble({ rootId, kind, detail }: { rootId: string; kind: string; detail: string }): void {
    const scheduleId = active.get(rootId)?.scheduleId;
    if (scheduleId === undefined) return;
    logger.warn({ root: rootId, kind }, `Watching: ${detail}`);
    if (kind === 'limit') trouble.set(scheduleId, detail);
    else void parts.sweep(scheduleId).catch((error: unknown) => logger.warn({ err: error }, 'A check could not be started'));
  }

  async function refresh(): Promise<void> {
    const audits = await parts.audits();
    const wanted = new Map(audits.filter(({ enabled, paused, watch }) => enabled && !paused && watch).map((audit) => [audit.id, audit]));
    const roots = (await watched.roots()).filter(({ schedule_id, state, host }) => state === 'watched' && host === parts.host && wanted.has(schedule_id));
    seen = new Set((await watched.roots()).filter(({ state }) => state === 'watched').map(({ id }) => id));
    active.clear();
    for (const root of roots) active.set(root.id, { scheduleId: root.schedule_id, root: engineRoot(root, parts.never) });
    trouble.clear();
    if (isStopped || (watcher === undefined && active.size === 0)) return;
    watcher ??= createWatcher({ onMarked: mark, onTrouble });
    await watcher.set([...active.values()].map(({ root }) => root));
    // What changed before a path was watched is found now and not an interval later.
    const fresh = new Set([...active].filter(([id]) => !standing.has(id)).map(([, { scheduleId }]) => scheduleId));
    for (const scheduleId of fresh) await parts.sweep(scheduleId);
    standing = new Set(active.keys());
  }

  /** Several changes within one refresh are one more. */
  function refreshSoon(): void {
    isOutdated = true;
    refreshing ??= (async () => {
      while (isOutdated && !isStopped) {
        isOutdated = false;
        await refresh().catch((error: unknown) => logger.warn({ err: error }, 'What is to be watched could not be read'));
      }
      refreshing = undefined;
    })();
  }

  async function look(): Promise<void> {
    await closeQuietAlerts(parts);
    if (clock.monotonicMs() - verifiedAt > verifyEveryMs) {
      verifiedAt = clock.monotonicMs();
      await judge.verifyHistory();
    }
    await judge.look(await parts.audits());
  }

  return {
    async start() {
      refreshSoon();
      timer = setInterval(() => void look().catch((error: unknown) => logger.warn({ err: error }, 'The alerts could not be looked after')), lookEveryMs);
      await Promise.resolve();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await refreshing;
      await watcher?.close();
    },
    refresh: refreshSoon,
    refreshIfNew() {
      void watched.roots().then((roots) => {
        if (roots.some(({ id, state }) => state === 'watched' && !seen.has(id))) refreshSoon();
      }, () => undefined);
    },
    stateOf(scheduleId) {
      const paths = [...active].filter(([id, each]) => each.scheduleId === scheduleId && standing.has(id)).length;
      return { active: paths > 0, paths, trouble: trouble.get(scheduleId) ?? null };
    },
  };
}
