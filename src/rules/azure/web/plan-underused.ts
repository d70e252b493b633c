import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureWebAppServicePlan } from '../../../providers/azure/web/app-service-plan.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedByChange, step } from '../facts.ts';

/** `P2v3` is followed by `P1v3`; undefined for the smallest of a tier. */
export function smallerPlan(sku: string | null): string | undefined {
  const [, letter, size, rest] = /^([BSPI])([2-6])(m?v[2-4])?$/i.exec(sku ?? '') ?? [];
  return letter === undefined ? undefined : `${letter}${Number(size) - 1}${rest ?? ''}`;
}

export const azPlanUnderused = defineRule({
  id: 'az-plan-underused',
  title: 'App Service plan is larger than what runs on it',
  category: 'waste',
  severity: 'low',
  resourceType: azureWebAppServicePlan,
  parameters: {
    days: { value: 14, help: 'Days that are looked at, and since it was made or first seen here' },
    cpu_pct: { value: 20, help: 'Processor use that 95 % of the hours stay below, in percent' },
    mem_pct: { value: 40, help: 'Memory use that 95 % of the hours stay below, in percent' },
  },
  rationale: 'The next smaller size costs half as much and has half of the processors and memory.',
  metrics: (_resource, parameters) => ({ cpu: { name: 'CpuPercentage', statistic: 'average', days: numberOf(parameters, 'days') }, memory: { name: 'MemoryPercentage', statistic: 'average', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    const smaller = smallerPlan(attributes.sku);
    if (smaller === undefined || attributes.sites === 0) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const cpu = context.metric('cpu');
    const memory = context.metric('memory');
    if (cpu === undefined || memory === undefined) return noMetric(cpu === undefined ? 'CpuPercentage' : 'MemoryPercentage', metricPermission);
    const days = numberOf(context.parameters, 'days');
    if (!isWholeWindow(cpu, days) || !isWholeWindow(memory, days)) return unknown(`There are no figures of most of the last ${days} days.`);
    if (cpu.p95 >= numberOf(context.parameters, 'cpu_pct') || memory.p95 >= numberOf(context.parameters, 'mem_pct')) return pass;
    const hours = hoursPerMonth * (attributes.workers ?? 1);
    const prefix = `plan.${attributes.is_linux === true ? 'linux.' : ''}`;
    return fail({
      summary: `Processor below ${Math.round(cpu.p95)} % and memory below ${Math.round(memory.p95)} % in 95 % of the hours; ${smaller} would do.`,
      evidence: { cpu_p95: cpu.p95, memory_p95: memory.p95, sku: attributes.sku, smaller_sku: smaller, workers: attributes.workers },
      ...savedByChange(region, context.prices, 'medium', [hours, 'h', `${prefix}${attributes.sku}`], [hours, 'h', `${prefix}${smaller}`]),
    });
  },

  remediation: ({ uid, attributes }) => [step(`appservice plan update --sku ${smallerPlan(attributes.sku) ?? 'SMALLER_SKU'}`, uid, `az appservice plan update --sku ${attributes.sku ?? 'FORMER_SKU'} --ids '${uid}'`, 'Microsoft.Web/serverfarms/write')],
});
