import { z } from 'zod';
import { defineAwsResource } from '../define.ts';
import { balancerAttributes, balancerPermissions, balancerRelations, type Balancer, balancersOf, normalisedBalancer, readSettings } from './load-balancers.ts';

export const awsElbGatewayLoadBalancer = defineAwsResource({
  id: 'aws:elb:gateway-load-balancer',
  title: 'Gateway Load Balancer',
  plural: 'Gateway Load Balancers',
  nativeType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  locality: 'regional',
  permissions: balancerPermissions,
  reads: 'Network and settings of each Gateway Load Balancer.',
  chain: 3,

  attributes: z.object({ ...balancerAttributes, cross_zone_enabled: z.boolean().nullable() }),

  list: (context) => balancersOf('gateway', context),
  normalise: (balancer: Balancer) => normalisedBalancer(balancer, ({ is }) => ({ cross_zone_enabled: is('load_balancing.cross_zone.enabled') })),
  details: { fields: ['deletion_protection', 'cross_zone_enabled'], read: readSettings },
  relations: balancerRelations,
});
