import type { BlockDevice, Instance } from '../estate.ts';
import { addressOfInstance } from './addresses.ts';
import { instanceFacts, instanceId, networkOf, publicIpOf } from './facts.ts';
import { type Plan, timeAgo } from './plan.ts';
import { hexId, pick, type Random } from './random.ts';
import { attachedData, deviceOfData, volumeIds } from './volumes.ts';
import { usualTags, workloads } from './words.ts';

const x86Types = ['t3.micro', 't3.small', 't3.medium', 't3.large', 't2.micro', 'm5.large', 'm5.xlarge', 'm6i.large', 'm7i.large', 'c5.large', 'c5.xlarge', 'r5.large', 'r5.2xlarge', 'i3.large', 'g4dn.xlarge'] as const;
const armTypes = ['t4g.medium', 'm6g.large', 'c6g.xlarge', 'c7g.large', 'r6g.large'] as const;

function stopReason(plan: Plan, stoppedAge: number, random: Random): string {
  if (random() < 0.08) return '';
  const at = timeAgo(plan, stoppedAge);
  return `User initiated (${at.slice(0, 10)} ${at.slice(11, 19)} GMT)`;
}

function blockDevices(plan: Plan, region: number, local: number, index: number, attachedAt: string): BlockDevice[] {
  const root = { device: '/dev/xvda', volumeId: volumeIds.root(plan, index), attachedAt, deleteOnTermination: true };
  const data = attachedData(plan, region, local).map((volume, place) => ({
    device: deviceOfData(place), volumeId: volumeIds.data(plan, volume), attachedAt, deleteOnTermination: false,
  }));
  return [root, ...data];
}

export function instanceAt(plan: Plan, region: number, local: number): Instance {
  const index = plan.cuts.instances[region]! + local;
  const { random, isStopped, age, stoppedAge } = instanceFacts(plan, index);
  const workload = pick(random, workloads);
  const isArm = random() < 0.2;
  const isWindows = !isArm && random() < 0.1;
  const address = addressOfInstance(plan, region, local);
  const launchedAt = timeAgo(plan, age);
  const hasProfile = random() < 0.6;
  return {
    id: instanceId(plan, index),
    state: isStopped ? 'stopped' : 'running',
    stateTransitionReason: isStopped ? stopReason(plan, stoppedAge, random) : '',
    launchedAt,
    type: pick(random, isArm ? armTypes : x86Types),
    platformDetails: isWindows ? 'Windows' : 'Linux/UNIX',
    architecture: isArm ? 'arm64' : 'x86_64',
    imageId: hexId('ami', plan.seed, 30 + region, Math.floor(random() * 12)),
    ...networkOf(plan, region, random),
    privateIp: `10.${region}.${(index >> 8) & 255}.${index & 255}`,
    publicIp: address ?? (!isStopped && random() < 0.35 ? publicIpOf(plan.seed, 11, index) : undefined),
    securityGroups: [{ id: hexId('sg', plan.seed, 50 + region, workloads.indexOf(workload)), name: `${workload}-sg` }],
    keyName: random() < 0.5 ? `${workload}-key` : undefined,
    instanceProfileArn: hasProfile ? `arn:aws:iam::${plan.account}:instance-profile/${workload}` : undefined,
    metadataTokens: random() < 0.7 ? 'required' : 'optional',
    blockDevices: blockDevices(plan, region, local, index, launchedAt),
    tags: usualTags(random, `${workload}-${String(1 + (index % 97)).padStart(2, '0')}`),
  };
}
