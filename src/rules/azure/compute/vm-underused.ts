import { defineRule, fail, isWholeWindow, isYoung, type MetricQuestion, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureComputeVirtualMachine } from '../../../providers/azure/compute/virtual-machine.ts';
import { hoursPerMonth, metricPermission, savedByChange, step } from '../facts.ts';

/** `Standard_D8s_v5` is followed by `Standard_D4s_v5`; two vCores are the least of these families. */
export function smallerSize(size: string | null): string | undefined {
  const [, family, cores, rest] = /^(Standard_[DEF])(\d+)(.*)$/.exec(size ?? '') ?? [];
  const next = Number(cores) === 48 ? 32 : Number(cores) / 2;
  return family === undefined || !Number.isInteger(next) || next < 2 || !/^[a-z]*_v[3-9]$/.test(rest ?? '') ? undefined : `${family}${next}${rest}`;
}

export const azVmUnderused = defineRule({
  id: 'az-vm-underused',
  title: 'Machine is larger than what it does',
  category: 'waste',
  severity: 'low',
  resourceType: azureComputeVirtualMachine,
  parameters: { days: { value: 14, help: 'Days that are looked at' }, cpu_pct: { value: 40, help: 'Processor use that 95 % of the hours stay below, in percent; half the size then still suffices' } },
  rationale: 'Half the size costs half as much and would still have enough processors.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => (attributes.power_state === 'running' && smallerSize(attributes.size) !== undefined ? { cpu: { name: 'Percentage CPU', statistic: 'average', days: numberOf(parameters, 'days') } } : {}),

  evaluate({ attributes, createdAt, region }, { now, parameters, prices, metric }) {
    if (attributes.power_state === null) return unknown('The power state could not be read (`Microsoft.Compute/virtualMachines/instanceView/read`).');
    const smaller = smallerSize(attributes.size);
    if (attributes.power_state !== 'running' || smaller === undefined) return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    const days = numberOf(parameters, 'days');
    const cpu = metric('cpu');
    if (cpu === undefined) return noMetric('Percentage CPU', metricPermission);
    if (!isWholeWindow(cpu, days)) return unknown(`It has not run for most of the last ${days} days, so nobody knows how much it is used.`);
    if (cpu.p95 >= numberOf(parameters, 'cpu_pct')) return pass;
    return fail({
      summary: `Over ${days} days its processor stayed below ${Math.round(cpu.p95 * 10) / 10} % in 95 % of the hours; ${smaller} would do, if its memory does.`,
      evidence: { cpu_p95: cpu.p95, size: attributes.size, smaller_size: smaller, since: cpu.since, until: cpu.until },
      ...savedByChange(region, prices, 'medium', [hoursPerMonth, 'h', `vm.${attributes.size}`], [hoursPerMonth, 'h', `vm.${smaller}`]),
    });
  },

  remediation: ({ uid, attributes }) => [step(`vm resize --size ${smallerSize(attributes.size) ?? 'SMALLER_SIZE'}`, uid, `az vm resize --size ${attributes.size ?? 'FORMER_SIZE'} --ids '${uid}'`, 'Microsoft.Compute/virtualMachines/write')],
});
