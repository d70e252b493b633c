import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpArmorSecuritypolicy } from './securitypolicy.ts';

describe('a policy', () => {
  reads(gcpArmorSecuritypolicy, { asset: { name: '//compute.googleapis.com/projects/123/global/securityPolicies/armor' }, listed: { name: 'armor', selfLink: computeUrl('global/securityPolicies/armor'), type: 'CLOUD_ARMOR', rules: [{ priority: 1000, action: 'deny(403)' }, { priority: 2147483647, action: 'allow' }], adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true } } } }, {
    uid: '//compute.googleapis.com/projects/shop/global/securityPolicies/armor', attributes: { rule_count: 2, default_action: 'allow', adaptive_protection: true }, relations: [],
  });
});
