import type { TargetGroup, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import { type AwsListContext, type AwsNormaliseContext, defineAwsResource, detailOf, relationsTo } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { recordOf, settingsOf } from './load-balancers.ts';
import { type Tagged, tagsOfArns, withTags } from './tags.ts';

interface Group extends Tagged<TargetGroup> {
  targets?: TargetHealthDescription[] | undefined;
  settings?: Readonly<Record<string, string>> | undefined;
}

const target = z.object({ id: z.string().describe('An instance, an address, or the ARN of a function or load balancer'), port: z.int().nullable(), availability_zone: z.string().nullable() });

export const awsElbTargetGroup = defineAwsResource({
  id: 'aws:elb:target-group',
  title: 'Target group',
  plural: 'Target groups',
  nativeType: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  locality: 'regional',
  permissions: ['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTags', 'elasticloadbalancing:DescribeTargetHealth', 'elasticloadbalancing:DescribeTargetGroupAttributes'],
  reads: 'Load balancers, health check and registered targets of each target group, and whether any target is healthy.',
  chain: 3,

  attributes: z.object({
    target_group_name: z.string(),
    target_type: z.string().describe('instance, ip, lambda or alb'),
    protocol: z.string().nullable(),
    protocol_version: z.string().nullable(),
    port: z.int().nullable(),
    vpc_id: z.string().nullable(),
    load_balancer_arns: z.array(z.string()).nullable().describe('Empty: no load balancer sends to it; null: AWS did not tell'),
    health_check_enabled: z.boolean(),
    health_check_protocol: z.string().nullable(),
    health_check_path: z.string().nullable(),
    targets: z.array(target).nullable().describe('What is registered; null: not read yet'),
    target_uids: z.array(z.string()).nullable().describe('Of targets that have an ARN'),
    has_healthy_target: z.boolean().nullable().describe('At least one target passes its health check'),
    deregistration_delay_seconds: z.int().nullable(),
    stickiness_enabled: z.boolean().nullable(),
  }),

  async *list(context) {
    const { ElasticLoadBalancingV2Client, paginateDescribeTargetGroups } = await import('@aws-sdk/client-elastic-load-balancing-v2');
    for await (const page of pages(paginateDescribeTargetGroups({ client: context.client(ElasticLoadBalancingV2Client) }, { PageSize: 400 }), ({ NextMarker }) => NextMarker)) {
      const { things, denied } = await withTags(page.TargetGroups ?? [], ({ TargetGroupArn }) => TargetGroupArn ?? '', (arns) => tagsOfArns(context, arns), context);
      if (denied !== undefined) context.gap(denied);
      yield* things;
    }
  },

  normalise: ({ thing, tags, targets, settings }: Group, context) => {
    const { is, whole } = settingsOf(settings);
    return {
      uid: thing.TargetGroupArn ?? '',
      name: thing.TargetGroupName ?? '',
      tags,
      attributes: {
        target_group_name: thing.TargetGroupName ?? '',
        target_type: thing.TargetType ?? 'instance',
        protocol: thing.Protocol ?? null,
        protocol_version: thing.ProtocolVersion ?? null,
        port: thing.Port ?? null,
        vpc_id: thing.VpcId ?? null,
        load_balancer_arns: thing.LoadBalancerArns === undefined ? null : [...new Set(thing.LoadBalancerArns)].sort(),
        health_check_enabled: thing.HealthCheckEnabled ?? true,
        health_check_protocol: thing.HealthCheckProtocol ?? null,
        health_check_path: thing.HealthCheckPath ?? null,
        targets: targets === undefined ? null : targetsOf(targets),
        target_uids: targets === undefined ? null : [...new Set(targets.flatMap(({ Target }) => uidOf(Target?.Id ?? '', thing.TargetType ?? 'instance', context) ?? []))].sort(),
        has_healthy_target: targets === undefined ? null : targets.some(({ TargetHealth }) => TargetHealth?.State === 'healthy'),
        deregistration_delay_seconds: whole('deregistration_delay.timeout_seconds'),
        stickiness_enabled: is('stickiness.enabled'),
      },
    };
  },

  details: { fields: ['targets', 'target_uids', 'has_healthy_target', 'deregistration_delay_seconds', 'stickiness_enabled'], read: readDetails },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
    ...relationsTo('attached-to', attributes.load_balancer_arns ?? []),
    ...relationsTo('targets', attributes.target_uids ?? []),
  ],
});

function targetsOf(targets: readonly TargetHealthDescription[]): z.infer<typeof target>[] {
  const made = targets.map(({ Target }) => ({ id: Target?.Id ?? '', port: Target?.Port ?? null, availability_zone: Target?.AvailabilityZone ?? null }));
  return made.sort((a, b) => (a.id === b.id ? (a.port ?? 0) - (b.port ?? 0) : a.id < b.id ? -1 : 1));
}

/** A function may be registered by a version or alias of it: the relation is to the function. */
function uidOf(id: string, type: string, { arn }: AwsNormaliseContext): string | undefined {
  if (type === 'instance') return id === '' ? undefined : arn('ec2', `instance/${id}`);
  if (!id.startsWith('arn:')) return undefined;
  return type === 'lambda' ? id.split(':').slice(0, 7).join(':') : id;
}

async function readDetails(group: Group, context: AwsListContext): Promise<Group> {
  const { ElasticLoadBalancingV2Client, DescribeTargetHealthCommand, DescribeTargetGroupAttributesCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = context.client(ElasticLoadBalancingV2Client);
  const named = { TargetGroupArn: group.thing.TargetGroupArn };
  const absent = ['TargetGroupNotFoundException', 'TargetGroupNotFound'];
  const [health, settings] = await Promise.all([
    detailOf(context, 'elasticloadbalancingv2:DescribeTargetHealth', () => client.send(new DescribeTargetHealthCommand(named)), absent),
    detailOf(context, 'elasticloadbalancingv2:DescribeTargetGroupAttributes', () => client.send(new DescribeTargetGroupAttributesCommand(named)), absent),
  ]);
  return { ...group, targets: health ? (health.TargetHealthDescriptions ?? []) : undefined, settings: settings?.Attributes === undefined ? undefined : recordOf(settings.Attributes) };
}
