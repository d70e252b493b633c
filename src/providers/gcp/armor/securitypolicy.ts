import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, textAt } from '../define.ts';
import { computeApi } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpArmorSecuritypolicy = defineGcpResource({
  id: 'gcp:armor:securitypolicy',
  title: 'Cloud Armor policy',
  plural: 'Cloud Armor policies',
  nativeType: 'compute.googleapis.com/SecurityPolicy',
  api: computeApi,
  permissions: ['compute.securityPolicies.list'],
  reads: 'Each Cloud Armor policy: its kind, how many rules it has, and what it does with what none of them names.',
  source: aggregated('securityPolicies', 'SecurityPolicy'),

  attributes: z.object({
    policy_type: z.string().nullable(),
    rule_count: z.number(),
    default_action: z.string().nullable(),
    adaptive_protection: z.boolean(),
    log_level: z.string().nullable(),
    json_parsing: z.string().nullable(),
  }),

  normalise: ({ data }) => ({
    attributes: {
      policy_type: textAt(data, 'type'),
      rule_count: listAt(data, 'rules').length,
      // The last of all priorities is the rule for what no other names.
      default_action: textAt(listAt(data, 'rules').find((rule) => textAt(rule, 'priority') === '2147483647'), 'action'),
      adaptive_protection: booleanAt(data, 'adaptiveProtectionConfig.layer7DdosDefenseConfig.enable') ?? false,
      log_level: textAt(data, 'advancedOptionsConfig.logLevel'),
      json_parsing: textAt(data, 'advancedOptionsConfig.jsonParsing'),
    },
  }),
});
