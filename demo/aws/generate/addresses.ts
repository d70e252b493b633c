import type { Address } from '../estate.ts';
import { instanceId, publicIpOf } from './facts.ts';
import { countIn, countOf, type Plan } from './plan.ts';
import { hexId, randomOf, spread } from './random.ts';
import { usualTags } from './words.ts';

/** Nearly one in three; the last one always, so that a small estate has one too. */
const isFree = (plan: Plan, index: number): boolean => spread(plan.seed, 6, index) < 0.3 || index === countOf(plan, 'addresses') - 1;
const isOnGateway = (plan: Plan, index: number): boolean => spread(plan.seed, 7, index) < 0.1;

/** Addresses are dealt out evenly over the instances of a region; some are free, some sit on a NAT gateway. */
function instanceOf(plan: Plan, region: number, local: number): number | undefined {
  const instances = countIn(plan, 'instances', region);
  const index = plan.cuts.addresses[region]! + local;
  if (instances === 0 || isFree(plan, index) || isOnGateway(plan, index)) return undefined;
  return Math.floor((local * instances) / countIn(plan, 'addresses', region));
}

/** The number in its region of the elastic IP of an instance, where it has one. */
function addressNumberOf(plan: Plan, region: number, instance: number): number | undefined {
  const addresses = countIn(plan, 'addresses', region);
  const local = Math.ceil((instance * addresses) / countIn(plan, 'instances', region));
  return local >= addresses || instanceOf(plan, region, local) !== instance ? undefined : local;
}

/** The elastic IP of an instance, where it has one. */
export function addressOfInstance(plan: Plan, region: number, instance: number): string | undefined {
  const local = addressNumberOf(plan, region, instance);
  return local === undefined ? undefined : publicIpOf(plan.seed, 16, plan.cuts.addresses[region]! + local);
}

/** The network interface of an instance: the one that its elastic IP names, where it has one. */
export function interfaceOfInstance(plan: Plan, region: number, instance: number): { id: string; allocationId: string | undefined } {
  const local = addressNumberOf(plan, region, instance);
  if (local === undefined) return { id: hexId('eni', plan.seed, 70, plan.cuts.instances[region]! + instance), allocationId: undefined };
  const index = plan.cuts.addresses[region]! + local;
  return { id: hexId('eni', plan.seed, 16, index), allocationId: hexId('eipalloc', plan.seed, 16, index) };
}

export function addressAt(plan: Plan, region: number, local: number): Address {
  const index = plan.cuts.addresses[region]! + local;
  const random = randomOf(plan.seed, 16, index);
  const instance = instanceOf(plan, region, local);
  const isAssociated = instance !== undefined || (isOnGateway(plan, index) && !isFree(plan, index));
  return {
    allocationId: hexId('eipalloc', plan.seed, 16, index),
    publicIp: publicIpOf(plan.seed, 16, index),
    associationId: isAssociated ? hexId('eipassoc', plan.seed, 16, index) : undefined,
    instanceId: instance === undefined ? undefined : instanceId(plan, plan.cuts.instances[region]! + instance),
    networkInterfaceId: isAssociated ? hexId('eni', plan.seed, 16, index) : undefined,
    tags: usualTags(random, `eip-${index % 50}`),
  };
}
