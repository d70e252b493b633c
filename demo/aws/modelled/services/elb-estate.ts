import { instanceId } from '../../generate/facts.ts';
import { groupId, isInUse, subnetIds, vpcId, zoneName } from '../../generate/network.ts';
import { countIn, timeAgo } from '../../generate/plan.ts';
import { hexId, mix, randomOf } from '../../generate/random.ts';
import { usualTags, workloads } from '../../generate/words.ts';
import type { Tags } from '../../estate.ts';
import type { Place } from '../estate.ts';
import type { Fields } from '../model.ts';

export type BalancerType = 'application' | 'network' | 'gateway';
const inArn = { application: 'app', network: 'net', gateway: 'gwy' } as const;
const hex = (place: Place, kind: number, number: number): string => hexId('x', place.plan.seed, kind + place.region, number).slice(3);

/** One for twenty instances, and one of each type wherever there are instances. */
export const balancerCount = ({ plan, region }: Place): number => (isInUse(plan, region) ? Math.max(3, Math.ceil(countIn(plan, 'instances', region) / 20)) : 0);
const typesOfTen: readonly BalancerType[] = ['application', 'network', 'gateway', 'application', 'application', 'application', 'application', 'application', 'network', 'network'];
export const typeOf = (number: number): BalancerType => typesOfTen[number % 10]!;
export const workloadOf = (number: number): string => workloads[number % workloads.length]!;
const nameOf = (number: number): string => `${workloadOf(number)}-${number}`;
/** The number at the end of a name, as in `loadbalancer/app/web-20/0123456789abcdef`. */
export const numberIn = (arn: unknown): number => Number(/-(\d+)(?:\/|$)/.exec(String(arn))?.[1] ?? 0);

export const balancerArn = (place: Place, number: number): string => place.arn('elasticloadbalancing', `loadbalancer/${inArn[typeOf(number)]}/${nameOf(number)}/${hex(place, 200, number)}`);
export const groupArn = (place: Place, number: number): string => place.arn('elasticloadbalancing', `targetgroup/${nameOf(number)}/${hex(place, 230, number)}`);
const listenerArn = (place: Place, number: number, port: number): string => place.arn('elasticloadbalancing', `listener/${inArn[typeOf(number)]}/${nameOf(number)}/${hex(place, 200, number)}/${hex(place, 260, number * 1000 + (port % 997))}`);
export const certificateArn = (place: Place, number: number): string => place.arn('acm', `certificate/${mix(place.plan.seed, 74, number).toString(16).padStart(8, '0')}-0000-4000-8000-${place.account}`);
export const tagsAt = (place: Place, kind: number, number: number): Tags => usualTags(randomOf(place.plan.seed, kind, number), undefined);
export const isOpen = (number: number): boolean => number % 2 === 0;

export function balancerAt(place: Place, number: number): Fields {
  const { plan, region } = place;
  const type = typeOf(number);
  return {
    LoadBalancerArn: balancerArn(place, number), LoadBalancerName: nameOf(number), Type: type, Scheme: type === 'gateway' ? undefined : isOpen(number) ? 'internet-facing' : 'internal', State: { Code: 'active' },
    DNSName: type === 'gateway' ? undefined : `${nameOf(number)}.elb.${place.regionName}.amazonaws.com`, VpcId: vpcId(plan, region, 0), CreatedTime: new Date(timeAgo(plan, 30 + (number % 700))), IpAddressType: 'ipv4',
    AvailabilityZones: subnetIds(plan, region, 0).map((SubnetId, zone) => ({ SubnetId, ZoneName: zoneName(plan, region, zone) })), SecurityGroups: type === 'application' ? [groupId(plan, region, workloadOf(number))] : undefined,
  };
}

/** Half of them write no logs and can be deleted by one call; most let invalid headers through. */
export function balancerSettings(number: number): { Key: string; Value: string }[] {
  const settings: Record<string, string> = { 'deletion_protection.enabled': String(number % 2 === 1) };
  const type = typeOf(number);
  if (type !== 'gateway') Object.assign(settings, { 'access_logs.s3.enabled': String(number % 2 === 1), 'access_logs.s3.bucket': number % 2 === 1 ? 'acme-prod-logs-elb' : '' });
  if (type !== 'application') settings['load_balancing.cross_zone.enabled'] = String(number % 3 === 0);
  else Object.assign(settings, { 'routing.http.drop_invalid_header_fields.enabled': String(number % 4 === 3), 'routing.http.desync_mitigation_mode': 'defensive', 'routing.http2.enabled': 'true', 'idle_timeout.timeout_seconds': '60', 'waf.fail_open.enabled': 'false' });
  return Object.entries(settings).map(([Key, Value]) => ({ Key, Value }));
}

