import { type Answer, queryAnswer, Refusal } from '../answer.ts';
import { type Listing, listing, type Role, roleArn, type Tags, type User, userArn } from '../estate.ts';
import { groups } from '../generate/identities.ts';
import { pageOf } from '../paging.ts';
import { type Call, estateOf } from '../world.ts';
import { list, tag } from '../xml.ts';
import { credentialReportOperations } from './iam-report.ts';

/** IAM writes times without fractions of a second. */
export const iamTime = (at: string): string => at.replace(/\.\d+Z$/, 'Z');

const members = (name: string, items: readonly string[]): string => list(name, items, 'member');
const tagsXml = (tags: Tags): string => members('Tags', Object.entries(tags).map(([key, value]) => tag('Key', key) + tag('Value', value)));
const policiesXml = (arns: readonly string[]): string =>
  members('AttachedManagedPolicies', arns.map((arn) => tag('PolicyName', arn.slice(arn.lastIndexOf('/') + 1)) + tag('PolicyArn', arn)));

const userHead = (account: string, user: User): string =>
  tag('Path', user.path) + tag('UserName', user.name) + tag('UserId', user.id) + tag('Arn', userArn(account, user)) + tag('CreateDate', iamTime(user.createdAt));

const roleHead = (account: string, role: Role): string =>
  tag('Path', role.path) + tag('RoleName', role.name) + tag('RoleId', role.id) + tag('Arn', roleArn(account, role)) +
  tag('CreateDate', iamTime(role.createdAt)) + tag('AssumeRolePolicyDocument', encodeURIComponent(role.trustPolicy));

function roleLastUsed(role: Role): string {
  if (role.lastUsedAt === undefined) return '<RoleLastUsed/>';
  return `<RoleLastUsed>${tag('LastUsedDate', iamTime(role.lastUsedAt))}${tag('Region', role.lastUsedRegion)}</RoleLastUsed>`;
}

const userDetail = (account: string, user: User): string =>
  userHead(account, user) + members('UserPolicyList', []) + members('GroupList', user.groups.map((group) => group)) + policiesXml(user.policies) + tagsXml(user.tags);

const roleDetail = (account: string, role: Role): string =>
  roleHead(account, role) + members('InstanceProfileList', []) + members('RolePolicyList', []) + policiesXml(role.policies) + roleLastUsed(role) + tagsXml(role.tags);

const groupDetail = (account: string, name: string): string =>
  `<Path>/</Path>${tag('GroupName', name)}${tag('GroupId', `AGPAQ4EXAMPLE${name.toUpperCase().padEnd(7, 'X').slice(0, 7)}`)}` +
  `${tag('Arn', `arn:aws:iam::${account}:group/${name}`)}<CreateDate>2023-01-10T08:00:00Z</CreateDate>${members('GroupPolicyList', [])}${policiesXml([])}`;

function pageRequest(call: Call): { token: string | null; size: number; isLooping: boolean } {
  const size = Number(call.params.get('MaxItems') ?? 100);
  if (!(size >= 1 && size <= 1000)) throw new Refusal(400, 'ValidationError', `Value '${size}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000`);
  return { token: call.params.get('Marker'), size, isLooping: call.isLooping };
}

const badMarker = (): Refusal => new Refusal(400, 'ValidationError', 'Invalid Marker.');
const pageEnd = (next: string | undefined): string => tag('IsTruncated', next !== undefined) + tag('Marker', next);

type Detail = { kind: 'User'; user: User } | { kind: 'Group'; group: string } | { kind: 'Role'; role: Role };

/** Users, groups and roles in one list, as pages cut through all of them. */
function details(call: Call): Listing<Detail> {
  const wanted = [...call.params].filter(([key]) => key.startsWith('Filter.member.')).map(([, value]) => value);
  const isWanted = (kind: string): boolean => wanted.length === 0 || wanted.includes(kind);
  const parts: Listing<Detail>[] = [];
  const add = <T>(kind: string, items: Listing<T>, make: (item: T) => Detail): void => {
    if (isWanted(kind)) parts.push({ length: items.length, slice: (from, to) => items.slice(from, to).map(make) });
  };
  add('User', listing(estateOf(call), 'users'), (user) => ({ kind: 'User', user }));
  add('Group', groups, (group) => ({ kind: 'Group', group }));
  add('Role', listing(estateOf(call), 'roles'), (role) => ({ kind: 'Role', role }));
  return {
    length: parts.reduce((sum, part) => sum + part.length, 0),
    slice(from, to) {
      const items: Detail[] = [];
      let start = 0;
      for (const part of parts) {
        if (to > start && from < start + part.length) items.push(...part.slice(Math.max(0, from - start), to - start));
        start += part.length;
      }
      return items;
    },
  };
}

