import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { balancerAttributes, balancerPermissions, balancerRelations, type Balancer, balancersOf, logBucket, normalisedBalancer, readSettings } from './load-balancers.ts';

export const awsElbApplicationLoadBalancer = defineAwsResource({
  id: 'aws:elb:application-load-balancer',
  title: 'Application Load Balancer',
  plural: 'Application Load Balancers',
  nativeType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  locality: 'regional',
  permissions: balancerPermissions,
  reads: 'Scheme, network and settings of each Application Load Balancer: logs, deletion protection, treatment of invalid headers.',
  chain: 3,

  attributes: z.object({
    ...balancerAttributes,
    access_logs_enabled: z.boolean().nullable(),
    access_logs_bucket: z.string().nullable(),
    drops_invalid_headers: z.boolean().nullable(),
    desync_mitigation_mode: z.string().nullable(),
    http2_enabled: z.boolean().nullable(),
    idle_timeout_seconds: z.int().nullable(),
    waf_fails_open: z.boolean().nullable(),
  }),

  list: (context) => balancersOf('application', context),

  normalise: (balancer: Balancer) => normalisedBalancer(balancer, ({ is, text, whole }) => ({
    access_logs_enabled: is('access_logs.s3.enabled'),
    access_logs_bucket: text('access_logs.s3.bucket'),
    drops_invalid_headers: is('routing.http.drop_invalid_header_fields.enabled'),
    desync_mitigation_mode: text('routing.http.desync_mitigation_mode'),
    http2_enabled: is('routing.http2.enabled'),
    idle_timeout_seconds: whole('idle_timeout.timeout_seconds'),
    waf_fails_open: is('waf.fail_open.enabled'),
  })),

  details: {
    fields: ['deletion_protection', 'access_logs_enabled', 'access_logs_bucket', 'drops_invalid_headers', 'desync_mitigation_mode', 'http2_enabled', 'idle_timeout_seconds', 'waf_fails_open'],
    read: readSettings,
  },

  relations: ({ uid, attributes }) => [...balancerRelations({ uid, attributes }), ...relationsTo('logs-to', attributes.access_logs_enabled === true ? logBucket(uid, attributes.access_logs_bucket) : null)],
});
