import type { Volume } from '../estate.ts';
import { instanceFacts, instanceId, networkOf } from './facts.ts';
import { ageDays, countIn, type Plan, timeAgo } from './plan.ts';
import { hexId, pick, type Random, randomOf, spread } from './random.ts';
import { usualTags } from './words.ts';

type VolumeKind = 'root' | 'data' | 'free';
const kindCode = { root: 12, data: 13, free: 14 } as const;

export const volumeIds = {
  root: (plan: Plan, index: number): string => hexId('vol', plan.seed, kindCode.root, index),
  data: (plan: Plan, index: number): string => hexId('vol', plan.seed, kindCode.data, index),
  free: (plan: Plan, index: number): string => hexId('vol', plan.seed, kindCode.free, index),
};

export const deviceOfData = (place: number): string => `/dev/sd${'fghijklmnop'[place] ?? 'z'}`;

/** Global numbers of the data volumes on an instance: the volumes of a region are dealt out evenly over its instances. */
export function attachedData(plan: Plan, region: number, instance: number): number[] {
  const instances = countIn(plan, 'instances', region);
  const data = countIn(plan, 'data', region);
  const numbers: number[] = [];
  for (let local = Math.ceil((instance * data) / instances); local < data && Math.floor((local * instances) / data) === instance; local++) {
    numbers.push(plan.cuts.data[region]! + local);
  }
  return numbers;
}

export const volumeCount = (plan: Plan, region: number): number =>
  countIn(plan, 'instances', region) + countIn(plan, 'data', region) + countIn(plan, 'free', region);

interface Place { kind: VolumeKind; index: number; instance: number | undefined; device: string }

/** The volumes of a region are its root volumes, then its data volumes, then those that nothing uses. */
function placeOf(plan: Plan, region: number, local: number): Place {
  const instances = countIn(plan, 'instances', region);
  const data = countIn(plan, 'data', region);
  const first = plan.cuts.instances[region]!;
  if (local < instances) return { kind: 'root', index: first + local, instance: first + local, device: '/dev/xvda' };
  const number = local - instances;
  if (number >= data) return { kind: 'free', index: plan.cuts.free[region]! + number - data, instance: undefined, device: '' };
  const index = plan.cuts.data[region]! + number;
  if (instances === 0) return { kind: 'data', index, instance: undefined, device: '' };
  const owner = Math.floor((number * instances) / data);
  return { kind: 'data', index, instance: first + owner, device: deviceOfData(attachedData(plan, region, owner).indexOf(index)) };
}

function typeOf(kind: VolumeKind, isGp2: boolean, random: Random): string {
  const u = random();
  if (isGp2) return 'gp2';
  if (kind === 'root' || u < 0.65) return 'gp3';
  if (u < 0.75) return 'io1';
  if (u < 0.82) return 'io2';
  return u < 0.94 ? 'st1' : 'sc1';
}

const sizes = { root: [8, 8, 16, 20, 30, 50, 100], data: [50, 100, 200, 250, 500, 1000, 2000], free: [8, 20, 50, 100, 100, 200, 500, 1000] } as const;

export interface VolumeFacts extends Place { id: string; random: Random; age: number; sizeGib: number; type: string; isEncrypted: boolean }

export function volumeFacts(plan: Plan, region: number, local: number): VolumeFacts {
  const place = placeOf(plan, region, local);
  const random = randomOf(plan.seed, kindCode[place.kind], place.index);
  const own = ageDays(random);
  const age = place.instance === undefined ? own : instanceFacts(plan, place.instance).age;
  const isGp2 = spread(plan.seed, 3 + kindCode[place.kind] - 12, place.index) < 0.2;
  const type = typeOf(place.kind, isGp2, random);
  const smallest = type === 'st1' || type === 'sc1' ? 125 : 0;
  const sizeGib = Math.max(smallest, pick(random, sizes[place.kind]));
  return { ...place, id: volumeIds[place.kind](plan, place.index), random, age, sizeGib, type, isEncrypted: random() < 0.7 };
}

function iopsOf(type: string, sizeGib: number, random: Random): number | undefined {
  if (type === 'gp2') return Math.min(16_000, Math.max(100, sizeGib * 3));
  if (type === 'gp3') return random() < 0.1 ? 6000 : 3000;
  if (type === 'io1' || type === 'io2') return pick(random, [400, 1000, 2000, 5000]);
  return undefined;
}

export function volumeAt(plan: Plan, region: number, local: number): Volume {
  const { kind, instance, device, id, random, age, sizeGib, type, isEncrypted } = volumeFacts(plan, region, local);
  const createdAt = timeAgo(plan, age);
  return {
    id,
    sizeGib,
    type,
    iops: iopsOf(type, sizeGib, random),
    throughput: type === 'gp3' ? (random() < 0.08 ? 250 : 125) : undefined,
    encrypted: isEncrypted,
    kmsKeyId: isEncrypted ? `arn:aws:kms:${plan.regions[region]}:${plan.account}:key/5f4b1c9e-0000-4000-8000-${plan.account}` : undefined,
    state: instance === undefined ? 'available' : 'in-use',
    createdAt,
    availabilityZone: zoneOf(plan, region, instance, random),
    snapshotId: kind === 'root' ? hexId('snap', plan.seed, 60 + region, Math.floor(random() * 12)) : '',
    attachments: instance === undefined
      ? []
      : [{ instanceId: instanceId(plan, instance), device, attachedAt: createdAt, deleteOnTermination: kind === 'root' }],
    tags: usualTags(random, kind === 'root' ? undefined : pick(random, ['data', 'backup-2024', 'pgdata', 'scratch', 'logs', 'old-root', 'migration'])),
  };
}

/** Any zone of the region: the zone of the instance is not recomputed, nothing reads both. */
function zoneOf(plan: Plan, region: number, instance: number | undefined, random: Random): string {
  return networkOf(plan, region, instance === undefined ? random : randomOf(plan.seed, 15, instance)).availabilityZone;
}
