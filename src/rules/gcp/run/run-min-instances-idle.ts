import { defineRule, fail, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpRunService } from '../../../providers/gcp/run/service.ts';
import { afterDays, counted, hoursPerMonth, isTooYoung, savedBy, step } from '../facts.ts';

const metric = 'run.googleapis.com/request_count';

/** vCPUs of `2` or `500m`, GiB of `512Mi` or `2Gi`; one and half a GiB where nothing is said (cloud.google.com/run/docs/configuring). */
export function sizeOf(cpu: string | null, memory: string | null): { vcpus: number; gib: number } {
  const vcpus = cpu === null ? 1 : Number.parseFloat(cpu) / (cpu.endsWith('m') ? 1000 : 1);
  const [, amount, unit] = /^([\d.]+)(Mi|Gi|M|G)$/.exec(memory ?? '512Mi') ?? [];
  const gib = unit?.startsWith('G') === true ? Number(amount) : Number(amount) / 1024;
  return { vcpus: Number.isFinite(vcpus) ? vcpus : 1, gib: Number.isFinite(gib) ? gib : 0.5 };
}

export const gcpRunMinInstancesIdle = defineRule({
  id: 'gcp-run-min-instances-idle',
  title: 'Service is kept warm for nobody',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpRunService,
  parameters: afterDays(14),
  rationale: 'Instances that are kept ready are paid for, whether or not a request comes.',
  metrics: ({ attributes, name }, parameters): Record<string, MetricQuestion> => (attributes.min_instances > 0 ? { requests: { name: metric, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { service_name: name } } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.min_instances === 0) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const requests = counted(context, { requests: metric });
    if ('evaluation' in requests) return requests.evaluation;
    if (requests.sum > 0) return pass;
    const size = sizeOf(attributes.cpu, attributes.memory);
    const hours = attributes.min_instances * hoursPerMonth;
    return fail({
      summary: `${attributes.min_instances} instance${attributes.min_instances === 1 ? ' is' : 's are'} kept ready, and no request came in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { min_instances: attributes.min_instances, requests: 0, cpu: attributes.cpu, memory: attributes.memory },
      ...savedBy(region, context.prices, 'high', [[size.vcpus * hours, 'vCPU h', 'run.idle.vcpu'], [size.gib * hours, 'GiB h', 'run.idle.gib']]),
    });
  },

  remediation: (service) => [step('run services update --min-instances=0', service, `gcloud run services update '${service.name}' --min-instances=${service.attributes.min_instances}`, 'run.services.update')],
});
