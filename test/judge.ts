import fs from 'node:fs';
import type { z } from 'zod';
import type { Resource } from '../src/core/resource.ts';
import type { Evaluation, MetricFacts, Prices, Rule, RuleContext } from '../src/core/rule.ts';
import { awsEc2ElasticIp } from '../src/providers/aws/ec2/elastic-ip.ts';
import { awsEc2Instance } from '../src/providers/aws/ec2/instance.ts';
import { awsEc2Snapshot } from '../src/providers/aws/ec2/snapshot.ts';
import { awsEc2Volume } from '../src/providers/aws/ec2/volume.ts';
import { awsIamAccessKey } from '../src/providers/aws/iam/access-key.ts';
import { awsIamRole } from '../src/providers/aws/iam/role.ts';
import { awsIamUser } from '../src/providers/aws/iam/user.ts';
import { awsS3Bucket } from '../src/providers/aws/s3/bucket.ts';
import { filesHostAudit } from '../src/providers/files/host/audit.ts';
import { filesHostFile } from '../src/providers/files/host/file.ts';

/** The day on which test rules judge. */
export const today = new Date('2026-11-22T12:00:00Z');
export const daysAgo = (days: number): Date => new Date(today.getTime() - days * 86_400_000);
export const isoDaysAgo = (days: number): string => daysAgo(days).toISOString();

/** Round prices, the same in every region but `nowhere`, as a price API would give them. */
const usd: Readonly<Record<string, number>> = {
  'ebs.gp2': 0.1, 'ebs.gp3': 0.08, 'ebs.gp3.iops': 0.005, 'ebs.gp3.mibps': 0.04, 'ebs.io1': 0.125, 'ebs.io1.iops': 0.065, 'ebs.st1': 0.045,
  'snapshot.standard': 0.05, 'snapshot.archive': 0.0125, ipv4: 0.005, 'ec2.m4.large': 0.1, 'ec2.m5.large': 0.096, 'ec2.t3.micro': 0.01, 'ec2.m6g.large': 0.077, 'ec2.t4g.micro': 0.02,
};
export const livePrices: Prices = {
  unit: (region, sku) => (region === 'nowhere' || usd[sku] === undefined ? undefined : { usd: usd[sku], source: 'aws-price-list', date: '2026-11-01' }),
};
export const shippedPrices: Prices = {
  unit: (region, sku) => {
    const price = livePrices.unit(region, sku);
    return price === undefined ? undefined : { ...price, source: 'shipped-table', date: '2025-06-01' };
  },
};

/** A plain resource of each type; what matters to a test is given. */
export const aVolume = maker(awsEc2Volume, 'volume/vol-1', {
  volume_id: 'vol-1', state: 'available', size_gib: 100, volume_type: 'gp3', iops: 3000, throughput_mibps: 125, encrypted: true, kms_key_id: null, snapshot_id: null,
  availability_zone: 'us-east-1a', instance_uids: [], deletes_on_termination: false,
});
export const anInstance = maker(awsEc2Instance, 'instance/i-1', {
  instance_id: 'i-1', state: 'running', instance_type: 'm5.large', architecture: 'x86_64', platform: 'Linux/UNIX', lifecycle: 'on-demand', launched_at: isoDaysAgo(100), stopped_at: null, stop_reason: null,
  availability_zone: 'us-east-1a', image_id: 'ami-1', vpc_id: 'vpc-1', subnet_id: 'subnet-1', security_group_ids: [], instance_profile_arn: null, key_name: null, public_ip: null, private_ip: '10.0.0.1',
  volume_uids: [], imds_v2_required: true, eks_cluster: null,
});
export const aSnapshot = maker(awsEc2Snapshot, 'snapshot/snap-1', {
  snapshot_id: 'snap-1', state: 'completed', volume_id: 'vol-1', volume_uid: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1', volume_size_gib: 50, started_at: isoDaysAgo(200), description: '', encrypted: true,
  storage_tier: 'standard', image_ids: [], managed_by: null,
});
export const anAddress = maker(awsEc2ElasticIp, 'elastic-ip/eipalloc-1', {
  allocation_id: 'eipalloc-1', public_ip: '52.0.0.1', domain: 'vpc', association_id: null, instance_uid: null, network_interface_id: null,
});
/** As a scan without details lists it. */
export const aBucket = maker(awsS3Bucket, 'bucket', {
  bucket_region: 'us-east-1', created_at: isoDaysAgo(500), is_empty: true, versioning: null, mfa_delete: null, encryption: null, kms_key_uid: null, blocks_public_acls: null, ignores_public_acls: null,
  blocks_public_policy: null, restricts_public_buckets: null, object_ownership: null, has_public_policy: null, public_acl_permissions: null, is_public: null, logging_bucket_uid: null, lifecycle_rules: null,
  expires_noncurrent_versions: null, aborts_incomplete_uploads: null, replication_bucket_uids: null, has_object_lock: null, has_website: null,
});
export const aUser = maker(awsIamUser, 'user/ada', {
  user_name: 'ada', user_id: 'AIDA1', path: '/', created_at: isoDaysAgo(500), group_names: [], group_uids: [], attached_policy_arns: [], permissions_boundary_arn: null, inline_policies: [], has_console_password: true, password_last_used: null, mfa_active: false,
  active_keys: 0, inactive_keys: 0, key_last_used: null, use_known: true,
});
export const aRole = maker(awsIamRole, 'role/app', {
  role_name: 'app', role_id: 'AROA1', path: '/', created_at: isoDaysAgo(500), last_used: null, last_used_region: null, attached_policy_arns: [], instance_profile_arns: [], permissions_boundary_arn: null, inline_policies: [],
  trust_policy: null, trusted_principals: [], is_service_linked: false,
});
export const aKey = maker(awsIamAccessKey, 'user/ada/access-key/AKIA1', {
  access_key_id: 'AKIA1', user_name: 'ada', user_uid: 'arn:aws:iam::123456789012:user/ada', is_active: true, created_at: isoDaysAgo(500), last_used: null, last_used_service: null, last_used_region: null,
});
/** A file as accepted, checked since. */
export const aHostFile = maker(filesHostFile, 'etc/passwd', {
  path: '/etc/passwd', status: 'verified', changes: [], sha256: 'a1'.repeat(32), previous_sha256: 'a1'.repeat(32), size_bytes: 1204, previous_size_bytes: 1204, mode: '0644', previous_mode: '0644', uid: 0, gid: 0,
  previous_uid: 0, previous_gid: 0, modified_at: isoDaysAgo(30), previous_modified_at: isoDaysAgo(30), type: 'file', previous_type: 'file', link_target: null, previous_link_target: null, changed_lines: null,
  unchanged_for_days: null, audit: 'file-audit', append_only: false,
});

