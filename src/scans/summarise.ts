import type { HeadlineGroup, RunSummary, SummaryFinding } from '../core/summary.ts';
import { type Provider, providerNames } from '../core/resource.ts';
import type { Db } from '../store/db.ts';
import { type FindingRow, type FindingsStore, isCounted } from '../store/findings.ts';
import type { RunRow, RunsStore } from '../store/runs.ts';

/** The lines of the unused-resources message, in its order and its words; `hasRegions`: with a line for each. */
export const headlineLabels: readonly { type: string; label: string; hasRegions?: true; hasRisk?: true }[] = [
  { type: 'aws:ec2:instance', label: 'EC2 Instances', hasRegions: true },
  { type: 'aws:ec2:volume', label: 'EBS Volumes', hasRegions: true },
  { type: 'aws:s3:bucket', label: 'S3 Buckets' },
  { type: 'aws:iam:user', label: 'IAM Users' },
  { type: 'aws:iam:role', label: 'IAM Roles' },
  { type: 'aws:iam:access-key', label: 'Access Keys', hasRisk: true },
  { type: 'azure:compute:virtual-machine', label: 'Azure VMs', hasRegions: true },
  { type: 'azure:compute:disk', label: 'Azure Disks', hasRegions: true },
  { type: 'azure:storage:account', label: 'Azure Storage Accounts' },
  { type: 'azure:entra:service-principal', label: 'Azure Service Principals' },
  { type: 'gcp:compute:instance', label: 'GCP Instances', hasRegions: true },
  { type: 'gcp:compute:disk', label: 'GCP Disks', hasRegions: true },
  { type: 'gcp:storage:bucket', label: 'GCP Buckets' },
  { type: 'gcp:iam:service-account', label: 'GCP Service Accounts' },
  { type: 'gcp:iam:key', label: 'GCP Service Account Keys', hasRisk: true },
];

export interface SummaryParts {
  db: Db;
  findings: FindingsStore;
  runs: RunsStore;
  isDemo: boolean;
  publicUrl: string;
}

/** What a scan found, over all open findings: the message tells how things stand, and first what is new. */
export async function summarise(run: RunRow, end: { status: RunSummary['status']; at: Date; newSince: Date | undefined }, parts: SummaryParts): Promise<RunSummary> {
  const { findings, db, runs } = parts;
  const open = { status: ['open', 'in_progress'] };
  const opened = end.newSince === undefined ? open : { ...open, newSince: end.newSince };
  const [totals, groups, also, byRegion, keys, costliest, newest, news, gaps, places] = await Promise.all([
    findings.totals(open),
    headlineGroups(db, run.id),
    otherRules(db),
    regions(db),
    findings.facet({ ...open, type: headlineLabels.filter(({ hasRisk }) => hasRisk).map(({ type }) => type), headline: true }, 'risk'),
    findings.list(open, { column: 'saving', isDescending: true }, undefined, 20),
    findings.list(opened, { column: 'saving', isDescending: true }, undefined, 20),
    findings.totals(opened),
    // What the total lacks comes before what only other rules look at.
    runs.gaps(run.id, 50, headlineLabels.map(({ type }) => type)),
    runs.places(run.id),
  ]);
  return {
    runId: run.id,
    status: end.status,
    startedAt: (run.started_at ?? run.created_at).toISOString(),
    finishedAt: end.at.toISOString(),
    isDemo: parts.isDemo,
    publicUrl: parts.publicUrl,
    providers: places.providers as Provider[],
    accounts: places.accounts,
    regionsScanned: places.regions.length,
    unusedTotal: groups.reduce((sum, { count }) => sum + count, 0),
    headline: groups,
    also,
    monthlySaving: totals.monthly_saving,
    isEstimate: totals.is_estimate,
    keyRisk: { high: keys.find(({ value }) => value === 'High')?.count ?? 0, low: keys.find(({ value }) => value === 'Low')?.count ?? 0 },
    newFindings: newest.map(toSummaryFinding),
    newTotal: news.findings,
    resolvedTotal: run.findings_resolved,
    costliest: costliest.filter(({ monthly_saving, included_in }) => monthly_saving > 0 && included_in === null).map(toSummaryFinding),
    byRegion,
    gaps: gaps.rows.map(({ account, region, type, status, error }) => ({ account, region, type, status, message: error?.message ?? 'It did not end.', ...(error?.permission === undefined ? {} : { permission: error.permission }) })),
    gapTotal: gaps.total,
  };
}

