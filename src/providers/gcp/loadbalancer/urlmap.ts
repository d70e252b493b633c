import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, relationsTo } from '../define.ts';
import { computeApi, computeLink, textsAt } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpLoadbalancerUrlmap = defineGcpResource({
  id: 'gcp:loadbalancer:urlmap',
  title: 'URL map',
  plural: 'URL maps',
  nativeType: 'compute.googleapis.com/UrlMap',
  api: computeApi,
  permissions: ['compute.urlMaps.list'],
  reads: 'Each URL map: which hosts and paths lead to which backends.',
  source: aggregated('urlMaps', 'UrlMap'),

  attributes: z.object({
    default_service_uid: z.string().nullable(),
    service_uids: z.array(z.string()).describe('Backend services and buckets of all hosts and paths'),
    hosts: z.array(z.string()),
    redirects_to_https: z.boolean(),
  }),

  normalise: ({ data }, naming) => {
    const matchers = listAt(data, 'pathMatchers');
    const rules = matchers.flatMap((matcher) => [matcher, ...listAt(matcher, 'pathRules'), ...listAt(matcher, 'routeRules')]);
    const services = rules.flatMap((rule) => [computeLink(rule, 'defaultService', naming), computeLink(rule, 'service', naming)]).filter((uid) => uid !== null);
    return {
      attributes: {
        default_service_uid: computeLink(data, 'defaultService', naming),
        service_uids: [...new Set(services)].sort(),
        hosts: listAt(data, 'hostRules').flatMap((rule) => textsAt(rule, 'hosts')).sort(),
        redirects_to_https: booleanAt(data, 'defaultUrlRedirect.httpsRedirect') ?? false,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('routes-to', [attributes.default_service_uid, ...attributes.service_uids]),
});
