import type { Provider } from './resource.ts';
import type { Severity } from './severity.ts';

/** What a finished scan tells people; every channel renders its message from this and nothing else. */
export interface RunSummary {
  runId: string;
  status: 'completed' | 'partial' | 'failed' | 'cancelled';
  startedAt: string;
  finishedAt: string;
  /** True where the estate is simulated; every message says so. */
  isDemo: boolean;
  /** Where links point, without a trailing slash. */
  publicUrl: string;
  providers: Provider[];
  accounts: string[];
  regionsScanned: number;
  /** Distinct resources that fail a headline rule. Equals the sum of `headline[].count`. */
  unusedTotal: number;
  /** In the message's order: EC2 instances, volumes, buckets, users, roles, access keys, then what is alike in the other clouds. Those of clouds that were not visited and have nothing open are left out. */
  headline: HeadlineGroup[];
  /** Failures of the other rules, by rule, most resources first. */
  also: { ruleId: string; title: string; count: number; monthlySaving: number }[];
  /** USD a month over all open findings, each resource counted once with its largest saving. */
  monthlySaving: number;
  /** True while any part of the saving comes from the shipped table or is an upper bound. */
  isEstimate: boolean;
  /** Active and inactive unused access keys. */
  keyRisk: { high: number; low: number };
  /** Findings opened or reopened since the last message went out, costliest first, at most 20; `newTotal` counts all. */
  newFindings: SummaryFinding[];
  newTotal: number;
  resolvedTotal: number;
  /** Costliest open findings, at most 20. */
  costliest: SummaryFinding[];
  /** Saving and count by region, by falling count. */
  byRegion: { region: string; count: number; monthlySaving: number }[];
  /** Targets that could not be read in full, at most 50; `gapTotal` counts all. */
  gaps: { account: string; region: string; type: string; status: string; message: string; permission?: string }[];
  gapTotal: number;
  /** The head of the history when the scan had ended; absent where none is kept. */
  checkpoint?: HistoryCheckpoint;
}

export interface HeadlineGroup {
  /** Resource type id, e.g. `aws:ec2:instance`. */
  type: string;
  /** The words of the message: `EC2 Instances`, `EBS Volumes`, `S3 Buckets`, `IAM Users`, `IAM Roles`, `Access Keys`, `Azure VMs`, `GCP Disks`. */
  label: string;
  count: number;
  /** By falling count, then name; empty for global types. */
  byRegion: { region: string; count: number }[];
  monthlySaving: number;
  /** Keys only. */
  highRisk?: number;
}

export interface SummaryFinding {
  id: string;
  ruleId: string;
  title: string;
  severity: Severity;
  risk?: 'High' | 'Low';
  resourceUid: string;
  resourceName: string;
  resourceType: string;
  account: string;
  region: string;
  monthlySaving: number;
  /** ISO 8601 UTC. */
  firstSeen: string;
}

/** Files that are not as they were accepted, of one cause. */
export interface FilesChanged {
  alertId: string;
  /** The audit's name: `file-audit` or one of its own. */
  audit: string;
  host: string;
  /** ISO 8601 UTC. */
  openedAt: string;
  /** All files of the cause so far; `files` names the first ones, at most 20. */
  count: number;
  /** False for the first message, which goes out at once; true for the one that tells the extent when it is over. */
  isUpdate: boolean;
  /** The deepest folder that all of them lie below. */
  root: string;
  /** How many files by status: tampered, missing, added, unreadable. */
  statuses: Record<string, number>;
  files: ChangedFile[];
  checkpoint: HistoryCheckpoint;
  publicUrl: string;
  isDemo: boolean;
}

export interface ChangedFile {
  id: string;
  /** Escaped for people. */
  path: string;
  status: string;
  changes: string[];
  sha256: string | null;
  previousSha256: string | null;
  size: number | null;
  /** Of a small text file, secrets masked. */
  diff?: string;
}

/** The signed head of the history as it was when a message was made. */
export interface HistoryCheckpoint {
  position: number;
  hash: string;
  /** ISO 8601 UTC. */
  at: string;
  signature: string;
  publicKey: string;
}

/** What goes to people: the outbox keeps this, channels render it. */
export type Notification =
  | { kind: 'files-changed'; change: FilesChanged }
  | { kind: 'check-late'; audit: string; dueAt: string; lastAt: string | null; publicUrl: string; isDemo: boolean }
  | { kind: 'scan-summary'; summary: RunSummary; /** Free text of the person who sent it, shown first. */ message?: string }
  | { kind: 'schedule-late'; schedule: string; dueAt: string; reason: string; publicUrl: string; isDemo: boolean }
  | { kind: 'test'; channel: string; publicUrl: string; isDemo: boolean };
