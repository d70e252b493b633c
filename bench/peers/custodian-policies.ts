import { type Question, staleDays } from './questions.ts';

interface Policy {
  name: string;
  resource: string;
  filters: unknown[];
  conditions?: unknown[];
}

const older = (key: string): unknown => ({ type: 'value', key, value_type: 'age', value: staleDays, op: 'ge' });
const report = (key: string, value: unknown, more: object = {}): unknown => ({ type: 'credential', key, value, ...more });
const reportOlder = (key: string): unknown => report(key, staleDays, { value_type: 'age', op: 'ge' });
const neverOrOlder = (key: string): unknown => ({ or: [report(key, 'absent'), reportOlder(key)] });
/** Which key matched is lost in an `or`: two policies ask for keys that were never used and used long ago. */
const unusedKey = (isActive: boolean, lastUsed: unknown): Omit<Policy, 'name'> => ({ resource: 'aws.iam-user', filters: [report('access_keys.active', isActive), reportOlder('access_keys.last_rotated'), lastUsed] });
const neverUsed = report('access_keys.last_used_date', 'absent');
const usedLongAgo = reportOlder('access_keys.last_used_date');

/** The questions as one would write them for Custodian; its word for an empty bucket does not exist. */
const asked: Partial<Record<Question, Omit<Policy, 'name'>>> = {
  'instance-stopped': { resource: 'aws.ec2', filters: [{ 'State.Name': 'stopped' }] },
  'volume-unattached': { resource: 'aws.ebs', filters: [{ Attachments: [] }] },
  'address-unassociated': { resource: 'aws.elastic-ip', filters: [{ AssociationId: 'absent' }] },
  'snapshot-old': { resource: 'aws.ebs-snapshot', filters: [{ type: 'age', days: staleDays, op: 'ge' }] },
  'group-open': { resource: 'aws.security-group', filters: [{ type: 'ingress', Ports: [22], Cidr: { value: '0.0.0.0/0' } }] },
  'group-unused': { resource: 'aws.security-group', filters: ['unused', { not: [{ GroupName: 'default' }] }] },
  // It would list all buckets in each region.
  'bucket-public': { resource: 'aws.s3', conditions: [{ region: 'us-east-1' }], filters: [{ type: 'global-grants' }, { not: [{ type: 'check-public-block', IgnorePublicAcls: true }] }] },
  'user-unused': { resource: 'aws.iam-user', filters: [older('CreateDate'), neverOrOlder('password_last_used'), { not: [report('access_keys.last_used_date', staleDays, { value_type: 'age', op: 'lt' })] }] },
  'password-unused': { resource: 'aws.iam-user', filters: [older('CreateDate'), report('password_enabled', true), neverOrOlder('password_last_used')] },
  'key-unused-active': unusedKey(true, neverUsed),
  'key-unused-inactive': unusedKey(false, neverUsed),
  'key-old': { resource: 'aws.iam-user', filters: [report('access_keys.active', true), reportOlder('access_keys.last_rotated')] },
  'console-without-mfa': { resource: 'aws.iam-user', filters: [report('password_enabled', true), report('mfa_active', false)] },
  'role-unused': { resource: 'aws.iam-role', filters: [older('CreateDate'), { or: [{ 'RoleLastUsed.LastUsedDate': 'absent' }, older('RoleLastUsed.LastUsedDate')] }] },
};

const more: Policy[] = [
  { name: 'key-unused-active-long-ago', ...unusedKey(true, usedLongAgo) },
  { name: 'key-unused-inactive-long-ago', ...unusedKey(false, usedLongAgo) },
];

export const askedOfCustodian = Object.keys(asked) as Question[];
export const policies: Policy[] = [...Object.entries(asked).map(([name, policy]) => ({ name, ...policy })), ...more];