/** Distinct resources that fail a headline rule, by type and region; of the clouds that the run visited, or that have such. */
async function headlineGroups(db: Db, runId: string): Promise<HeadlineGroup[]> {
  const visited = new Set((await db.query<{ provider: string }>('select distinct provider from run_target where run_id = $1', [runId])).map(({ provider }) => provider));
  const rows = await db.query<{ type: string; region: string; count: number; saving: number; high: number }>(
    `select f.type, f.region, count(distinct f.kh)::int as count, round(sum(case when f.included_in is null then f.monthly_saving else 0 end)::numeric, 2)::float8 as saving,
            count(*) filter (where f.risk = 'High')::int as high
       from finding f where ${isCounted} and f.headline group by f.type, f.region`,
  );
  const cloudOf = (type: string): string => type.split(':')[0] ?? '';
  const shown = new Set([...visited, ...rows.map(({ type }) => cloudOf(type))]);
  // Where nothing could be visited the message is about AWS, as it has always been.
  if (shown.size === 0) shown.add('aws');
  return headlineLabels.filter(({ type }) => shown.has(cloudOf(type))).map(({ type, label, hasRegions, hasRisk }) => {
    const own = rows.filter((row) => row.type === type);
    return {
      type,
      label,
      count: own.reduce((sum, { count }) => sum + count, 0),
      byRegion: hasRegions ? own.map(({ region, count }) => ({ region, count })).sort((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1)) : [],
      monthlySaving: round(own.reduce((sum, { saving }) => sum + saving, 0)),
      ...(hasRisk ? { highRisk: own.reduce((sum, { high }) => sum + high, 0) } : {}),
    };
  });
}

/** What rules without a heading of their own found, the dearest first; rules of the same title are told apart by their cloud. */
async function otherRules(db: Db): Promise<RunSummary['also']> {
  const rows = await db.query<RunSummary['also'][number] & { provider: string }>(
    `select f.rule_id as "ruleId", min(f.title) as title, min(split_part(f.type, ':', 1)) as provider, count(*)::int as count,
            round(sum(case when f.included_in is null then f.monthly_saving else 0 end)::numeric, 2)::float8 as "monthlySaving"
       from finding f where ${isCounted} and not f.headline group by f.rule_id order by 5 desc, 4 desc, 1`,
  );
  const named = new Map<string, number>();
  for (const { title } of rows) named.set(title, (named.get(title) ?? 0) + 1);
  return rows.map(({ provider, title, ...row }) => ({ ...row, title: named.get(title) === 1 ? title : `${title} (${providerNames[provider] ?? provider})` }));
}

async function regions(db: Db): Promise<RunSummary['byRegion']> {
  return db.query(
    `select f.region, count(distinct f.kh) filter (where f.headline)::int as count, round(sum(case when f.included_in is null then f.monthly_saving else 0 end)::numeric, 2)::float8 as "monthlySaving"
       from finding f where ${isCounted} group by f.region order by 3 desc, 2 desc, 1`,
  );
}

const round = (usd: number): number => Math.round(usd * 100) / 100;

function toSummaryFinding(row: FindingRow): SummaryFinding {
  return {
    id: row.id,
    ruleId: row.rule_id,
    title: row.title,
    severity: row.severity,
    ...(row.risk === null ? {} : { risk: row.risk }),
    resourceUid: row.resource_uid,
    resourceName: row.resource_name,
    resourceType: row.type,
    account: row.account,
    region: row.region,
    monthlySaving: row.included_in === null ? row.monthly_saving : 0,
    firstSeen: row.first_seen.toISOString(),
  };
}
