import type { Notification } from '../../core/summary.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { FileEngine } from '../../providers/files/engine.ts';
import type { Db } from '../../store/db.ts';
import type { EventsStore } from '../../store/events.ts';
import type { FileStatesStore } from '../../store/file-states.ts';
import type { FindingsStore } from '../../store/findings.ts';
import type { InventoryStore } from '../../store/inventory.ts';
import type { LedgerStore } from '../../store/ledger.ts';
import type { MetricsStore } from '../../store/metric-facts.ts';
import type { RunsStore } from '../../store/runs.ts';
import type { SchedulesStore } from '../../store/schedules.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type { WatchedStore } from '../../store/watched.ts';
import type { ActiveRule } from '../evaluate.ts';
import type { Copies } from './copies.ts';

/** What the checking of files works with. */
export interface FileParts {
  db: Db;
  watched: WatchedStore;
  states: FileStatesStore;
  ledger: LedgerStore;
  inventory: InventoryStore;
  findings: FindingsStore;
  metrics: MetricsStore;
  runs: RunsStore;
  events: EventsStore;
  schedules: SchedulesStore;
  settings: SettingsStore;
  engine: FileEngine;
  copies: Copies;
  clock: Clock;
  logger: Logger;
  /** The machine whose files these are. */
  host: string;
  /** Real paths that are never watched: this product's own data and key. */
  never: readonly string[];
  isDemo: boolean;
  publicUrl(): string;
  rules(): Promise<ActiveRule[]>;
  /** Puts a message into the outbox of the audit's channels, within the caller's transaction. */
  tell(scheduleId: string, notification: Notification): Promise<void>;
}

export type Trigger = 'schedule' | 'manual' | 'watch';
