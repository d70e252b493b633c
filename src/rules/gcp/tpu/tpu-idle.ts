import { defineRule, fail, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpTpuNode } from '../../../providers/gcp/tpu/node.ts';
import { afterDays, gauge, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

const metric = 'tpu.googleapis.com/cpu/utilization';

export const gcpTpuIdle = defineRule({
  id: 'gcp-tpu-idle',
  title: 'TPU is ready and unused',
  category: 'waste',
  severity: 'high',
  resourceType: gcpTpuNode,
  parameters: { ...afterDays(2), cpu_pct: { value: 2, help: 'Use of its host that it stays below, in percent' } },
  rationale: 'A TPU is paid for by the hour from the moment it is ready.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => (attributes.state === 'READY' && attributes.node_id !== null ? { cpu: { name: metric, statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { node_id: attributes.node_id } } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.state !== 'READY') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const cpu = gauge(context, 'cpu', metric, numberOf(context.parameters, 'days'));
    if ('evaluation' in cpu) return cpu.evaluation;
    if (cpu.facts.maximum >= numberOf(context.parameters, 'cpu_pct')) return pass;
    const generation = /^v[23](?=-)/.exec(attributes.accelerator_type ?? '')?.[0];
    return fail({ summary: `Ready, and not used in ${numberOf(context.parameters, 'days')} days.`, evidence: { cpu_maximum_pct: cpu.facts.maximum, accelerator_type: attributes.accelerator_type, since: cpu.facts.since }, ...(generation === undefined || attributes.chips === null || attributes.is_spot ? {} : savedBy(region, context.prices, 'high', [[attributes.chips * hoursPerMonth, 'core h', `tpu.${generation}`]])) });
  },

  remediation: (node) => [step('compute tpus tpu-vm delete', node, irreversible, 'tpu.nodes.delete')],
});
