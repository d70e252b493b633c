import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, computeLinks } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpLoadbalancerBackendservice = defineGcpResource({
  id: 'gcp:loadbalancer:backendservice',
  title: 'Backend service',
  plural: 'Backend services',
  nativeType: 'compute.googleapis.com/BackendService',
  api: computeApi,
  permissions: ['compute.backendServices.list'],
  reads: 'Each backend service with its backends, its health checks, its protection and whether its requests are logged; never a client secret.',
  source: aggregated('backendServices', 'BackendService', 'RegionBackendService'),

  attributes: z.object({
    protocol: z.string().nullable(),
    scheme: z.string().nullable(),
    backend_uids: z.array(z.string()).describe('Instance groups and network endpoint groups'),
    health_check_uids: z.array(z.string()),
    security_policy_uid: z.string().nullable(),
    edge_security_policy_uid: z.string().nullable(),
    has_iap: z.boolean(),
    has_cdn: z.boolean(),
    is_logged: z.boolean(),
    log_sample_rate: z.number().nullable(),
    timeout_seconds: z.number().nullable(),
    session_affinity: z.string().nullable(),
    network_uid: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      protocol: textAt(data, 'protocol'),
      scheme: textAt(data, 'loadBalancingScheme'),
      backend_uids: listAt(data, 'backends').flatMap((backend) => computeLink(backend, 'group', naming) ?? []),
      health_check_uids: computeLinks(data, 'healthChecks', naming),
      security_policy_uid: computeLink(data, 'securityPolicy', naming),
      edge_security_policy_uid: computeLink(data, 'edgeSecurityPolicy', naming),
      has_iap: booleanAt(data, 'iap.enabled') ?? false,
      has_cdn: booleanAt(data, 'enableCDN') ?? false,
      is_logged: booleanAt(data, 'logConfig.enable') ?? false,
      log_sample_rate: numberAt(data, 'logConfig.sampleRate'),
      timeout_seconds: numberAt(data, 'timeoutSec'),
      session_affinity: textAt(data, 'sessionAffinity'),
      network_uid: computeLink(data, 'network', naming),
    },
  }),

  relations: ({ attributes }) => [
    ...relationsTo('routes-to', attributes.backend_uids),
    ...relationsTo('uses', [...attributes.health_check_uids, attributes.security_policy_uid, attributes.edge_security_policy_uid]),
    ...relationsTo('member-of', attributes.network_uid),
  ],
});
