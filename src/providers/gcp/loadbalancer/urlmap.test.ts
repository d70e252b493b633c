import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpLoadbalancerUrlmap } from './urlmap.ts';

describe('a URL map', () => {
  reads(gcpLoadbalancerUrlmap, { asset: { name: '//compute.googleapis.com/projects/123/global/urlMaps/web' }, listed: { name: 'web', selfLink: computeUrl('global/urlMaps/web'), defaultService: computeUrl('global/backendServices/web'), hostRules: [{ hosts: ['b.example', 'a.example'] }], pathMatchers: [{ defaultService: computeUrl('global/backendServices/web'), pathRules: [{ service: computeUrl('global/backendBuckets/pictures') }] }] } }, {
    uid: '//compute.googleapis.com/projects/shop/global/urlMaps/web', attributes: { hosts: ['a.example', 'b.example'], redirects_to_https: false },
    relations: [{ kind: 'routes-to', uid: '//compute.googleapis.com/projects/shop/global/backendServices/web' }, { kind: 'routes-to', uid: '//compute.googleapis.com/projects/shop/global/backendBuckets/pictures' }],
  });
});
