import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { balancerAttributes, balancerPermissions, balancerRelations, type Balancer, balancersOf, logBucket, normalisedBalancer, readSettings } from './load-balancers.ts';

export const awsElbNetworkLoadBalancer = defineAwsResource({
  id: 'aws:elb:network-load-balancer',
  title: 'Network Load Balancer',
  plural: 'Network Load Balancers',
  nativeType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  locality: 'regional',
  permissions: balancerPermissions,
  reads: 'Scheme, network, elastic addresses and settings of each Network Load Balancer.',
  chain: 3,

  attributes: z.object({
    ...balancerAttributes,
    allocation_ids: z.array(z.string()).describe('Of its elastic IP addresses'),
    access_logs_enabled: z.boolean().nullable().describe('Of TLS listeners'),
    access_logs_bucket: z.string().nullable(),
    cross_zone_enabled: z.boolean().nullable(),
  }),

  list: (context) => balancersOf('network', context),

  normalise: (balancer: Balancer) => normalisedBalancer(balancer, ({ is, text }) => ({
    allocation_ids: (balancer.thing.AvailabilityZones ?? []).flatMap(({ LoadBalancerAddresses }) => (LoadBalancerAddresses ?? []).flatMap(({ AllocationId }) => AllocationId ?? [])).sort(),
    access_logs_enabled: is('access_logs.s3.enabled'),
    access_logs_bucket: text('access_logs.s3.bucket'),
    cross_zone_enabled: is('load_balancing.cross_zone.enabled'),
  })),

  details: { fields: ['deletion_protection', 'access_logs_enabled', 'access_logs_bucket', 'cross_zone_enabled'], read: readSettings },

  relations: ({ uid, attributes }) => [
    ...balancerRelations({ uid, attributes }),
    ...relationsTo('uses', ec2Arns(uid, 'elastic-ip', attributes.allocation_ids)),
    ...relationsTo('logs-to', attributes.access_logs_enabled === true ? logBucket(uid, attributes.access_logs_bucket) : null),
  ],
});
