import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpLoadbalancerTargetproxy } from './targetproxy.ts';

describe('a target proxy', () => {
  reads(gcpLoadbalancerTargetproxy, { asset: { name: '//compute.googleapis.com/projects/123/global/targetHttpsProxies/web' }, listed: { name: 'web', selfLink: computeUrl('global/targetHttpsProxies/web'), urlMap: computeUrl('global/urlMaps/web'), sslCertificates: [computeUrl('global/sslCertificates/c')], sslPolicy: computeUrl('global/sslPolicies/modern'), quicOverride: 'NONE' } }, {
    uid: '//compute.googleapis.com/projects/shop/global/targetHttpsProxies/web', attributes: { proxy_kind: 'targetHttpsProxies', quic: 'NONE' },
    relations: [{ kind: 'routes-to', uid: '//compute.googleapis.com/projects/shop/global/urlMaps/web' }, { kind: 'uses', uid: '//compute.googleapis.com/projects/shop/global/sslCertificates/c' }, { kind: 'uses', uid: '//compute.googleapis.com/projects/shop/global/sslPolicies/modern' }],
  });
});
