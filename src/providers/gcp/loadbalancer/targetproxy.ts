import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, computeLinks } from '../links.ts';
import { aggregated, globalList } from '../sources.ts';

const list = (collection: string) => aggregated(collection).lists;

export const gcpLoadbalancerTargetproxy = defineGcpResource({
  id: 'gcp:loadbalancer:targetproxy',
  title: 'Target proxy',
  plural: 'Target proxies',
  nativeType: 'compute.googleapis.com/TargetHttpsProxy',
  api: computeApi,
  permissions: ['compute.targetHttpsProxies.list', 'compute.targetHttpProxies.list', 'compute.targetSslProxies.list', 'compute.targetTcpProxies.list', 'compute.targetGrpcProxies.list'],
  reads: 'Each proxy of a load balancer, of five kinds, with its certificates and its TLS policy.',
  source: {
    from: 'asset',
    assetTypes: ['TargetHttpsProxy', 'TargetHttpProxy', 'TargetSslProxy', 'TargetTcpProxy', 'TargetGrpcProxy'].map((kind) => `${computeApi}/${kind}`),
    lists: [...list('targetHttpsProxies'), ...list('targetHttpProxies'), globalList('targetSslProxies'), ...list('targetTcpProxies'), globalList('targetGrpcProxies')],
  },

  attributes: z.object({
    proxy_kind: z.string().describe('targetHttpsProxies, targetHttpProxies, targetSslProxies, targetTcpProxies or targetGrpcProxies'),
    url_map_uid: z.string().nullable(),
    backend_service_uid: z.string().nullable(),
    certificate_uids: z.array(z.string()),
    certificate_map: z.string().nullable(),
    ssl_policy_uid: z.string().nullable(),
    quic: z.string().nullable(),
  }),

  normalise: ({ data, assetName }, naming) => ({
    attributes: {
      proxy_kind: /\/(target\w+Proxies)\//.exec(textAt(data, 'selfLink') ?? assetName ?? '')?.[1] ?? 'unknown',
      url_map_uid: computeLink(data, 'urlMap', naming),
      backend_service_uid: computeLink(data, 'service', naming),
      certificate_uids: computeLinks(data, 'sslCertificates', naming),
      certificate_map: textAt(data, 'certificateMap'),
      ssl_policy_uid: computeLink(data, 'sslPolicy', naming),
      quic: textAt(data, 'quicOverride'),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('routes-to', [attributes.url_map_uid, attributes.backend_service_uid]), ...relationsTo('uses', [...attributes.certificate_uids, attributes.ssl_policy_uid])],
});
