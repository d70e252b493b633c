import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type * as c from '../../src/api/contract/index.ts';

/** A made-up estate for looking at the dashboard without the service: the same every time. */
let seed = 7;
export const random = (): number => {
  seed = (seed * 16_807) % 2_147_483_647;
  return seed / 2_147_483_647;
};
export const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
export const uuid = (text: string): string => createHash('sha256').update(text).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
export const now = Date.now();
export const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const hex = (length: number): string => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

export const accounts = [{ id: '112233445566', name: 'production' }, { id: '778899001122', name: 'sandbox' }];
export const regions = ['us-east-1', 'eu-west-1', 'ap-south-1', 'eu-central-1', 'us-west-2', 'ap-southeast-2', 'sa-east-1', 'ca-central-1'];

export interface RuleFixture {
  id: string;
  title: string;
  type: string;
  severity: z.infer<typeof c.severity>;
  number: number;
  headline: boolean;
  monthly: () => number;
  parameters: z.infer<typeof c.rule>['parameters'];
}
const days = (name: string, value: number) => ({ name, help: 'Days without use before it counts', value, default: value });
const rule = (id: string, title: string, type: string, severity: RuleFixture['severity'], number: number, headline: boolean, monthly: () => number, parameters: RuleFixture['parameters'] = []): RuleFixture => ({ id, title, type, severity, number, headline, monthly, parameters });
const cents = (low: number, high: number) => () => Math.round((low + random() * (high - low)) * 100) / 100;
const nothing = (): number => 0;
export const rules: RuleFixture[] = [
  rule('aws-ec2-stopped', 'Stopped instance', 'aws:ec2:instance', 'low', 34, true, cents(2, 60), [days('grace_days', 0)]),
  rule('aws-ebs-unattached', 'Volume attached to nothing', 'aws:ec2:volume', 'medium', 41, true, cents(1, 95), [days('grace_days', 0)]),
  rule('aws-ebs-gp2', 'gp2 volume that gp3 would serve for less', 'aws:ec2:volume', 'low', 26, false, cents(0.4, 12)),
  rule('aws-s3-empty', 'Empty bucket', 'aws:s3:bucket', 'informational', 12, true, nothing),
  rule('aws-iam-user-unused', 'User not used for 90 days', 'aws:iam:user', 'medium', 9, true, nothing, [days('unused_days', 90)]),
  rule('aws-iam-role-unused', 'Role not used for 90 days', 'aws:iam:role', 'low', 14, true, nothing, [days('unused_days', 90)]),
  rule('aws-iam-key-unused-active', 'Active access key not used for 90 days', 'aws:iam:access-key', 'high', 6, true, nothing, [days('unused_days', 90)]),
  rule('aws-iam-key-unused-inactive', 'Inactive access key still there', 'aws:iam:access-key', 'low', 5, true, nothing, [days('unused_days', 90)]),
  rule('aws-eip-unassociated', 'Elastic IP associated with nothing', 'aws:ec2:elastic-ip', 'medium', 11, false, () => 3.65),
  rule('aws-snapshot-old', 'Snapshot older than a year whose volume is gone', 'aws:ec2:snapshot', 'low', 22, false, cents(0.3, 18), [days('age_days', 365)]),
];

const ids: Record<string, () => string> = {
  'aws:ec2:instance': () => `i-0${hex(16)}`,
  'aws:ec2:volume': () => `vol-0${hex(16)}`,
  'aws:ec2:snapshot': () => `snap-0${hex(16)}`,
  'aws:ec2:elastic-ip': () => `eipalloc-0${hex(16)}`,
  'aws:s3:bucket': () => `${pick(['logs', 'exports', 'tmp', 'assets', 'backup'])}-${pick(['team-a', 'payments', 'search', 'ml'])}-${hex(4)}`,
  'aws:iam:user': () => `${pick(['jo', 'sam', 'ci', 'backup', 'terraform', 'legacy'])}-${pick(['deploy', 'reader', 'bot', 'admin'])}-${hex(2)}`,
  'aws:iam:role': () => `${pick(['lambda', 'ecs', 'batch', 'glue'])}-${pick(['exec', 'task', 'etl'])}-${hex(3)}`,
  'aws:iam:access-key': () => `AKIA${hex(16).toUpperCase()}`,
};
const names = ['web-01', 'old-build-agent', 'postgres-data-2023', 'kafka-broker-3', 'tmp-restore', 'jenkins-home', 'analytics-scratch', 'bastion-old', '', '', ''];

