import type * as c from '../../src/api/contract/index.ts';
import type { z } from 'zod';
import { accounts, ago, findings, isHeadline, isOpen, now, regions, ruleOf, rules, uuid } from './fixture-estate.ts';
import { landscape } from './fixture-inventory.ts';
import { live, runs, targets } from './fixture-runs.ts';

const has = (text: string | null, value: string): boolean => text === null || text === '' || text.split(',').includes(value);
const sum = (list: c.Finding[]): number => Math.round(list.reduce((total, each) => total + each.monthly_saving, 0) * 100) / 100;

export function filtered(search: URLSearchParams, without?: string): c.Finding[] {
  const get = (name: string): string | null => (name === without ? null : search.get(name));
  const q = get('q')?.toLowerCase();
  const since = get('new_since');
  const headline = get('headline');
  return findings.filter((each) => has(get('status'), each.status) && has(get('severity'), each.severity) && has(get('type'), each.resource.type) && has(get('region'), each.resource.region)
    && has(get('account'), each.resource.account) && has(get('rule_id'), each.rule_id) && has(get('category'), each.category) && has(get('risk'), each.risk ?? '')
    && (headline === null || isHeadline(each) === (headline === 'true')) && (since === null || each.first_seen > since)
    && (q === undefined || `${each.resource.name} ${each.resource.id} ${each.title}`.toLowerCase().includes(q)));
}

const weight = ['informational', 'low', 'medium', 'high', 'critical'];
export function sorted(list: c.Finding[], sort: string): c.Finding[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  const key = (each: c.Finding): number | string => ({ saving: each.monthly_saving, severity: weight.indexOf(each.severity), first_seen: each.first_seen, name: each.resource.name, region: each.resource.region })[sort.replace('-', '')] ?? 0;
  return [...list].sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
}

export function facets(search: URLSearchParams): c.FindingFacets {
  const by = (name: string, of: (each: c.Finding) => string) => [...Map.groupBy(filtered(search, name), of)].map(([value, list]) => ({ value, count: list.length, monthly_saving: sum(list) }));
  const list = filtered(search);
  return {
    total: list.length, resources: new Set(list.map((each) => each.resource.id)).size, monthly_saving: sum(list), is_estimate: true, regions: new Set(list.map((each) => each.resource.region)).size,
    status: by('status', (each) => each.status), rule_id: by('rule_id', (each) => each.rule_id), type: by('type', (each) => each.resource.type), category: by('category', (each) => each.category),
    severity: by('severity', (each) => each.severity), account: by('account', (each) => each.resource.account), region: by('region', (each) => each.resource.region),
  };
}

export function findingDetail(each: c.Finding): c.FindingDetail {
  return {
    ...each, rule: { rationale: 'It costs money every month and nothing uses it. Snapshots keep its content at a fraction of the price.', parameters: Object.fromEntries(ruleOf(each.rule_id).parameters.map((one) => [one.name, one.value])) },
    note: null,
    history: [{ at: each.first_seen, kind: 'opened', run_id: runs[3]?.id ?? null, note: null, actor: null }, { at: each.last_seen, kind: 'seen', run_id: runs[0]?.id ?? null, note: null, actor: null }],
    related: each.resource.type === 'aws:ec2:volume' ? [{ ...each.resource, id: 'arn:aws:ec2:snapshot/1', type: 'aws:ec2:snapshot', name: 'snap-0f3c', relation: 'snapshot_of', direction: 'in' }] : [],
    resource_attributes: each.evidence.fields, resource_tags: { Name: each.resource.name, team: 'platform', env: 'staging' },
  };
}

const labels: Record<string, string> = { 'aws:ec2:instance': 'EC2 Instances', 'aws:ec2:volume': 'EBS Volumes', 'aws:s3:bucket': 'S3 Buckets', 'aws:iam:user': 'IAM Users', 'aws:iam:role': 'IAM Roles', 'aws:iam:access-key': 'Access Keys' };
const trend = Array.from({ length: 30 }, (_, index) => {
  const run = runs[29 - index] as c.Run;
  return { at: run.finished_at ?? run.created_at, run_id: run.id, status: run.status, unused: 96 + Math.round(index * 0.7 + 3 * Math.sin(index)), monthly_saving: 1900 + index * 21 + 60 * Math.sin(index / 2), high_risk_keys: 4 + Math.floor(index / 12) };
});

