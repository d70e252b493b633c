import { statfsSync } from 'node:fs';
import type { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { ScanConfig, ScanSchedule } from '../schedules/scan-schedule.ts';
import type { Db } from '../store/db.ts';
import type { RunRow } from '../store/runs.ts';
import type { health } from './contract/overview.ts';
import type { scanStatus } from './contract/schedules.ts';

type CheckState = 'healthy' | 'degraded' | 'unhealthy';
export type HealthCheck = { status: CheckState; message: string };

/** Answers for /health and /api/schedule/status that need no store: kept in memory and refreshed as things change. */
export interface Status {
  start(): Promise<void>;
  stop(): void;
  /** Reads the scheduled scan again; call it before answering a change of it. */
  refresh(): Promise<void>;
  scan(): z.infer<typeof scanStatus>;
  health(): z.infer<typeof health>;
}

export interface StatusParts {
  db: Db;
  scanSchedule: ScanSchedule;
  clock: Clock;
  version: string;
  dataDir: string | undefined;
  /** What happened to the store since the start. */
  trouble(): 'disk-full' | 'stopped' | undefined;
  schedulerTickAt(): Date | undefined;
  role: 'all' | 'api' | 'worker';
  /** Calls back when something happened, here or in another replica: runs begin and end, schedules change. */
  onEvent(then: () => void): Promise<unknown>;
  workers(): { running: number };
  failedDeliveries(): Promise<number>;
}

const everyMs = 2000;
const pingLimitMs = 5000;

export function createStatus(parts: StatusParts): Status {
  const { db, scanSchedule, clock } = parts;
  let config: ScanConfig | undefined;
  let nextAt: Date | null = null;
  let last: RunRow | undefined;
  let active: string | undefined;
  let failedDeliveries = 0;
  let pingMs: number | undefined = 0;
  let oldestQueuedAt: Date | null = null;
  let timer: NodeJS.Timeout | undefined;
  const startedAt = clock.monotonicMs();

  async function refresh(): Promise<void> {
    const [row, newest, running] = await Promise.all([scanSchedule.row(), scanSchedule.newestFinished(), scanSchedule.active()]);
    config = await scanSchedule.config();
    nextAt = row.paused ? null : row.next_at;
    last = newest;
    active = running;
  }

  let isRefreshing = false;
  let isOutdated = false;
  /** Several events within one refresh are one more. */
  async function refreshSoon(): Promise<void> {
    isOutdated = true;
    if (isRefreshing) return;
    isRefreshing = true;
    while (isOutdated) {
      isOutdated = false;
      // A store that does not answer shows in the next sample.
      await refresh().catch(() => undefined);
    }
    isRefreshing = false;
  }

  let isSampling = false;
  async function sampleOnce(): Promise<void> {
    // A busy store answers late: questions that pile up would make it later.
    if (isSampling) return;
    isSampling = true;
    await sample();
    isSampling = false;
  }

  async function sample(): Promise<void> {
    const before = clock.monotonicMs();
    const limit = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), pingLimitMs).unref());
    try {
      const answer = await Promise.race([db.query<{ at: Date | null }>(`select min(created_at) as at from run where status = 'queued'`), limit]);
      if (answer === 'late') {
        pingMs = undefined;
        return;
      }
      pingMs = clock.monotonicMs() - before;
      oldestQueuedAt = answer[0]?.at ?? null;
      failedDeliveries = await parts.failedDeliveries();
      await refresh();
    } catch {
      pingMs = undefined;
    }
  }

  function checks(): Record<string, HealthCheck> {
    const now = clock.now();
    const trouble = parts.trouble();
    const store: HealthCheck =
      trouble === 'disk-full'
        ? { status: 'unhealthy', message: 'The disk is full: reading works, nothing new is kept. Free some space; nothing acknowledged was lost.' }
        : trouble === 'stopped' || pingMs === undefined
          ? { status: 'unhealthy', message: 'The store does not answer.' }
          : pingMs > 2000
            ? { status: 'degraded', message: `The store is busy: it answered after ${Math.round(pingMs)} ms.` }
            : { status: 'healthy', message: `${db.kind === 'embedded' ? 'Embedded' : 'PostgreSQL'}, answers in ${Math.max(1, Math.round(pingMs))} ms.` };
    const waitingMs = oldestQueuedAt === null ? 0 : now.getTime() - oldestQueuedAt.getTime();
    const tickAt = parts.schedulerTickAt();
    const isStarting = clock.monotonicMs() - startedAt < 15_000;
    const tickAge = tickAt === undefined ? undefined : now.getTime() - tickAt.getTime();
    const { running } = parts.workers();
    return {
      store,
      queue: waitingMs > 120_000 ? { status: 'degraded', message: `A run has been waiting for ${Math.round(waitingMs / 1000)} s: is a worker running?` } : { status: 'healthy', message: waitingMs === 0 ? 'Nothing waits.' : 'Runs wait for their turn.' },
      ...(parts.role === 'api'
        ? {}
        : {
            scheduler: tickAge === undefined ? (isStarting ? { status: 'healthy', message: 'Starting.' } : { status: 'unhealthy', message: 'The schedules have not been looked at since the start.' }) : tickAge > 30_000 ? { status: 'unhealthy', message: `The schedules were last looked at ${Math.round(tickAge / 1000)} s ago.` } : { status: 'healthy', message: 'Looks at the schedules every second.' },
            workers: { status: 'healthy', message: running === 0 ? 'Idle.' : `${running} running.` },
          }),
      deliveries: failedDeliveries === 0 ? { status: 'healthy', message: 'Nothing failed.' } : { status: 'degraded', message: `${failedDeliveries} messages could not be delivered; see Deliveries.` },
      ...(parts.dataDir === undefined ? {} : { disk: diskCheck(parts.dataDir) }),
    };
  }

  return {
    async start() {
      await refresh();
      timer = setInterval(() => void sampleOnce(), everyMs);
      timer.unref();
      await parts.onEvent(() => void refreshSoon());
    },
    stop: () => clearInterval(timer),
    refresh,
    scan: () => ({
      enabled: config?.enabled ?? false,
      frequency: config?.frequency ?? 'daily',
      channels: config?.channels ?? [],
      last_scan: last?.finished_at?.toISOString() ?? null,
      next_scan: config?.enabled === true ? (nextAt?.toISOString() ?? null) : null,
      running: active !== undefined,
      last_status: (last?.status ?? null) as z.infer<typeof scanStatus>['last_status'],
      last_task_id: active ?? last?.id ?? null,
    }),
    health() {
      const all = checks();
      const states = Object.values(all).map(({ status }) => status);
      return {
        status: states.includes('unhealthy') ? 'unhealthy' : states.includes('degraded') ? 'degraded' : 'healthy',
        timestamp: clock.now().toISOString(),
        version: parts.version,
        checks: all,
      };
    },
  };
}

let diskAt = Number.NEGATIVE_INFINITY;
let diskFree = Number.POSITIVE_INFINITY;

function diskCheck(dataDir: string): HealthCheck {
  if (performance.now() - diskAt > 10_000) {
    diskAt = performance.now();
    try {
      const { bavail, bsize } = statfsSync(dataDir);
      diskFree = bavail * bsize;
    } catch {
      diskFree = 0;
    }
  }
  const mib = Math.floor(diskFree / 1_048_576);
  if (mib < 64) return { status: 'unhealthy', message: `${mib} MiB free below DATA_DIR. Free some space now.` };
  if (mib < 512) return { status: 'degraded', message: `${mib} MiB free below DATA_DIR.` };
  return { status: 'healthy', message: `${mib >= 2048 ? `${Math.floor(mib / 1024)} GiB` : `${mib} MiB`} free.` };
}