function authorizationDetails(call: Call): Answer {
  const { items, next } = pageOf(details(call), pageRequest(call), badMarker);
  const users = items.flatMap((item) => (item.kind === 'User' ? [userDetail(call.account, item.user)] : []));
  const groupList = items.flatMap((item) => (item.kind === 'Group' ? [groupDetail(call.account, item.group)] : []));
  const roles = items.flatMap((item) => (item.kind === 'Role' ? [roleDetail(call.account, item.role)] : []));
  const inner = members('UserDetailList', users) + members('GroupDetailList', groupList) + members('RoleDetailList', roles) + members('Policies', []);
  return queryAnswer('iam', 'GetAccountAuthorizationDetails', inner + pageEnd(next));
}

const nothingSuch = (kind: string, name: string): Refusal => new Refusal(404, 'NoSuchEntity', `The ${kind} with name ${name} cannot be found.`);

function userOf(call: Call): User {
  const name = call.params.get('UserName') ?? '';
  const user = call.world.lookup.user(estateOf(call), name);
  if (user === undefined) throw nothingSuch('user', name);
  return user;
}

function lastUsedXml(call: Call): Answer {
  const id = call.params.get('AccessKeyId') ?? '';
  const user = call.world.lookup.ownerOfKey(estateOf(call), id);
  const key = user?.keys.find((one) => one.id === id);
  if (user === undefined || key === undefined) throw new Refusal(403, 'AccessDenied', `User: ${call.identity.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id}`);
  const date = key.lastUsedAt === undefined ? '' : tag('LastUsedDate', iamTime(key.lastUsedAt));
  const used = `${date}${tag('Region', key.lastUsedRegion ?? 'N/A')}${tag('ServiceName', key.lastUsedService ?? 'N/A')}`;
  return queryAnswer('iam', 'GetAccessKeyLastUsed', `<AccessKeyLastUsed>${used}</AccessKeyLastUsed>${tag('UserName', user.name)}`);
}

export const iamOperations: Record<string, (call: Call) => Answer> = {
  ...credentialReportOperations,
  GetAccountAuthorizationDetails: authorizationDetails,

  ListUsers(call) {
    const { items, next } = pageOf(listing(estateOf(call), 'users'), pageRequest(call), badMarker);
    const users = items.map((user) => userHead(call.account, user) + tag('PasswordLastUsed', user.passwordLastUsedAt && iamTime(user.passwordLastUsedAt)));
    return queryAnswer('iam', 'ListUsers', members('Users', users) + pageEnd(next));
  },

  ListRoles(call) {
    const { items, next } = pageOf(listing(estateOf(call), 'roles'), pageRequest(call), badMarker);
    const roles = items.map((role) => `${roleHead(call.account, role)}<MaxSessionDuration>3600</MaxSessionDuration>`);
    return queryAnswer('iam', 'ListRoles', members('Roles', roles) + pageEnd(next));
  },

  GetRole(call) {
    const name = call.params.get('RoleName') ?? '';
    const role = call.world.lookup.role(estateOf(call), name);
    if (role === undefined) throw nothingSuch('role', name);
    const inner = `${roleHead(call.account, role)}<MaxSessionDuration>3600</MaxSessionDuration>${roleLastUsed(role)}${tagsXml(role.tags)}`;
    return queryAnswer('iam', 'GetRole', `<Role>${inner}</Role>`);
  },

  ListAccessKeys(call) {
    const user = userOf(call);
    const keys = user.keys.map(({ id, isActive, createdAt }) =>
      tag('UserName', user.name) + tag('AccessKeyId', id) + tag('Status', isActive ? 'Active' : 'Inactive') + tag('CreateDate', iamTime(createdAt)));
    return queryAnswer('iam', 'ListAccessKeys', members('AccessKeyMetadata', keys) + pageEnd(undefined));
  },

  GetAccessKeyLastUsed: lastUsedXml,

  GetLoginProfile(call) {
    const user = userOf(call);
    if (!user.hasPassword) throw new Refusal(404, 'NoSuchEntity', `Login Profile for User ${user.name} cannot be found.`);
    const inner = tag('UserName', user.name) + tag('CreateDate', iamTime(user.createdAt)) + tag('PasswordResetRequired', false);
    return queryAnswer('iam', 'GetLoginProfile', `<LoginProfile>${inner}</LoginProfile>`);
  },

  ListMFADevices(call) {
    const user = userOf(call);
    const device = tag('UserName', user.name) + tag('SerialNumber', `arn:aws:iam::${call.account}:mfa/${user.name}`) + tag('EnableDate', iamTime(user.createdAt));
    return queryAnswer('iam', 'ListMFADevices', members('MFADevices', user.hasMfa ? [device] : []) + pageEnd(undefined));
  },
};