/** One a load balancer, and one more that nothing sends to. */
export const groupCount = (place: Place): number => (balancerCount(place) === 0 ? 0 : balancerCount(place) + 1);

export function targetGroupAt(place: Place, number: number): Fields {
  const isFree = number === balancerCount(place);
  const type = typeOf(number);
  const [protocol, port] = type === 'gateway' ? ['GENEVE', 6081] : type === 'network' ? ['TCP', 443] : ['HTTP', 8080];
  return {
    TargetGroupArn: groupArn(place, number), TargetGroupName: nameOf(number), Protocol: protocol, Port: port, VpcId: vpcId(place.plan, place.region, 0), TargetType: 'instance', ProtocolVersion: type === 'application' ? 'HTTP1' : undefined,
    HealthCheckEnabled: true, HealthCheckProtocol: type === 'application' ? 'HTTP' : 'TCP', HealthCheckPath: type === 'application' ? '/health' : undefined, LoadBalancerArns: isFree ? [] : [balancerArn(place, number)], IpAddressType: 'ipv4',
  };
}

/** Up to five instances a group; one group in seven has none, in one no target is healthy. */
export function targetsAt(place: Place, number: number): Fields[] {
  const instances = countIn(place.plan, 'instances', place.region);
  const count = balancerCount(place);
  if (number === count || number % 7 === 5) return [];
  const first = place.plan.cuts.instances[place.region]!;
  const locals = [0, 1, 2, 3, 4].map((step) => number + step * count).filter((local) => local < instances);
  const isIll = number % 7 === 2;
  return locals.map((local) => ({ Target: { Id: instanceId(place.plan, first + local), Port: 8080 }, TargetHealth: isIll ? { State: 'unhealthy', Reason: 'Target.FailedHealthChecks' } : { State: 'healthy' } }));
}

/** One in three application load balancers serves in clear, with a policy of old. */
export function listenersAt(place: Place, number: number): Fields[] {
  const type = typeOf(number);
  const LoadBalancerArn = balancerArn(place, number);
  const forward = [{ Type: 'forward', TargetGroupArn: groupArn(place, number), ForwardConfig: { TargetGroups: [{ TargetGroupArn: groupArn(place, number), Weight: 1 }] } }];
  if (type === 'gateway') return [{ ListenerArn: listenerArn(place, number, 0), LoadBalancerArn, DefaultActions: forward }];
  if (type === 'network') return [{ ListenerArn: listenerArn(place, number, 443), LoadBalancerArn, Port: 443, Protocol: 'TCP', DefaultActions: forward }];
  const isOld = number % 3 === 0;
  const redirect = [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }];
  return [
    { ListenerArn: listenerArn(place, number, 80), LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: isOld ? forward : redirect },
    { ListenerArn: listenerArn(place, number, 443), LoadBalancerArn, Port: 443, Protocol: 'HTTPS', SslPolicy: isOld ? 'ELBSecurityPolicy-2016-08' : 'ELBSecurityPolicy-TLS13-1-2-2021-06', Certificates: [{ CertificateArn: certificateArn(place, number) }], DefaultActions: forward },
  ];
}

export function rulesAt(place: Place, listener: string): Fields[] {
  const number = numberIn(listener);
  const found = listenersAt(place, number).find(({ ListenerArn }) => ListenerArn === listener);
  const arn = listener.replace(':listener/', ':listener-rule/');
  return [
    ...(found?.['Port'] === 443 ? [{ RuleArn: `${arn}/${hex(place, 290, number)}`, Priority: '10', Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/v2/*'] } }], Actions: [{ Type: 'forward', TargetGroupArn: groupArn(place, number) }], IsDefault: false }] : []),
    { RuleArn: `${arn}/${hex(place, 290, number + 1_000_000)}`, Priority: 'default', Conditions: [], Actions: found?.['DefaultActions'], IsDefault: true },
  ];
}
