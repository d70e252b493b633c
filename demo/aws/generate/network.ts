import { addressAt } from './addresses.ts';
import { countIn, type Plan } from './plan.ts';
import { hexId } from './random.ts';
import { workloads } from './words.ts';

/** A region in use has the two VPCs of its instances (numbers 0 and 1); every region has the default one. */
export const defaultVpc = 2;
export const isInUse = (plan: Plan, region: number): boolean => countIn(plan, 'instances', region) > 0;
export const vpcNumbers = (plan: Plan, region: number): number[] => (isInUse(plan, region) ? [0, 1, defaultVpc] : [defaultVpc]);

export const vpcId = (plan: Plan, region: number, vpc: number): string => hexId('vpc', plan.seed, 20 + region, vpc);
/** Three subnets a VPC, one a zone; the first of each is the public one. */
export const subnetId = (plan: Plan, region: number, vpc: number, zone: number): string => hexId('subnet', plan.seed, 20 + region, vpc * 3 + zone);
export const subnetIds = (plan: Plan, region: number, vpc: number): string[] => [0, 1, 2].map((zone) => subnetId(plan, region, vpc, zone));
export const zoneName = (plan: Plan, region: number, zone: number): string => plan.regions[region]! + 'abc'[zone];

export const groupId = (plan: Plan, region: number, workload: string): string => hexId('sg', plan.seed, 50 + region, workloads.indexOf(workload as never));
export const defaultGroupId = (plan: Plan, region: number, vpc: number): string => hexId('sg', plan.seed, 50 + region, 100 + vpc);
export const kmsKeyArn = (plan: Plan, region: number): string => `arn:aws:kms:${plan.regions[region]}:${plan.account}:key/5f4b1c9e-0000-4000-8000-${plan.account}`;

export interface GatewayAddress { allocationId: string; publicIp: string; networkInterfaceId: string; associationId: string }

/** The elastic IPs of a region that sit on its NAT gateways. */
export function gatewayAddresses(plan: Plan, region: number): GatewayAddress[] {
  const found: GatewayAddress[] = [];
  for (let local = 0; local < countIn(plan, 'addresses', region); local++) {
    const { allocationId, publicIp, networkInterfaceId, associationId, instanceId } = addressAt(plan, region, local);
    if (networkInterfaceId !== undefined && associationId !== undefined && instanceId === undefined) found.push({ allocationId, publicIp, networkInterfaceId, associationId });
  }
  return found;
}
