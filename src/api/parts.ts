import type { Provider } from '../core/resource.ts';
import type { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { Config } from '../config/config.ts';
import type { StoredSettings } from '../config/stored.ts';
import type { FileIntegrityFacts } from '../delivery/reports/file-integrity-facts.ts';
import type { Dispatcher } from '../delivery/dispatcher.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { FileService } from '../jobs/file-service.ts';
import type { FileWatch } from '../jobs/file-watch.ts';
import type { FileAudits } from '../schedules/file-audits.ts';
import type { NamedSchedules } from '../schedules/named-schedules.ts';
import type { ScanSchedule } from '../schedules/scan-schedule.ts';
import type { Db } from '../store/db.ts';
import type { DeliveriesStore } from '../store/deliveries.ts';
import type { EventsStore } from '../store/events.ts';
import type { FacetsStore } from '../store/facets.ts';
import type { FileStatesStore } from '../store/file-states.ts';
import type { FindingsStore } from '../store/findings.ts';
import type { GovernanceStore } from '../store/governance.ts';
import type { InventoryStore } from '../store/inventory.ts';
import type { LedgerStore } from '../store/ledger.ts';
import type { ReadStore } from '../store/reads.ts';
import type { JobsStore } from '../store/jobs.ts';
import type { RunsStore, ScanScope } from '../store/runs.ts';
import type { TransportRow, TransportsStore } from '../store/transports.ts';
import type { TransportRegistry } from '../transports/registry.ts';
import type { estimateAnswer } from './contract/extraction.ts';
import type { SchedulesStore } from '../store/schedules.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { LiveHub } from './live.ts';
import type { Status } from './status.ts';

/** All that routes may use; `app.ts` fills it. */
export interface ApiParts {
  db: Db;
  access: Access;
  config: Config;
  storedSettings: StoredSettings;
  clock: Clock;
  logger: Logger;
  runs: RunsStore;
  findings: FindingsStore;
  inventory: InventoryStore;
  ledger: LedgerStore;
  reads: ReadStore;
  facets: FacetsStore;
  schedules: SchedulesStore;
  deliveries: DeliveriesStore;
  events: EventsStore;
  settings: SettingsStore;
  jobs: JobsStore;
  transports: TransportsStore;
  transportRegistry: TransportRegistry;
  /** Sends a batch without artifacts. */
  testTransport(row: TransportRow): Promise<{ delivered: boolean; message: string }>;
  /** What an extraction would cost. */
  governance: GovernanceStore;
  /** Clouds that are on. */
  enabledClouds(): Provider[];
  estimate(scope: ScanScope): Promise<z.infer<typeof estimateAnswer>>;
  /** What is being listed of a run in this process, in words. */
  currentTargets(runId: string): string[];
  files: FileService;
  fileAudits: FileAudits;
  fileStates: FileStatesStore;
  fileReport(period: { from: Date; to: Date }, madeBy: string): Promise<FileIntegrityFacts>;
  fileWatch: Pick<FileWatch, 'refresh' | 'stateOf'>;
  scanSchedule: ScanSchedule;
  namedSchedules: NamedSchedules;
  dispatcher: Dispatcher;
  live: LiveHub;
  status: Status;
  isDemo: boolean;
  version: string;
  publicUrl(): string;
  /** Asks the clouds who we are, now. */
  checkConnection(provider?: Provider): Promise<void>;
  /** Prometheus text. */
  metrics(): Promise<string>;
}
