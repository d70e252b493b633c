import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { gcpSpannerInstance } from '../../../providers/gcp/spanner/instance.ts';
import { gauge, hoursPerMonth, isTooYoung, percent, savedBy, shortNameOf, step } from '../facts.ts';

const metric = 'spanner.googleapis.com/instance/cpu/utilization';

/** So many that the processors would be busy by half: below a thousand in hundreds, above in thousands. */
export function unitsThatFit(units: number, share: number): number {
  const needed = Math.max(100, units * share * 2);
  return needed <= 1000 ? Math.ceil(needed / 100) * 100 : Math.ceil(needed / 1000) * 1000;
}

export const gcpSpannerUnderused = defineRule({
  id: 'gcp-spanner-underused',
  title: 'Spanner instance is larger than what it does',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpSpannerInstance,
  parameters: { days: { value: 14, help: 'Days that are looked at' }, pct: { value: 20, help: 'Processor use that 95 % of the hours stay below, in percent' } },
  rationale: 'Processing units are paid for by the hour, whether or not they are used.',
  metrics: ({ uid }, parameters) => ({ cpu: { name: metric, statistic: 'average', days: numberOf(parameters, 'days'), dimensions: { instance_id: shortNameOf(uid) } } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    const { processing_units: units } = attributes;
    if (attributes.max_processing_units !== null || attributes.state !== 'READY') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    if (units === null) return unknown('Google did not say how many processing units it has.');
    if (units <= 100) return pass;
    const cpu = gauge(context, 'cpu', metric, numberOf(context.parameters, 'days'));
    if ('evaluation' in cpu) return cpu.evaluation;
    if (cpu.facts.p95 * 100 >= numberOf(context.parameters, 'pct')) return pass;
    const fit = unitsThatFit(units, cpu.facts.p95);
    if (fit >= units) return pass;
    return fail({ summary: `In 95 % of the hours it used less than ${percent(cpu.facts.p95)} % of its processors; ${fit} units would do, if what is stored fits.`, evidence: { cpu_p95: cpu.facts.p95, processing_units: units, fit }, ...savedBy(region, context.prices, 'medium', [[((units - fit) / 1000) * hoursPerMonth, 'node h', 'spanner.node']]) });
  },

  remediation: (instance) => [step('spanner instances update --processing-units=FEWER', instance, `gcloud spanner instances update '${instance.name}' --processing-units=${instance.attributes.processing_units ?? 'FORMER'}`, 'spanner.instances.update', 'none')],
});
