import type { InstanceState, LoadBalancerAttributes, LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { logBucket } from './load-balancers.ts';
import { type Tagged, withTags } from './tags.ts';

interface ClassicBalancer extends Tagged<LoadBalancerDescription> {
  settings?: LoadBalancerAttributes | undefined;
  health?: InstanceState[] | undefined;
}

const listener = z.object({
  protocol: z.string(),
  port: z.int(),
  instance_protocol: z.string(),
  instance_port: z.int(),
  certificate_arn: z.string().nullable(),
  policy_names: z.array(z.string()),
});

const absent = ['LoadBalancerNotFound', 'AccessPointNotFoundException', 'AccessPointNotFound'];

export const awsElbClassicLoadBalancer = defineAwsResource({
  id: 'aws:elb:classic-load-balancer',
  title: 'Classic Load Balancer',
  plural: 'Classic Load Balancers',
  nativeType: 'AWS::ElasticLoadBalancing::LoadBalancer',
  locality: 'regional',
  permissions: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags', 'elasticloadbalancing:DescribeLoadBalancerAttributes', 'elasticloadbalancing:DescribeInstanceHealth'],
  reads: 'Listeners, instances, network and settings of each Classic Load Balancer, and whether any instance is in service.',
  chain: 3,

  attributes: z.object({
    load_balancer_name: z.string(),
    dns_name: z.string().nullable(),
    scheme: z.string().nullable().describe('internet-facing or internal'),
    vpc_id: z.string().nullable(),
    subnet_ids: z.array(z.string()),
    availability_zones: z.array(z.string()),
    security_group_ids: z.array(z.string()),
    instance_ids: z.array(z.string()).describe('Empty: it serves nothing'),
    listeners: z.array(listener),
    health_check: z.string().nullable(),
    cross_zone_enabled: z.boolean().nullable(),
    access_logs_enabled: z.boolean().nullable(),
    access_logs_bucket: z.string().nullable(),
    connection_draining: z.boolean().nullable(),
    idle_timeout_seconds: z.int().nullable(),
    has_healthy_target: z.boolean().nullable().describe('An instance is in service'),
  }),

  async *list(context) {
    const { ElasticLoadBalancingClient, DescribeTagsCommand, paginateDescribeLoadBalancers } = await import('@aws-sdk/client-elastic-load-balancing');
    const client = context.client(ElasticLoadBalancingClient);
    const ask = async (names: string[]) => ((await client.send(new DescribeTagsCommand({ LoadBalancerNames: names }))).TagDescriptions ?? []).map(({ LoadBalancerName, Tags }) => ({ key: LoadBalancerName, tags: Tags }));
    for await (const page of pages(paginateDescribeLoadBalancers({ client }, { PageSize: 400 }), ({ NextMarker }) => NextMarker)) {
      const { things, denied } = await withTags(page.LoadBalancerDescriptions ?? [], ({ LoadBalancerName }) => LoadBalancerName ?? '', ask, context);
      if (denied !== undefined) context.gap(denied);
      yield* things;
    }
  },

  normalise: ({ thing, tags, settings, health }: ClassicBalancer, { arn }) => {
    const name = thing.LoadBalancerName ?? '';
    return {
      uid: arn('elasticloadbalancing', `loadbalancer/${name}`),
      name,
      createdAt: thing.CreatedTime,
      tags,
      attributes: {
        load_balancer_name: name,
        dns_name: thing.DNSName ?? null,
        scheme: thing.Scheme ?? null,
        vpc_id: thing.VPCId ?? null,
        subnet_ids: (thing.Subnets ?? []).toSorted(),
        availability_zones: (thing.AvailabilityZones ?? []).toSorted(),
        security_group_ids: (thing.SecurityGroups ?? []).toSorted(),
        instance_ids: (thing.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []).sort(),
        listeners: listenersOf(thing),
        health_check: thing.HealthCheck?.Target ?? null,
        cross_zone_enabled: settings === undefined ? null : (settings.CrossZoneLoadBalancing?.Enabled ?? false),
        access_logs_enabled: settings === undefined ? null : (settings.AccessLog?.Enabled ?? false),
        access_logs_bucket: settings?.AccessLog?.S3BucketName ?? null,
        connection_draining: settings === undefined ? null : (settings.ConnectionDraining?.Enabled ?? false),
        idle_timeout_seconds: settings?.ConnectionSettings?.IdleTimeout ?? null,
        has_healthy_target: health === undefined ? null : health.some(({ State }) => State === 'InService'),
      },
    };
  },

  details: { fields: ['cross_zone_enabled', 'access_logs_enabled', 'access_logs_bucket', 'connection_draining', 'idle_timeout_seconds', 'has_healthy_target'], read: readDetails },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', [...ec2Arns(uid, 'vpc', attributes.vpc_id), ...ec2Arns(uid, 'subnet', attributes.subnet_ids)]),
    ...relationsTo('uses', [...ec2Arns(uid, 'security-group', attributes.security_group_ids), ...attributes.listeners.map(({ certificate_arn: certificate }) => certificate)]),
    ...relationsTo('targets', ec2Arns(uid, 'instance', attributes.instance_ids)),
    ...relationsTo('logs-to', attributes.access_logs_enabled === true ? logBucket(uid, attributes.access_logs_bucket) : null),
  ],
});

function listenersOf({ ListenerDescriptions }: LoadBalancerDescription): z.infer<typeof listener>[] {
  const made = (ListenerDescriptions ?? []).map(({ Listener, PolicyNames }) => ({
    protocol: Listener?.Protocol ?? 'unknown',
    port: Listener?.LoadBalancerPort ?? 0,
    instance_protocol: Listener?.InstanceProtocol ?? Listener?.Protocol ?? 'unknown',
    instance_port: Listener?.InstancePort ?? 0,
    certificate_arn: Listener?.SSLCertificateId?.startsWith('arn:') === true ? Listener.SSLCertificateId : null,
    policy_names: (PolicyNames ?? []).toSorted(),
  }));
  return made.sort((a, b) => a.port - b.port);
}

async function readDetails(balancer: ClassicBalancer, context: AwsListContext): Promise<ClassicBalancer> {
  const { ElasticLoadBalancingClient, DescribeLoadBalancerAttributesCommand, DescribeInstanceHealthCommand } = await import('@aws-sdk/client-elastic-load-balancing');
  const client = context.client(ElasticLoadBalancingClient);
  const name = { LoadBalancerName: balancer.thing.LoadBalancerName };
  const hasInstances = (balancer.thing.Instances ?? []).length > 0;
  const [settings, health] = await Promise.all([
    detailOf(context, 'elasticloadbalancing:DescribeLoadBalancerAttributes', () => client.send(new DescribeLoadBalancerAttributesCommand(name)), absent),
    hasInstances ? detailOf(context, 'elasticloadbalancing:DescribeInstanceHealth', () => client.send(new DescribeInstanceHealthCommand(name)), absent) : { InstanceStates: [] },
  ]);
  return { ...balancer, settings: settings?.LoadBalancerAttributes, health: health?.InstanceStates };
}
