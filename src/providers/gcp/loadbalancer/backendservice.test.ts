import { describe, expect, it } from 'vitest';
import { computeUrl, naming, reads } from '../test-gcp.ts';
import { gcpLoadbalancerBackendservice } from './backendservice.ts';

const listed = { name: 'web', selfLink: computeUrl('global/backendServices/web'), protocol: 'HTTPS', loadBalancingScheme: 'EXTERNAL_MANAGED', timeoutSec: 30, backends: [{ group: computeUrl('zones/us-east4-a/instanceGroups/web') }], healthChecks: [computeUrl('global/healthChecks/h')], securityPolicy: computeUrl('global/securityPolicies/armor'), iap: { enabled: true, oauth2ClientSecret: 'hunter2' }, logConfig: { enable: true, sampleRate: 0.1 } };

describe('a backend service', () => {
  reads(gcpLoadbalancerBackendservice, { asset: { name: '//compute.googleapis.com/projects/123/global/backendServices/web' }, listed }, {
    uid: '//compute.googleapis.com/projects/shop/global/backendServices/web', attributes: { has_iap: true, is_logged: true, log_sample_rate: 0.1, timeout_seconds: 30 },
    relations: [{ kind: 'routes-to', uid: '//compute.googleapis.com/projects/shop/zones/us-east4-a/instanceGroups/web' }, { kind: 'uses', uid: '//compute.googleapis.com/projects/shop/global/healthChecks/h' }, { kind: 'uses', uid: '//compute.googleapis.com/projects/shop/global/securityPolicies/armor' }],
  });

  it('keeps the secret of its client to itself', () => {
    expect(JSON.stringify(gcpLoadbalancerBackendservice.normalise({ data: listed }, naming))).not.toContain('hunter2');
  });
});
