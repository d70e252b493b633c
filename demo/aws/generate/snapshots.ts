import type { Image, Snapshot, Tags } from '../estate.ts';
import { ageDays, clearOfThresholds, countIn, type Plan, timeAgo } from './plan.ts';
import { hexId, mix, pick, randomOf, spread } from './random.ts';
import { volumeCount, volumeFacts } from './volumes.ts';
import { usualTags, workloads } from './words.ts';

/** The snapshots of a region are those behind its images, then all others in groups of three of one volume. */
export const snapshotCount = (plan: Plan, region: number): number => countIn(plan, 'images', region) + countIn(plan, 'snapshots', region);

const imageId = (plan: Plan, index: number): string => hexId('ami', plan.seed, 17, index);
const imageSnapshotId = (plan: Plan, index: number): string => hexId('snap', plan.seed, 17, index);
const imageAge = (plan: Plan, index: number): number => ageDays(randomOf(plan.seed, 17, index));

export function imageAt(plan: Plan, region: number, local: number): Image {
  const index = plan.cuts.images[region]! + local;
  const random = randomOf(plan.seed, 18, index);
  const createdAt = timeAgo(plan, imageAge(plan, index));
  const workload = pick(random, workloads);
  return {
    id: imageId(plan, index),
    name: `${workload}-${createdAt.slice(0, 10)}-${index}`,
    createdAt,
    architecture: 'x86_64',
    rootDevice: '/dev/xvda',
    blockDevices: [{ device: '/dev/xvda', snapshotId: imageSnapshotId(plan, index), sizeGib: 8 + 8 * (index % 4), type: 'gp3' }],
    tags: usualTags(random, workload),
  };
}

function imageSnapshot(plan: Plan, index: number): Snapshot {
  return {
    id: imageSnapshotId(plan, index),
    volumeId: hexId('vol', plan.seed, 19, index),
    sizeGib: 8 + 8 * (index % 4),
    startedAt: timeAgo(plan, imageAge(plan, index)),
    state: 'completed',
    description: `Created by CreateImage(${hexId('i', plan.seed, 19, index)}) for ${imageId(plan, index)}`,
    encrypted: false,
    storageTier: 'standard',
    tags: {},
  };
}

type Group = 'lifecycle' | 'backup' | 'volume' | 'orphan';

function groupOf(plan: Plan, region: number, first: number): Group {
  const u = spread(plan.seed, 8, first);
  if (u >= 0.7 || volumeCount(plan, region) === 0) return 'orphan';
  if (u < 0.15) return 'lifecycle';
  return u < 0.3 ? 'backup' : 'volume';
}

function extraTags(plan: Plan, region: number, group: Group, volumeId: string, index: number): Tags {
  if (group === 'lifecycle') {
    return { 'aws:dlm:lifecycle-policy-id': hexId('policy', plan.seed, 21, region), 'aws:dlm:lifecycle-schedule-name': 'Daily' };
  }
  if (group === 'backup') return { 'aws:backup:source-resource': `arn:aws:ec2:${plan.regions[region]}:${plan.account}:volume/${volumeId}` };
  return usualTags(randomOf(plan.seed, 22, index), undefined);
}

const descriptions: Record<Group, readonly string[]> = {
  lifecycle: ['Created for policy: policy-0a1b2c3d schedule: Daily'],
  backup: ['This snapshot is created by the AWS Backup service.'],
  volume: ['', 'before upgrade', 'manual backup', 'pre-migration'],
  orphan: ['', 'final snapshot of old database', 'keep for audit', 'before delete'],
};

export function snapshotAt(plan: Plan, region: number, local: number): Snapshot {
  const images = countIn(plan, 'images', region);
  if (local < images) return imageSnapshot(plan, plan.cuts.images[region]! + local);
  const number = local - images;
  const index = plan.cuts.snapshots[region]! + number;
  const first = index - (number % 3);
  const group = groupOf(plan, region, first);
  const random = randomOf(plan.seed, 23, index);
  const source = group === 'orphan' ? undefined : volumeFacts(plan, region, mix(plan.seed, 24, first) % volumeCount(plan, region));
  const age = source === undefined ? ageDays(random) : Math.min(source.age, clearOfThresholds(source.age * (0.02 + 0.95 * random())));
  const volumeId = source?.id ?? hexId('vol', plan.seed, 25, first);
  const encrypted = source?.isEncrypted ?? random() < 0.5;
  return {
    id: hexId('snap', plan.seed, 23, index),
    volumeId,
    sizeGib: source?.sizeGib ?? 10 * (1 + Math.floor(random() * 30)),
    startedAt: timeAgo(plan, age),
    state: 'completed',
    description: pick(random, descriptions[group]),
    encrypted,
    kmsKeyId: encrypted ? `arn:aws:kms:${plan.regions[region]}:${plan.account}:key/5f4b1c9e-0000-4000-8000-${plan.account}` : undefined,
    storageTier: group === 'orphan' && random() < 0.05 ? 'archive' : 'standard',
    tags: extraTags(plan, region, group, volumeId, index),
  };
}
