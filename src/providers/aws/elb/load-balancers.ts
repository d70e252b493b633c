import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import { type AwsListContext, detailOf, relationsTo } from '../define.ts';
import type { Relation } from '../../../core/resource.ts';
import type { Normalised } from '../../../core/resource-type.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { type Tagged, type TaggedThings, tagsOfArns, withTags } from './tags.ts';

/** A load balancer with its tags and, once they were read, its settings by AWS's names. */
export interface Balancer extends Tagged<LoadBalancer> {
  settings?: Readonly<Record<string, string>> | undefined;
}

export const balancerPermissions = ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags', 'elasticloadbalancing:DescribeLoadBalancerAttributes'] as const;

/** Every load balancer but the classic ones, asked for once for all types that need them. */
export const balancers = (context: AwsListContext): Promise<LoadBalancer[]> => context.shared('elb:load-balancers', () => askForBalancers(context));

async function askForBalancers(context: AwsListContext): Promise<LoadBalancer[]> {
  const { ElasticLoadBalancingV2Client, paginateDescribeLoadBalancers } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const found: LoadBalancer[] = [];
  for await (const page of pages(paginateDescribeLoadBalancers({ client: context.client(ElasticLoadBalancingV2Client) }, { PageSize: 400 }), ({ NextMarker }) => NextMarker)) found.push(...(page.LoadBalancers ?? []));
  return found;
}

/** Those of one type; the tags of all are asked for together, so that no call goes out half full. */
export async function* balancersOf(type: 'application' | 'network' | 'gateway', context: AwsListContext): AsyncGenerator<Balancer> {
  const all = await balancers(context);
  const { things, denied } = await context.shared<TaggedThings<LoadBalancer>>('elb:load-balancer-tags', () => withTags(all, ({ LoadBalancerArn }) => LoadBalancerArn ?? '', (arns) => tagsOfArns(context, arns), context));
  const own = things.filter(({ thing }) => thing.Type === type);
  if (denied !== undefined && own.length > 0) context.gap(denied);
  yield* own;
}

/** Attributes that all three types have. */
export const balancerAttributes = {
  load_balancer_name: z.string(),
  dns_name: z.string().nullable(),
  scheme: z.string().nullable().describe('internet-facing or internal'),
  state: z.string(),
  vpc_id: z.string().nullable(),
  subnet_ids: z.array(z.string()),
  availability_zones: z.array(z.string()),
  security_group_ids: z.array(z.string()),
  ip_address_type: z.string().nullable(),
  deletion_protection: z.boolean().nullable(),
} as const;
type Common = z.infer<z.ZodObject<typeof balancerAttributes>>;

export function normalisedBalancer<More>({ thing, tags, settings }: Balancer, more: (setting: Settings) => More): Normalised<Common & More> {
  const zones = thing.AvailabilityZones ?? [];
  return {
    uid: thing.LoadBalancerArn ?? '',
    name: thing.LoadBalancerName ?? '',
    createdAt: thing.CreatedTime,
    tags,
    attributes: {
      load_balancer_name: thing.LoadBalancerName ?? '',
      dns_name: thing.DNSName ?? null,
      scheme: thing.Scheme ?? null,
      state: thing.State?.Code ?? 'unknown',
      vpc_id: thing.VpcId ?? null,
      subnet_ids: zones.flatMap(({ SubnetId }) => SubnetId ?? []).sort(),
      availability_zones: zones.flatMap(({ ZoneName }) => ZoneName ?? []).sort(),
      security_group_ids: (thing.SecurityGroups ?? []).toSorted(),
      ip_address_type: thing.IpAddressType ?? null,
      deletion_protection: settings === undefined ? null : settings['deletion_protection.enabled'] === 'true',
      ...more(settingsOf(settings)),
    },
  };
}

/** Settings as values; null while they were not read, or where AWS names none. */
export interface Settings {
  is(name: string): boolean | null;
  text(name: string): string | null;
  whole(name: string): number | null;
}

export function settingsOf(settings: Readonly<Record<string, string>> | undefined): Settings {
  const text = (name: string): string | null => {
    const value = settings?.[name];
    return value === undefined || value === '' ? null : value;
  };
  return {
    text,
    is: (name) => (settings?.[name] === undefined ? null : settings[name] === 'true'),
    whole: (name) => (text(name) === null ? null : Number(text(name))),
  };
}

export async function readSettings(balancer: Balancer, context: AwsListContext): Promise<Balancer> {
  const { ElasticLoadBalancingV2Client, DescribeLoadBalancerAttributesCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const ask = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: balancer.thing.LoadBalancerArn });
  const answer = await detailOf(context, 'elasticloadbalancingv2:DescribeLoadBalancerAttributes', () => context.client(ElasticLoadBalancingV2Client).send(ask), ['LoadBalancerNotFoundException', 'LoadBalancerNotFound']);
  return { ...balancer, settings: answer?.Attributes === undefined ? undefined : recordOf(answer.Attributes) };
}

export const recordOf = (list: readonly { Key?: string | undefined; Value?: string | undefined }[]): Record<string, string> => Object.fromEntries(list.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])));

export function balancerRelations({ uid, attributes }: { uid: string; attributes: Pick<Common, 'vpc_id' | 'subnet_ids' | 'security_group_ids'> }): Relation[] {
  return [
    ...relationsTo('member-of', [...ec2Arns(uid, 'vpc', attributes.vpc_id), ...ec2Arns(uid, 'subnet', attributes.subnet_ids)]),
    ...relationsTo('uses', ec2Arns(uid, 'security-group', attributes.security_group_ids)),
  ];
}

/** The bucket that access logs go to, in the partition of the load balancer. */
export const logBucket = (uid: string, name: string | null): string | null => (name === null ? null : `arn:${uid.split(':')[1] ?? 'aws'}:s3:::${name}`);
