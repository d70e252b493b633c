import type { AccessKey, Role, User } from '../estate.ts';
import { ageDays, clearOfThresholds, type Plan, timeAgo } from './plan.ts';
import { iamId, mix, pick, type Random, randomOf, spread } from './random.ts';
import { personName, usualTags, workloads } from './words.ts';

export const groups = ['admins', 'developers', 'readonly', 'billing', 'ci'] as const;

type Use = 'never' | 'recent' | 'long-ago';

/** When something of this age was last used, in days; undefined where never, or longer ago than AWS remembers. */
function lastUse(use: Use, age: number, random: Random, longest = 1095): number | undefined {
  const u = random();
  if (use === 'never') return undefined;
  if (use === 'recent') return Math.min(age, clearOfThresholds(u * 40));
  const days = clearOfThresholds(95 + 600 * u);
  return days > age || days > longest ? undefined : days;
}

function useOf(u: number, unusedShare: number): Use {
  if (u >= unusedShare) return 'recent';
  return u < unusedShare * 0.4 ? 'never' : 'long-ago';
}

function keyAt(plan: Plan, userIndex: number, number: number, userAge: number, use: Use): AccessKey {
  const random = randomOf(plan.seed, 51 + number, userIndex);
  const age = Math.min(userAge, clearOfThresholds(userAge * (0.1 + 0.9 * random())));
  const used = lastUse(use, age, random);
  const isActive = random() < (use === 'recent' ? 0.95 : 0.6);
  return {
    id: iamId('AKIA', plan.seed, 51 + number, userIndex),
    isActive,
    createdAt: timeAgo(plan, age),
    lastUsedAt: used === undefined ? undefined : timeAgo(plan, used),
    lastUsedRegion: used === undefined ? undefined : pick(random, plan.regions),
    lastUsedService: used === undefined ? undefined : pick(random, ['s3', 'ec2', 'sts', 'dynamodb', 'ecr', 'sqs']),
  };
}

/** A person with a password, a machine with keys, or (one in twelve) a user with neither. */
export function userAt(plan: Plan, index: number): User {
  const random = randomOf(plan.seed, 50, index);
  const age = ageDays(random);
  const use = useOf(spread(plan.seed, 1, index), 0.3);
  const isNeither = random() < 0.08;
  const isPerson = random() < 0.55;
  const hasPassword = isPerson && !isNeither;
  const keyCount = isNeither ? 0 : isPerson ? (random() < 0.25 ? 1 : 0) : random() < 0.25 ? 2 : 1;
  const passwordUse = hasPassword ? lastUse(use, age, random) : undefined;
  const name = isPerson ? `${personName(random)}-${index}` : `${pick(random, workloads)}-deployer-${index}`;
  return {
    name,
    path: isPerson ? '/' : random() < 0.3 ? '/service/' : '/',
    id: iamId('AIDA', plan.seed, 50, index),
    createdAt: timeAgo(plan, age),
    hasPassword,
    passwordChangedAt: hasPassword ? timeAgo(plan, age * random()) : undefined,
    passwordLastUsedAt: passwordUse === undefined ? undefined : timeAgo(plan, passwordUse),
    hasMfa: hasPassword && random() < 0.75,
    keys: Array.from({ length: keyCount }, (_, number) => keyAt(plan, index, number, age, number === 0 ? use : useOf(random(), 0.6))),
    groups: isPerson ? [pick(random, groups)] : ['ci'],
    policies: random() < 0.1 ? ['arn:aws:iam::aws:policy/ReadOnlyAccess'] : [],
    tags: usualTags(random, undefined),
  };
}

const linkedServices = ['autoscaling', 'elasticloadbalancing', 'rds', 'support', 'trustedadvisor', 'ecs', 'eks', 'guardduty', 'config', 'backup'] as const;
const roleServices = ['ec2', 'lambda', 'ecs-tasks', 'codebuild', 'states', 'glue'] as const;

function nameOfRole(plan: Plan, index: number, u: number, random: Random): { name: string; path: string; principal: object } {
  if (u < 0.1) {
    const service = pick(random, linkedServices);
    const name = `AWSServiceRoleFor${service[0]!.toUpperCase()}${service.slice(1)}_${index.toString(36)}`;
    return { name, path: `/aws-service-role/${service}.amazonaws.com/`, principal: { Service: `${service}.amazonaws.com` } };
  }
  if (u < 0.16) {
    const set = pick(random, ['AdministratorAccess', 'ViewOnlyAccess', 'PowerUserAccess', 'Billing']);
    const name = `AWSReservedSSO_${set}_${mix(plan.seed, 61, index).toString(16).padStart(8, '0')}${index.toString(16).padStart(8, '0')}`;
    const federated = `arn:aws:iam::${plan.account}:saml-provider/AWSSSO_0a1b2c3d4e5f6071_DO_NOT_DELETE`;
    return { name, path: '/aws-reserved/sso.amazonaws.com/eu-west-1/', principal: { Federated: federated } };
  }
  const name = `${pick(random, workloads)}-${pick(random, ['task', 'lambda', 'instance', 'deploy', 'migration'])}-role-${index}`;
  return { name, path: random() < 0.2 ? '/app/' : '/', principal: { Service: `${pick(random, roleServices)}.amazonaws.com` } };
}

export function roleAt(plan: Plan, index: number): Role {
  const random = randomOf(plan.seed, 60, index);
  const age = ageDays(random);
  const { name, path, principal } = nameOfRole(plan, index, random(), random);
  const used = lastUse(useOf(spread(plan.seed, 2, index), 0.4), age, random, 395);
  const action = 'Federated' in principal ? ['sts:AssumeRoleWithSAML', 'sts:TagSession'] : 'sts:AssumeRole';
  return {
    name,
    path,
    id: iamId('AROA', plan.seed, 60, index),
    createdAt: timeAgo(plan, age),
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: action }] }),
    lastUsedAt: used === undefined ? undefined : timeAgo(plan, used),
    lastUsedRegion: used === undefined ? undefined : pick(random, plan.regions),
    policies: random() < 0.5 ? ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] : [],
    tags: path.startsWith('/aws-') ? {} : usualTags(random, undefined),
  };
}
