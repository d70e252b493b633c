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
  /** In the message's order: EC2 instances, volumes, buckets, users, roles, access keys. */
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
}

export interface HeadlineGroup {
  /** Resource type id, e.g. `aws:ec2:instance`. */
  type: string;
  /** The words of the message: `EC2 Instances`, `EBS Volumes`, `S3 Buckets`, `IAM Users`, `IAM Roles`, `Access Keys`. */
  label: string;
  count: number;
  /** By falling count, then name; empty for global types. */
  byRegion: { region: string; count: number }[];
  monthlySaving: number;
  /** Access keys only. */
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

/** What goes to people: the outbox keeps this, channels render it. */
export type Notification =
  | { kind: 'scan-summary'; summary: RunSummary; /** Free text of the person who sent it, shown first. */ message?: string }
  | { kind: 'schedule-late'; schedule: string; dueAt: string; reason: string; publicUrl: string; isDemo: boolean }
  | { kind: 'test'; channel: string; publicUrl: string; isDemo: boolean };
