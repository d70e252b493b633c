import type { Plan } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';

export const routeTableId = (plan: Plan, region: number, vpc: number, kind: 'main' | 'public'): string => hexId('rtb', plan.seed, 20 + region, vpc * 2 + (kind === 'main' ? 0 : 1));
export const internetGatewayId = (plan: Plan, region: number, number: number): string => hexId('igw', plan.seed, 20 + region, number);
export const natGatewayId = (plan: Plan, region: number, number: number): string => hexId('nat', plan.seed, 20 + region, number);
export const peeringId = (plan: Plan, region: number, number: number): string => hexId('pcx', plan.seed, 20 + region, number);
export const endpointId = (plan: Plan, region: number, number: number): string => hexId('vpce', plan.seed, 20 + region, number);
export const endpointInterfaceId = (plan: Plan, region: number, zone: number): string => hexId('eni', plan.seed, 100 + region, zone);
/** A region in use has a gateway without an address too, behind those that have one. */
export const privateNat = (plan: Plan, region: number): { networkInterfaceId: string } => ({ networkInterfaceId: hexId('eni', plan.seed, 130 + region, 0) });
