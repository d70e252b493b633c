import { networkOf } from '../../generate/facts.ts';
import { countIn, type Plan } from '../../generate/plan.ts';
import { hexId, mix, randomOf } from '../../generate/random.ts';
import { workloads } from '../../generate/words.ts';
import type { Place } from '../estate.ts';

/** One cluster for every 40 instances of a region, at least two; the last one is empty. */
export const clusterCount = (plan: Plan, region: number): number => 2 + Math.floor(countIn(plan, 'instances', region) / 40);
/** Services of a cluster that is not empty. */
export const servicesPerCluster = 12;
export const isEmptyCluster = (plan: Plan, region: number, cluster: number): boolean => cluster === clusterCount(plan, region) - 1;

export const clusterName = (cluster: number): string => `apps-${cluster}`;
export const clusterArn = (place: Place, cluster: number): string => place.arn('ecs', `cluster/${clusterName(cluster)}`);
/** The number is the last word of a cluster's name or ARN. */
export const clusterOf = (name: unknown): number => Number(/-(\d+)$/.exec(String(name))?.[1] ?? 0);

export const workloadOf = (place: Place, cluster: number, service: number): number => mix(place.plan.seed, 740 + place.region, cluster * 100 + service) % workloads.length;
export const serviceName = (place: Place, cluster: number, service: number): string => `${workloads[workloadOf(place, cluster, service)]}-svc-${service}`;
export const familyOf = (place: Place, cluster: number, service: number): string => `${clusterName(cluster)}-${serviceName(place, cluster, service)}`;
export const definitionArn = (place: Place, cluster: number, service: number): string => place.arn('ecs', `task-definition/${familyOf(place, cluster, service)}:${3 + (service % 5)}`);

export const taskId = (place: Place, cluster: number, service: number, task: number): string => hexId('t', place.plan.seed, 741 + place.region, cluster * 10_000 + service * 100 + task).slice(2).padEnd(32, '0');
export const networkOfService = (place: Place, cluster: number, service: number) => ({
  ...networkOf(place.plan, place.region, randomOf(place.plan.seed, 742 + place.region, cluster * 100 + service)),
  securityGroup: hexId('sg', place.plan.seed, 50 + place.region, workloadOf(place, cluster, service)),
});
/** Instances of a region that serve its first cluster. */
export const servingInstances = (plan: Plan, region: number): number => Math.min(countIn(plan, 'instances', region), 4);
export const containerInstanceArn = (place: Place, local: number): string => place.arn('ecs', `container-instance/${clusterName(0)}/${taskId(place, 0, 99, local)}`);
