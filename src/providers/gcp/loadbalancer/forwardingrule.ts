import { z } from 'zod';
import { defineGcpResource, labelsOf, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, textsAt } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpLoadbalancerForwardingrule = defineGcpResource({
  id: 'gcp:loadbalancer:forwardingrule',
  title: 'Forwarding rule',
  plural: 'Forwarding rules',
  nativeType: 'compute.googleapis.com/ForwardingRule',
  api: computeApi,
  permissions: ['compute.forwardingRules.list'],
  reads: 'Each address and port that a load balancer listens at, and where it leads.',
  source: aggregated('forwardingRules', 'ForwardingRule', 'GlobalForwardingRule'),

  attributes: z.object({
    ip_address: z.string().nullable(),
    protocol: z.string().nullable(),
    ports: z.array(z.string()).describe('Empty: all'),
    scheme: z.string().nullable().describe('EXTERNAL, EXTERNAL_MANAGED, INTERNAL, INTERNAL_MANAGED, …'),
    is_external: z.boolean(),
    target_uid: z.string().nullable(),
    target_kind: z.string().nullable().describe('targetHttpsProxies, targetHttpProxies, targetPools, …; null where it leads to a backend service'),
    backend_service_uid: z.string().nullable(),
    network_uid: z.string().nullable(),
    subnetwork_uid: z.string().nullable(),
    network_tier: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => {
    const target = computeLink(data, 'target', naming);
    const range = textAt(data, 'portRange');
    const scheme = textAt(data, 'loadBalancingScheme');
    return {
      tags: labelsOf(data['labels']),
      attributes: {
        ip_address: textAt(data, 'IPAddress'),
        protocol: textAt(data, 'IPProtocol'),
        ports: range === null ? textsAt(data, 'ports') : [range],
        scheme,
        is_external: scheme?.startsWith('EXTERNAL') ?? false,
        target_uid: target,
        target_kind: target?.split('/').at(-2) ?? null,
        backend_service_uid: computeLink(data, 'backendService', naming),
        network_uid: computeLink(data, 'network', naming),
        subnetwork_uid: computeLink(data, 'subnetwork', naming),
        network_tier: textAt(data, 'networkTier'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('routes-to', [attributes.target_uid, attributes.backend_service_uid]), ...relationsTo('member-of', [attributes.network_uid, attributes.subnetwork_uid])],
});