export const aFileAudit = maker(filesHostAudit, '#audit=file-audit', {
  name: 'file-audit', is_running: true, interval_seconds: 300, late_since: null, last_completed_at: null, changed_files: 0, changed_within_minutes: 10, changed_root: null, history_intact: true, history_problem: null,
});

type Parts<Attributes> = Partial<Attributes> & { $?: Partial<Omit<Resource, 'attributes'>> };

function maker<Schema extends z.ZodObject>(type: { id: string; attributes: Schema; locality: string }, path: string, attributes: z.infer<Schema>) {
  const provider = type.id.startsWith('files:') ? 'files' : 'aws';
  const place = provider === 'files' ? { uid: `file://web-1/${path}`, account: 'web-1', createdAt: undefined } : { uid: `arn:aws:test:us-east-1:123456789012:${path}`, account: '123456789012', createdAt: daysAgo(500) };
  return ({ $: resource, ...changes }: Parts<z.infer<Schema>> = {}): Resource => ({
    ...place, type: type.id, name: path.split('/').at(-1) ?? path, provider, region: type.locality === 'global' ? 'global' : 'us-east-1', tags: {}, relations: [], ...resource,
    // Parsing keeps the fixtures to what the unit declares.
    attributes: type.attributes.parse({ ...attributes, ...changes }) as Resource['attributes'],
  });
}

export interface Circumstances {
  parameters?: RuleContext['parameters'];
  prices?: Prices;
  related?: readonly Resource[];
  /** What points to it. */
  user?: RuleContext['user'];
  /** Types whose listing completed; all where left out. */
  listed?: readonly string[];
  firstSeen?: Date;
  /** What the metrics answered, by the rule's name for the question; left out: they could not be read. */
  metrics?: Readonly<Record<string, Partial<MetricFacts>>>;
  /** All resources of the scope, for rules that compare. */
  scope?: readonly Resource[];
}

const quiet: MetricFacts = { points: 0, coveredDays: 0, average: 0, maximum: 0, sum: 0, p95: 0, p99: 0, since: daysAgo(14).toISOString(), until: daysAgo(0).toISOString() };

/** Where `test/contract/rule-outcomes.test.ts` wants to read what the tables of rules tried. */
const outcomesFile = process.env['ROUNDSMAN_RULE_OUTCOMES'];

/** Lets a rule judge a resource today, with the defaults of its parameters. */
export function judge(rule: Rule, resource: Resource, { parameters = {}, prices = livePrices, related = [], user, listed, firstSeen = daysAgo(400), scope = [resource], metrics = {} }: Circumstances = {}): Evaluation {
  const memo = new Map<string, string>();
  for (const other of scope) rule.gather?.(other, memo);
  const given = { ...Object.fromEntries(Object.entries(rule.parameters).map(([name, { value }]) => [name, value])), ...parameters };
  const asked = rule.metrics?.(resource, given) ?? {};
  const answer = rule.evaluate(resource, {
    now: today,
    parameters: given,
    prices,
    firstSeen,
    memo,
    related: (uid) => related.find((other) => other.uid === uid),
    user,
    isListed: (type) => listed?.includes(type) ?? true,
    // Only what the rule asks is answered, over the whole window it asks for.
    metric: (name) => (asked[name] === undefined || metrics[name] === undefined ? undefined : { ...quiet, coveredDays: asked[name].days, points: asked[name].days * 24, ...metrics[name] }),
  });
  if (outcomesFile !== undefined) fs.appendFileSync(outcomesFile, `${rule.id} ${answer.outcome}\n`);
  return answer;
}

/** The outcome in a word, with the saving where it failed: for tables. */
export function verdict(rule: Rule, resource: Resource, circumstances: Circumstances = {}): string {
  const answer = judge(rule, resource, circumstances);
  return answer.outcome === 'fail' && answer.saving !== undefined ? `fail $${answer.saving.monthly}` : answer.outcome;
}
