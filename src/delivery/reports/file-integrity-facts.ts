import type { HistoryCheckpoint } from '../../core/summary.ts';

/** What the report about file integrity is made of. Times are ISO 8601 UTC; paths are as people see them. */
export interface FileIntegrityFacts {
  period: { from: string; to: string };
  madeAt: string;
  /** The name of who asked for it. */
  madeBy: string;
  /** Of the product. */
  version: string;
  isDemo: boolean;
  /** Whatever was watched in the period, also what is not any more. */
  targets: WatchedTarget[];
  audits: AuditChecks[];
  /** Opened in the period, and those from before it that were open in it. */
  alerts: AlertFacts[];
  /** Places that could not be compared, as of the last check of each. */
  gaps: CoverageGap[];
  history: HistoryFacts;
}

/** A watched file or folder. */
export interface WatchedTarget {
  host: string;
  path: string;
  kind: 'file' | 'folder' | 'upload';
  isRecursive: boolean;
  include: string[];
  exclude: string[];
  /** `append_only`: a log, which may grow while what it held stays. */
  mode: 'standard' | 'append_only';
  /** Who registered it; null for the service itself. */
  owner: string | null;
  audit: string;
  files: number;
  /** When its first baseline was taken, which read every byte; null while it is being taken. */
  watchedSince: string | null;
  removedAt: string | null;
  lastSweepAt: string | null;
  lastFullAt: string | null;
  /** Ends of the comparisons of every byte in the period, and of the last one before it, in any order. */
  fullComparisons: string[];
}

/** The checks of one audit in the period. */
export interface AuditChecks {
  name: string;
  host: string;
  isRunning: boolean;
  intervalSeconds: number;
  fullIntervalSeconds: number;
  completed: number;
  /** Ended, with watched paths that could not be checked. */
  partial: number;
  failed: number;
  cancelled: number;
  /** Not finished within twice the interval. */
  late: number;
  /** Checks that were late or failed, with the reason. */
  trouble: { at: string; what: 'late' | 'failed' | 'partial' | 'cancelled'; reason: string }[];
}

export interface AlertFacts {
  id: string;
  audit: string;
  host: string;
  openedAt: string;
  /** Files of the cause. */
  files: number;
  /** How many of them are logs that may only grow. */
  appendOnlyFiles: number;
  root: string;
  /** How many files by status: tampered, missing, added, unreadable. */
  statuses: Record<string, number>;
  /** How many are still not as accepted. */
  openFiles: number;
  answers: AlertAnswer[];
}

export interface AlertAnswer {
  at: string;
  by: string;
  /** `accepted`, `restored`, `expected` (announced before), `removed` (not watched any more). */
  action: 'accepted' | 'restored' | 'expected' | 'removed';
  files: number;
  note: string;
}

export interface CoverageGap {
  host: string;
  /** The watched path that it lies in. */
  target: string;
  path: string;
  reason: string;
  detail: string;
  since: string | null;
}

export interface HistoryFacts {
  entries: number;
  /** Time of the first entry that is kept. */
  keptSince: string | null;
  head: { position: number; hash: string } | null;
  checkpoint: HistoryCheckpoint | null;
  publicKey: string;
  /** The last time that the chain was checked from end to end; null: not for this report. */
  verified: { at: string; problems: number } | null;
}
