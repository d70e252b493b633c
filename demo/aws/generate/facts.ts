import { ageDays, clearOfThresholds, type Plan } from './plan.ts';
import { hexId, mix, type Random, randomOf, spread } from './random.ts';

export const instanceId = (plan: Plan, index: number): string => hexId('i', plan.seed, 10, index);

/** What other things need to know of an instance, without making it. */
export function instanceFacts(plan: Plan, index: number): { random: Random; isStopped: boolean; age: number; stoppedAge: number } {
  const random = randomOf(plan.seed, 10, index);
  const age = ageDays(random);
  const isStopped = spread(plan.seed, 0, index) < 0.15;
  return { random, isStopped, age, stoppedAge: Math.min(age, clearOfThresholds(age * (0.02 + 0.93 * random()))) };
}

/** A network of the region: two VPCs of three subnets. */
export function networkOf(plan: Plan, region: number, random: Random): { availabilityZone: string; vpcId: string; subnetId: string } {
  const vpc = Math.floor(random() * 2);
  const zone = Math.floor(random() * 3);
  return {
    availabilityZone: plan.regions[region]! + 'abc'[zone],
    vpcId: hexId('vpc', plan.seed, 20 + region, vpc),
    subnetId: hexId('subnet', plan.seed, 20 + region, vpc * 3 + zone),
  };
}

export function publicIpOf(seed: number, kind: number, index: number): string {
  const hash = mix(seed, kind, index);
  return `${[3, 13, 18, 34, 44, 52, 54, 63][hash & 7]}.${(hash >>> 8) & 255}.${(hash >>> 16) & 255}.${1 + ((hash >>> 24) % 254)}`;
}
