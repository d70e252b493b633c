import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpArmorSecurityrule } from './securityrule.ts';

describe('a rule', () => {
  reads(gcpArmorSecurityrule, { parent: { data: { selfLink: computeUrl('global/securityPolicies/armor') } }, listed: { priority: 1000, action: 'deny(403)', preview: true, match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['203.0.113.0/24'] } } } }, {
    uid: '//compute.googleapis.com/projects/shop/global/securityPolicies/armor/rules/1000', name: 'armor/1000', attributes: { priority: 1000, action: 'deny(403)', is_preview: true, source_ranges: ['203.0.113.0/24'] },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/securityPolicies/armor' }],
  });
});
