import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Config } from './config/config.ts';
import { fileAuditJob } from './core/jobs.ts';
import { enqueueNotification } from './delivery/notify.ts';
import { createFileAuditKind } from './jobs/file-audit.ts';
import { createFileService, type FileService } from './jobs/file-service.ts';
import { createFileWatch, type FileWatch } from './jobs/file-watch.ts';
import { fileIntegrityFacts } from './jobs/file-report.ts';
import { createRunWorker, type RunWorker } from './jobs/run-worker.ts';
import { createFileEngine } from './providers/files/engine.ts';
import { activeRules } from './scans/active-rules.ts';
import { createCopies } from './scans/files/copies.ts';
import type { FileParts } from './scans/files/parts.ts';
import { auditSettingsOf, createFileAudits, type FileAudits } from './schedules/file-audits.ts';
import type { DeliveriesStore } from './store/deliveries.ts';
import { type FileStatesStore, fileStatesStore } from './store/file-states.ts';
import { scheduleChannel } from './store/schedules.ts';
import { watchedStore } from './store/watched.ts';

/** What the rest of the application lends to the file audit. */
export type LentParts = Pick<FileParts, 'db' | 'ledger' | 'inventory' | 'findings' | 'metrics' | 'runs' | 'events' | 'schedules' | 'settings' | 'clock' | 'logger' | 'isDemo' | 'publicUrl'> & {
  deliveries: DeliveriesStore;
  config: Config;
  worker: string;
  version: string;
  /** Channels that are told while an audit names none. */
  defaultChannels(): string[];
};

/** The facts of the report about a time, for the one who asked. */
export type FileReport = (period: { from: Date; to: Date }, madeBy: string) => ReturnType<typeof fileIntegrityFacts>;

export interface FileAuditing {
  files: FileService;
  fileAudits: FileAudits;
  fileStates: FileStatesStore;
  fileWatch: FileWatch;
  fileWorker: RunWorker;
  fileReport: FileReport;
  start(): Promise<void>;
  stop(limitMs: number): Promise<void>;
}

const mebibyte = 1024 * 1024;

/** Joins the parts of the file audit. */
export function createFileAuditing(lent: LentParts): FileAuditing {
  const { db, schedules, runs, events, clock, logger, config, deliveries } = lent;
  const dataDir = path.resolve(config.value<string>('DATA_DIR'));
  const fileStates = fileStatesStore(db);
  const fileAudits = createFileAudits({ db, schedules, runs, events, clock });
  const engine = createFileEngine({ maxMbPerSecond: () => config.value<number>('MAX_MB_PER_SECOND') });
  const parts: FileParts = {
    ...lent,
    watched: watchedStore(db),
    states: fileStates,
    engine,
    copies: createCopies(dataDir),
    host: os.hostname(),
    never: [realPath(dataDir)],
    rules: () => activeRules(lent.settings),
    async tell(scheduleId, notification) {
      const audit = await fileAudits.row(scheduleId);
      await enqueueNotification(deliveries, { notification, channels: auditSettingsOf(audit).channels ?? lent.defaultChannels(), now: clock.now() });
    },
  };
  const registering = { ...parts, allowedRoots: () => allowedRoots(config) };
  const { kind, progressOf } = createFileAuditKind({ ...registering, fullIntervalOf: async (scheduleId) => auditSettingsOf(await fileAudits.row(scheduleId)).fullIntervalSeconds, onChecked: () => fileWatch.refreshIfNew() });
  const fileWorker = createRunWorker({ db, runs, clock, logger, worker: lent.worker, maxParallel: 2, kinds: { [fileAuditJob]: kind } });
  const fileWatch = createFileWatch({
    ...parts,
    audits: async () => (await fileAudits.list()).map((row) => ({ ...row, watch: auditSettingsOf(row).watch, intervalSeconds: auditSettingsOf(row).intervalSeconds })),
    sweep: (scheduleId) => fileAudits.runNow(scheduleId),
  });
  const files = createFileService({
    ...registering,
    progressOf,
    runRoot: async (scheduleId, rootId) => (await fileAudits.runNow(scheduleId, { root_id: rootId, full: true })).runId,
    onRootsChanged: () => fileWatch.refresh(),
    uploadLimitBytes: () => config.value<number>('UPLOAD_MAX_MB') * mebibyte,
  });
  let hasStarted = false;

  return {
    files,
    fileAudits,
    fileStates,
    fileWatch,
    fileWorker,
    fileReport: (period, madeBy) => fileIntegrityFacts(period, madeBy, { ...parts, version: lent.version, audits: async () => (await fileAudits.list()).map((row) => ({ ...row, audit: auditSettingsOf(row) })) }),
    async start() {
      hasStarted = true;
      await fileWorker.start();
      await fileWatch.start();
      await db.listen(scheduleChannel, () => fileWatch.refresh());
    },
    async stop(limitMs) {
      if (hasStarted) {
        await fileWatch.stop();
        await fileWorker.stop(limitMs);
      }
      await engine.close();
    },
  };
}

/** The user's home and the working directory, unless set. */
function allowedRoots(config: Config): string[] {
  const set = config.value<string[] | undefined>('INTEGRITY_ROOTS');
  return set !== undefined && set.length > 0 ? set : [...new Set([os.homedir(), process.cwd()])];
}

function realPath(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}
