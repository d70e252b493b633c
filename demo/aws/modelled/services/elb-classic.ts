import { instanceId } from '../../generate/facts.ts';
import { groupId, isInUse, subnetIds, vpcId, zoneName } from '../../generate/network.ts';
import { countIn, timeAgo } from '../../generate/plan.ts';
import type { Place } from '../estate.ts';
import type { Fields } from '../model.ts';
import { certificateArn, workloadOf } from './elb-estate.ts';

/** What is left of an older time: one for sixty instances; every third serves nothing. */
export const classicCount = ({ plan, region }: Place): number => (isInUse(plan, region) ? Math.max(1, Math.ceil(countIn(plan, 'instances', region) / 60)) : 0);
const classicName = (number: number): string => `old-${workloadOf(number)}-${number}`;

function instancesOf({ plan, region }: Place, number: number): string[] {
  const instances = countIn(plan, 'instances', region);
  return number % 3 === 2 ? [] : [number, number + 7, number + 14].filter((local) => local < instances).map((local) => instanceId(plan, plan.cuts.instances[region]! + local));
}

export function classicAt(place: Place, number: number): Fields {
  const { plan, region } = place;
  const listener = number % 2 === 0
    ? { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8080 }
    : { Protocol: 'HTTPS', LoadBalancerPort: 443, InstanceProtocol: 'HTTP', InstancePort: 8080, SSLCertificateId: certificateArn(place, number) };
  return {
    LoadBalancerName: classicName(number), DNSName: `${classicName(number)}.${place.regionName}.elb.amazonaws.com`, Scheme: number % 2 === 0 ? 'internet-facing' : 'internal', VPCId: vpcId(plan, region, 0), Subnets: subnetIds(plan, region, 0),
    AvailabilityZones: [0, 1, 2].map((zone) => zoneName(plan, region, zone)), SecurityGroups: [groupId(plan, region, workloadOf(number))], Instances: instancesOf(place, number).map((InstanceId) => ({ InstanceId })),
    ListenerDescriptions: [{ Listener: listener, PolicyNames: number % 2 === 0 ? [] : ['ELBSecurityPolicy-2015-05'] }], HealthCheck: { Target: 'HTTP:8080/health', Interval: 30, Timeout: 5, UnhealthyThreshold: 2, HealthyThreshold: 10 }, CreatedTime: new Date(timeAgo(plan, 900 - (number % 100))),
  };
}

export const classicSettings = (number: number): Fields => ({
  CrossZoneLoadBalancing: { Enabled: true }, AccessLog: { Enabled: false }, ConnectionDraining: { Enabled: number % 2 === 1, Timeout: 300 }, ConnectionSettings: { IdleTimeout: 60 },
});
export const classicHealth = (place: Place, number: number): Fields[] => instancesOf(place, number).map((InstanceId) => ({ InstanceId, State: number % 3 === 1 ? 'OutOfService' : 'InService' }));