function fieldsOf(type: string, size: number): Record<string, unknown> {
  if (type === 'aws:ec2:instance') return { state: 'stopped', instance_type: pick(['t3.medium', 'm5.xlarge', 'c6i.large']), stopped_at: ago(60 * 24 * 40), volume_gib: size };
  if (type === 'aws:ec2:volume') return { state: 'available', volume_type: 'gp3', size_gib: size, instance_ids: [], encrypted: random() > 0.4 };
  if (type.startsWith('aws:iam')) return { last_used_at: random() > 0.5 ? null : ago(60 * 24 * 140), created_at: ago(60 * 24 * 600), status: 'Active' };
  return { size_gib: size, created_at: ago(60 * 24 * 500) };
}

function finding(from: RuleFixture, index: number): c.Finding {
  const account = random() > 0.3 ? accounts[0] : accounts[1];
  const isGlobal = from.type.startsWith('aws:iam');
  const region = isGlobal ? 'global' : regions[Math.min(7, Math.floor(random() ** 1.8 * 8))] ?? 'us-east-1';
  const id = (ids[from.type] ?? (() => hex(8)))();
  const named = from.type.startsWith('aws:ec2') ? pick(names) : '';
  const monthly = from.monthly();
  const size = Math.round(monthly / 0.08) || 8;
  const status = index % 17 === 5 ? 'in_progress' : index % 23 === 7 ? 'suppressed' : index % 29 === 9 ? 'resolved' : 'open';
  const word = from.type.split(':').at(-1) ?? 'thing';
  return {
    id: uuid(`${from.id}${index}`),
    rule_id: from.id,
    title: from.title,
    category: from.id.includes('key-unused-active') ? 'posture' : 'waste',
    severity: from.severity,
    risk: from.id.endsWith('unused-active') ? 'High' : from.id.endsWith('unused-inactive') ? 'Low' : null,
    status,
    resource: { id: `arn:aws:${from.type.split(':')[1]}:${isGlobal ? '' : region}:${account?.id}:${word}/${id}`, type: from.type, name: named === '' ? id : named, provider: 'aws', account: account?.id ?? '', region },
    monthly_saving: monthly,
    currency: 'USD',
    first_seen: ago(index % 13 === 0 ? 3 : 60 * 24 * Math.ceil(random() * 90)),
    last_seen: ago(4),
    evidence: {
      summary: summaryOf(from, size),
      fields: fieldsOf(from.type, size),
      read_at: ago(4),
      read_by: from.type === 'aws:ec2:volume' ? 'ec2:DescribeVolumes' : `${from.type.split(':')[1]}:List`,
      resource_hash: hex(16),
      saving: monthly === 0 ? null : { monthly, currency: 'USD', formula: `${size} GiB × $0.08 per GiB-month (gp3, ${region})`, source: index % 2 === 0 ? 'shipped-table' : 'aws-price-list', price_date: '2026-08-01', bound: index % 3 === 0 ? 'exact' : 'estimate', confidence: 'high' },
      included_in: null,
    },
    remediation: {
      advice: index % 19 === 3 ? 'It carries the tag `keep=true`, so this is advice only.' : null,
      steps: from.type === 'aws:ec2:volume' ? [
        { command: `aws ec2 create-snapshot --region ${region} --volume-id ${id} --description "before removal"`, undo: `aws ec2 delete-snapshot --region ${region} --snapshot-id SNAPSHOT_ID`, permission: 'ec2:CreateSnapshot' },
        { command: `aws ec2 delete-volume --region ${region} --volume-id ${id}`, undo: 'Create it again from the snapshot above.', permission: 'ec2:DeleteVolume' },
      ] : [{ command: `aws ${from.type.split(':')[1]} delete-${word} --name ${id}`, undo: '', permission: `${from.type.split(':')[1]}:Delete` }],
    },
  };
}

function summaryOf(from: RuleFixture, size: number): string {
  const sentences: Record<string, string> = {
    'aws-ec2-stopped': `Stopped for 40 days; its ${size} GiB of volumes still cost.`,
    'aws-ebs-unattached': `${size} GiB gp3 volume, attached to nothing since 12 March 2026.`,
    'aws-iam-key-unused-active': 'The key is active and was last used 140 days ago, from eu-west-1 for S3.',
  };
  return sentences[from.id] ?? `${from.title}, seen in every scan since it was first found.`;
}

export const findings: c.Finding[] = rules.flatMap((from) => Array.from({ length: from.number }, (_, index) => finding(from, index)));
export const ruleOf = (id: string): RuleFixture => rules.find((each) => each.id === id) ?? (rules[0] as RuleFixture);
export const isOpen = (each: c.Finding): boolean => each.status === 'open' || each.status === 'in_progress';
export const isHeadline = (each: c.Finding): boolean => ruleOf(each.rule_id).headline;