export function overview(isFirst: boolean): c.Overview {
  const list = findings.filter((each) => isOpen(each) && isHeadline(each));
  const open = findings.filter(isOpen);
  const group = (of: (each: c.Finding) => string) => [...Map.groupBy(list, of)].map(([value, each]) => ({ value, count: each.length, monthly_saving: sum(each) }));
  const done = !isFirst;
  const checklist: c.Overview['checklist'] = [
    { id: 'connect', title: 'Connect a cloud', done }, { id: 'scan', title: 'Run the first scan', done }, { id: 'schedule', title: 'Set when scans run', done }, { id: 'channel', title: 'Add a channel for messages', done: false }, { id: 'message', title: 'See the first message arrive', done: false },
  ];
  const last = runs.find((run) => run.finished_at !== null) ?? null;
  return {
    verdict: isFirst ? 'Nothing has been scanned yet.' : `${list.length} unused resources cost about $${Math.round(sum(open))} a month, and 6 access keys are High risk.`,
    tone: isFirst ? 'unknown' : 'attention',
    unused: { total: isFirst ? 0 : list.length, change: isFirst ? null : 3 }, saving: { monthly: isFirst ? 0 : sum(open), currency: 'USD', is_estimate: true, change: isFirst ? null : -42.5 },
    keys: { high: isFirst ? 0 : open.filter((each) => each.risk === 'High').length, low: 5, change: 0 },
    open_findings: { total: open.length, by_severity: { informational: 12, low: 90, medium: 58, high: 6, critical: 0 } },
    by_type: isFirst ? [] : group((each) => each.resource.type).map(({ value, ...rest }) => ({ type: value, label: labels[value] ?? value, ...rest })),
    by_region: isFirst ? [] : group((each) => each.resource.region).map(({ value, ...rest }) => ({ region: value, ...rest })),
    also: isFirst ? [] : rules.filter((each) => !each.headline).map((each) => { const found = open.filter((one) => one.rule_id === each.id); return { rule_id: each.id, title: each.title, count: found.length, monthly_saving: sum(found) }; }),
    trend: isFirst ? [] : trend,
    schedule: { enabled: !isFirst, description: isFirst ? 'Off' : 'Every day at 02:00 UTC', next_scan: isFirst ? null : new Date(now + 5.4 * 3_600_000).toISOString() },
    last_run: isFirst ? null : last, running: live.run,
    changes: isFirst ? [] : findings.filter((_, index) => index % 13 === 0).slice(0, 9).map((each, index) => ({ at: ago(4), kind: index % 4 === 3 ? 'finding_resolved' as const : index === 2 ? 'finding_reopened' as const : 'finding_opened' as const, finding_id: each.id, title: each.title, resource_name: each.resource.name, region: each.resource.region, monthly_saving: each.monthly_saving })),
    gaps: isFirst ? [] : targets().filter((each) => each.error !== null).map((each) => ({ account: each.account, region: each.region, type: each.type, status: each.status, message: each.error?.message ?? '', ...(each.error?.permission === undefined ? {} : { permission: each.error.permission }), since: ago(60 * 50) })),
    checklist,
  };
}

export const resources: c.Resource[] = [...landscape, ...findings.map((each) => ({ ...each.resource, tags: { Name: each.resource.name, team: 'platform' }, attributes: each.evidence.fields, first_seen: each.first_seen, last_seen: each.last_seen, hash: each.evidence.resource_hash, gone_at: null }))];
export const inventory = (): z.infer<typeof c.inventorySummary> => {
  const scopes = targets().map((each) => ({ provider: 'aws' as const, account: each.account, region: each.region, type: each.type, live: each.resources, status: each.status, last_complete_at: each.finished_at }));
  return { total: scopes.reduce((total, each) => total + each.live, 0), scopes };
};
export const session = (isDemo: boolean): c.Session => ({ mode: 'local', role: 'administrator', name: 'You, on this machine', is_demo: isDemo, version: '0.1.0', now: new Date().toISOString(), counts: { open_findings: findings.filter(isOpen).length, running_runs: live.run === null ? 0 : 1, failed_deliveries: 1 } });

export const connections: c.Connection[] = [
  { provider: 'aws', state: 'connected', source: 'profile production', accounts: accounts.map((each) => ({ ...each, role_arn: null })), regions, endpoint: null, message: 'Connected as arn:aws:iam::112233445566:user/roundsman.', checked_at: ago(4) },
  { provider: 'azure', state: 'disabled', source: null, accounts: [], regions: [], endpoint: null, message: 'No credentials were found for it. Settings > Connections says how to sign in.', checked_at: null },
];
export const ruleList = (): z.infer<typeof c.rule>[] => rules.map((each) => ({ id: each.id, title: each.title, category: 'waste', severity: each.severity, resource_type: each.type, rationale: 'It costs money every month and nothing uses it.', enabled: true, headline: each.headline, parameters: each.parameters, open_findings: findings.filter((one) => one.rule_id === each.id && isOpen(one)).length }));
export const settings: z.infer<typeof c.settingEntry>[] = [
  { name: 'HOST', help: 'Address to listen on', value: 'loopback', source: 'default', locked: null, is_secret: false, editable: false },
  { name: 'PORT', help: 'The dashboard and every API', value: '8084', source: 'environment', locked: 'Set by the environment variable PORT', is_secret: false, editable: false },
  { name: 'LOG_LEVEL', help: 'How much the log says: DEBUG, INFO, WARNING or ERROR', value: 'INFO', source: 'default', locked: null, is_secret: false, editable: true },
  { name: 'MAX_CONCURRENT_EXTRACTORS', help: 'Targets collected at once; auto rises while latency and CPU allow', value: 'auto', source: 'dashboard', locked: null, is_secret: false, editable: true },
  { name: 'SMTP_PASSWORD', help: 'Password for the mail server', value: '***', source: 'file', locked: 'Set in the file named by CONFIG_FILE', is_secret: true, editable: false },
];
export const problemOf = (status: number, title: string, detail: string): c.Problem => ({ type: 'about:blank', title, status, detail, errors: [] });
export const idOf = uuid;
