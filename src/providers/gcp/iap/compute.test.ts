import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpIapCompute } from './compute.ts';

describe('the settings', () => {
  reads(gcpIapCompute, { listed: { name: 'projects/123/iap_web', accessSettings: { corsSettings: { allowHttpOptions: true }, reauthSettings: { method: 'LOGIN', maxAge: '3600s' }, allowedDomainsSettings: { enable: true, domains: ['acme.example'] }, oauthSettings: { clientSecret: 'hunter2' } } } }, { uid: '//iap.googleapis.com/projects/shop/iap_web/compute', name: 'compute', region: 'global', attributes: { allows_http_options: true, reauth_method: 'LOGIN', reauth_max_age_seconds: 3600, allowed_domains: ['acme.example'] } });
});
