import { z } from 'zod';
import { booleanAt, defineGcpResource, type GcpRow, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { computeApi, textsAt } from '../links.ts';

export const gcpArmorSecurityrule = defineGcpResource({
  id: 'gcp:armor:securityrule',
  title: 'Cloud Armor rule',
  plural: 'Cloud Armor rules',
  nativeType: 'compute.googleapis.com/SecurityPolicyRule',
  api: computeApi,
  permissions: ['compute.securityPolicies.list'],
  reads: 'Each rule of a Cloud Armor policy: whom it concerns and what it does.',
  source: { from: 'body', parent: 'compute.googleapis.com/SecurityPolicy', rows: (parent) => listAt(parent.data, 'rules').map((rule) => ({ parent, data: rule as GcpRow['data'] })) },

  attributes: z.object({
    policy_uid: z.string(),
    priority: z.number().nullable(),
    action: z.string().nullable(),
    is_preview: z.boolean().describe('It only logs what it would do'),
    source_ranges: z.array(z.string()),
    expression: z.string().nullable(),
    description: z.string().nullable(),
  }),

  normalise: ({ data, parent, assetName }, naming) => {
    const policy = uidOf(computeApi, parent?.assetName ?? textAt(parent?.data, 'selfLink') ?? assetName ?? '', naming);
    const priority = numberAt(data, 'priority');
    return {
      uid: `${policy}/rules/${priority ?? ''}`,
      name: `${policy.split('/').at(-1) ?? ''}/${priority ?? ''}`,
      attributes: {
        policy_uid: policy,
        priority,
        action: textAt(data, 'action'),
        is_preview: booleanAt(data, 'preview') ?? false,
        source_ranges: textsAt(data, 'match.config.srcIpRanges').sort(),
        expression: textAt(data, 'match.expr.expression'),
        description: textAt(data, 'description'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.policy_uid),
});
