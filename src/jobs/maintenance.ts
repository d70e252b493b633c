import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import type { DeliveriesStore } from '../store/deliveries.ts';
import type { EventsStore } from '../store/events.ts';
import type { RunsStore } from '../store/runs.ts';
import type { SchedulesStore } from '../store/schedules.ts';

const everyMs = 10 * 60_000;
const firstMs = 60_000;
const keepEventsMs = 24 * 3_600_000;
/** Tables that scans rewrite. The embedded store has no autovacuum. */
const vacuumed = ['scope', 'resource', 'resource_version', 'finding', 'finding_event', 'run', 'run_target', 'schedule', 'occurrence', 'event', 'delivery', 'pace'];

export interface MaintenanceParts {
  db: Db;
  runs: RunsStore;
  deliveries: DeliveriesStore;
  events: EventsStore;
  schedules: SchedulesStore;
  clock: Clock;
  logger: Logger;
  keepDays(): number;
  isBusy(): boolean;
}

/** Removes what is too old to keep and, in the embedded store, vacuums while nothing runs. */
export function createMaintenance(parts: MaintenanceParts): { start(): void; stop(): void; run(): Promise<void> } {
  const { db, clock, logger } = parts;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let vacuumedAt = 0;

  async function run(): Promise<void> {
    const now = clock.now().getTime();
    const before = new Date(now - parts.keepDays() * 86_400_000);
    await parts.events.prune(new Date(now - keepEventsMs));
    await parts.deliveries.prune(before);
    await parts.schedules.pruneOccurrences(before);
    while (!isStopped && (await parts.runs.prune(before)) === 500);
    if (db.kind !== 'embedded' || parts.isBusy() || now - vacuumedAt < 3_600_000) return;
    vacuumedAt = now;
    for (const table of vacuumed) {
      if (isStopped || parts.isBusy()) return;
      // One table at a time: others wait for the only session meanwhile.
      await db.query(`vacuum (analyze) ${table}`);
    }
  }

  const loop = (delayMs: number): void => {
    timer = setTimeout(() => {
      run()
        .catch((error: unknown) => logger.warn({ err: error }, 'Clearing up failed; trying again later'))
        .finally(() => {
          if (!isStopped) loop(everyMs);
        });
    }, delayMs);
    timer.unref();
  };

  return {
    start: () => loop(firstMs),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
    run,
  };
}
