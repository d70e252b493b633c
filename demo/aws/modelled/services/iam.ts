import { type AccountEstate, accountOf, type Listing, listing, type Role, roleArn, type User, userArn } from '../../estate.ts';
import { groups } from '../../generate/identities.ts';
import { ageDays, timeAgo } from '../../generate/plan.ts';
import { iamId, randomOf } from '../../generate/random.ts';
import { workloads } from '../../generate/words.ts';
import { type AskedBy, pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';

const tagList = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const encoded = (document: object): string => encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [document] }));
const attached = (arns: readonly string[]) => arns.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) }));
const documents = [
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
  { Effect: 'Allow', Action: '*', Resource: '*' },
  { Effect: 'Allow', Action: ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], Resource: '*' },
  { Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:orders' },
];

/** Every third role has one of them; the last two are attached to nothing. */
const policyCount = (roles: number): number => Math.ceil(roles / 3) + 2;
const policyArn = (place: Place, number: number): string => `arn:aws:iam::${place.account}:policy/acme-${number}`;
const ownPolicyOfRole = (place: Place, index: number): string[] => (index % 3 === 0 ? [policyArn(place, index / 3)] : []);
/** Each workload has a profile; its role is one of the first of the account. */
const roleOfProfile = (workload: number, roles: number): number => workload % roles;

function profile(place: Place, workload: number): Fields {
  const name = workloads[workload]!;
  const random = randomOf(place.plan.seed, 710, workload);
  return { InstanceProfileName: name, InstanceProfileId: iamId('AIPA', place.plan.seed, 710, workload), Path: '/', Arn: `arn:aws:iam::${place.account}:instance-profile/${name}`, CreateDate: new Date(timeAgo(place.plan, ageDays(random))), Tags: [] };
}

const userDetail = (place: Place) => (user: User, index: number): Fields => ({
  UserName: user.name, UserId: user.id, Path: user.path, Arn: userArn(place.account, user), CreateDate: new Date(user.createdAt), GroupList: user.groups, AttachedManagedPolicies: attached(user.policies), Tags: tagList(user.tags),
  ...(index % 20 === 19 ? { UserPolicyList: [{ PolicyName: 'own', PolicyDocument: encoded(documents[0]!) }] } : {}),
});

const roleDetail = (place: Place, roles: number) => (role: Role, index: number): Fields => ({
  RoleName: role.name, RoleId: role.id, Path: role.path, Arn: roleArn(place.account, role), CreateDate: new Date(role.createdAt), AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
  AttachedManagedPolicies: attached([...role.policies, ...ownPolicyOfRole(place, index)]), Tags: tagList(role.tags),
  InstanceProfileList: workloads.flatMap((_, workload) => (roleOfProfile(workload, roles) === index ? [profile(place, workload)] : [])),
  RoleLastUsed: role.lastUsedAt === undefined ? {} : { LastUsedDate: new Date(role.lastUsedAt), Region: role.lastUsedRegion },
  RolePolicyList: index % 10 === 4 ? [{ PolicyName: 'inline', PolicyDocument: encoded(documents[index % documents.length]!) }] : [],
});

const groupDetail = (place: Place) => (name: string, index: number): Fields => ({
  GroupName: name, GroupId: iamId('AGPA', place.plan.seed, 711, index), Path: '/', Arn: `arn:aws:iam::${place.account}:group/${name}`, CreateDate: new Date('2023-01-10T08:00:00Z'),
  AttachedManagedPolicies: attached(name === 'admins' ? ['arn:aws:iam::aws:policy/AdministratorAccess'] : [policyArn(place, 0)]), GroupPolicyList: [],
});

function policyDetail(place: Place, number: number, roles: number): Fields {
  const CreateDate = new Date(timeAgo(place.plan, ageDays(randomOf(place.plan.seed, 712, number))));
  const attachments = (number * 3 < roles ? 1 : 0) + (number === 0 ? groups.length - 1 : 0);
  return {
    PolicyName: `acme-${number}`, PolicyId: iamId('ANPA', place.plan.seed, 712, number), Arn: policyArn(place, number), Path: '/', DefaultVersionId: 'v1', AttachmentCount: attachments, PermissionsBoundaryUsageCount: 0, IsAttachable: true,
    CreateDate, UpdateDate: CreateDate, PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, CreateDate, Document: encoded(documents[number % documents.length]!) }],
  };
}

interface Detail { kind: 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies'; detail: Fields }

/** Users, groups, roles and policies in one list, made as far as a page needs them. */
function detailsOf(place: Place, account: AccountEstate, wanted: readonly string[]): Listing<Detail> {
  const roles = listing(account, 'roles').length;
  const parts: Listing<Detail>[] = [];
  const add = <T>(filter: string, kind: Detail['kind'], items: Listing<T>, make: (item: T, index: number) => Fields): void => {
    const slice = (from: number, to: number): Detail[] => items.slice(Math.max(0, from), Math.max(0, to)).map((item, at) => ({ kind, detail: make(item, Math.max(0, from) + at) }));
    if (wanted.length === 0 || wanted.includes(filter)) parts.push({ length: items.length, slice });
  };
  add('User', 'UserDetailList', listing(account, 'users'), userDetail(place));
  add('Group', 'GroupDetailList', [...groups], groupDetail(place));
  add('Role', 'RoleDetailList', listing(account, 'roles'), roleDetail(place, roles));
  add('LocalManagedPolicy', 'Policies', Array.from({ length: policyCount(roles) }, (_, number) => number), (number) => policyDetail(place, number, roles));
  const starts = parts.map((_, number) => parts.slice(0, number).reduce((sum, { length }) => sum + length, 0));
  return { length: parts.reduce((sum, { length }) => sum + length, 0), slice: (from, to) => parts.flatMap((part, number) => part.slice(from - starts[number]!, to - starts[number]!)) };
}

function authorizationDetails(input: Fields, place: Place, asked: AskedBy): Fields {
  const all = detailsOf(place, accountOf(asked.world.estate, place.account), (input['Filter'] ?? []) as string[]);
  const page = pageOfFields(all as unknown as unknown[], input, { size: 'MaxItems', token: 'Marker', next: 'Marker', list: 'all' }, asked);
  const details = page['all'] as Detail[];
  const of = (kind: Detail['kind']): Fields[] => details.flatMap((one) => (one.kind === kind ? [one.detail] : []));
  return { UserDetailList: of('UserDetailList'), GroupDetailList: of('GroupDetailList'), RoleDetailList: of('RoleDetailList'), Policies: of('Policies'), IsTruncated: page['Marker'] !== undefined, Marker: page['Marker'] };
}

export const iamServices: Readonly<Record<string, PlacedAnswerer>> = {
  'iam.GetAccountAuthorizationDetails': authorizationDetails,
  'iam.ListInstanceProfiles': (input, place, asked) => {
    const roles = listing(accountOf(asked.world.estate, place.account), 'roles').slice(0, workloads.length);
    const all = workloads.map((_, workload) => {
      const role = roles[roleOfProfile(workload, roles.length)];
      return { ...profile(place, workload), Roles: role === undefined ? [] : [{ RoleName: role.name, RoleId: role.id, Path: role.path, Arn: roleArn(place.account, role), CreateDate: new Date(role.createdAt) }] };
    });
    const page = pageOfFields(all, input, { size: 'MaxItems', token: 'Marker', next: 'Marker', list: 'InstanceProfiles' }, asked);
    return { ...page, IsTruncated: page['Marker'] !== undefined };
  },
};
