import { defineRule, fail, type MetricQuestion, numberOf, pass } from '../../../core/rule.ts';
import { gcpInterconnectAttachment } from '../../../providers/gcp/interconnect/attachment.ts';
import { afterDays, counted, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

const metric = (name: string): string => `interconnect.googleapis.com/network/attachment/${name}_bytes_count`;

export const gcpInterconnectIdle = defineRule({
  id: 'gcp-interconnect-idle',
  title: 'VLAN attachment has no traffic',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpInterconnectAttachment,
  parameters: afterDays(14),
  rationale: 'An attachment is billed by the hour, whether or not anything goes through it.',
  metrics: ({ region, name }, parameters): Record<string, MetricQuestion> => {
    const common = { statistic: 'sum' as const, days: numberOf(parameters, 'days'), dimensions: { region, attachment: name } };
    return { received: { name: metric('received'), ...common }, sent: { name: metric('sent'), ...common } };
  },

  evaluate(resource, context) {
    if (isTooYoung(resource, context)) return pass;
    const bytes = counted(context, { received: metric('received'), sent: metric('sent') });
    if ('evaluation' in bytes) return bytes.evaluation;
    if (bytes.sum > 0) return pass;
    return fail({ summary: 'Nothing went through it in the window.', evidence: { state: resource.attributes.state, bandwidth: resource.attributes.bandwidth, bytes: 0 }, ...savedBy(resource.region, context.prices, 'medium', [[hoursPerMonth, 'h', 'vlan']]) });
  },

  remediation: (attachment) => [step('compute interconnects attachments delete', attachment, irreversible, 'compute.interconnectAttachments.delete')],
});
