import { z } from 'zod';
import { at, booleanAt, defineGcpResource, numberAt, textAt } from '../define.ts';
import { computeApi } from '../links.ts';
import { aggregated } from '../sources.ts';

const kinds = ['httpsHealthCheck', 'httpHealthCheck', 'http2HealthCheck', 'tcpHealthCheck', 'sslHealthCheck', 'grpcHealthCheck', 'grpcTlsHealthCheck'];

export const gcpLoadbalancerHealthcheck = defineGcpResource({
  id: 'gcp:loadbalancer:healthcheck',
  title: 'Health check',
  plural: 'Health checks',
  nativeType: 'compute.googleapis.com/HealthCheck',
  api: computeApi,
  permissions: ['compute.healthChecks.list'],
  reads: 'Each health check: what it asks, how often, and whether its answers are logged.',
  source: aggregated('healthChecks', 'HealthCheck'),

  attributes: z.object({
    check_type: z.string().nullable(),
    port: z.number().nullable(),
    request_path: z.string().nullable(),
    interval_seconds: z.number().nullable(),
    timeout_seconds: z.number().nullable(),
    healthy_threshold: z.number().nullable(),
    unhealthy_threshold: z.number().nullable(),
    is_logged: z.boolean(),
  }),

  normalise: ({ data }) => {
    const own = kinds.map((kind) => at(data, kind)).find((found) => typeof found === 'object' && found !== null);
    return {
      attributes: {
        check_type: textAt(data, 'type'),
        port: numberAt(own, 'port'),
        request_path: textAt(own, 'requestPath'),
        interval_seconds: numberAt(data, 'checkIntervalSec'),
        timeout_seconds: numberAt(data, 'timeoutSec'),
        healthy_threshold: numberAt(data, 'healthyThreshold'),
        unhealthy_threshold: numberAt(data, 'unhealthyThreshold'),
        is_logged: booleanAt(data, 'logConfig.enable') ?? false,
      },
    };
  },
});
