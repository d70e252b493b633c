import { defineRule, fail, isYoung, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpSqlInstance } from '../../../providers/gcp/sql/instance.ts';
import { gauge, percent, savedByChange, step } from '../facts.ts';
import { copiesOf, tierParts } from './sql-cost.ts';

const metric = 'cloudsql.googleapis.com/database/cpu/utilization';

/** `db-custom-4-15360` is followed by `db-custom-2-7680`; two processors are the least that this proposes. */
export function smallerTier(tier: string | null): string | undefined {
  const [, cpus, memory] = /^db-custom-(\d+)-(\d+)$/.exec(tier ?? '') ?? [];
  const half = Number(cpus) / 2;
  // Memory comes in steps of 256 MB (cloud.google.com/sql/docs/postgres/create-instance#machine-types).
  return Number.isInteger(half) && half >= 2 ? `db-custom-${half}-${Math.ceil(Number(memory) / 512) * 256}` : undefined;
}

export const gcpSqlUnderused = defineRule({
  id: 'gcp-sql-underused',
  title: 'Database is larger than what it does',
  category: 'waste',
  severity: 'low',
  resourceType: gcpSqlInstance,
  parameters: { days: { value: 14, help: 'Days that are looked at' }, cpu_pct: { value: 25, help: 'Processor use that 95 % of the hours stay below, in percent' } },
  rationale: 'Half the processors would do, at half the price.',
  metrics: ({ attributes, account, name }, parameters): Record<string, MetricQuestion> => (attributes.state === 'RUNNABLE' && smallerTier(attributes.tier) !== undefined ? { cpu: { name: metric, statistic: 'average', days: numberOf(parameters, 'days'), dimensions: { database_id: `${account}:${name}` } } } : {}),

  evaluate({ attributes, createdAt, region }, context) {
    const smaller = smallerTier(attributes.tier);
    if (attributes.state !== 'RUNNABLE' || attributes.activation_policy === 'NEVER' || smaller === undefined) return notApplicable;
    if (isYoung(createdAt, context.now)) return pass;
    const cpu = gauge(context, 'cpu', metric, numberOf(context.parameters, 'days'));
    if ('evaluation' in cpu) return cpu.evaluation;
    if (cpu.facts.p95 * 100 >= numberOf(context.parameters, 'cpu_pct')) return pass;
    const copies = copiesOf(attributes);
    return fail({
      summary: `In 95 % of the hours it used less than ${percent(cpu.facts.p95)} % of its processors; ${smaller} would do, if its memory does.`,
      evidence: { cpu_p95: cpu.facts.p95, tier: attributes.tier, smaller, since: cpu.facts.since, until: cpu.facts.until },
      ...savedByChange(region, context.prices, 'medium', tierParts(attributes.tier, copies) ?? [], tierParts(smaller, copies) ?? []),
    });
  },

  remediation: (instance) => [step(`sql instances patch --tier=${smallerTier(instance.attributes.tier) ?? 'SMALLER'}`, instance, `gcloud sql instances patch '${instance.name}' --tier=${instance.attributes.tier ?? 'FORMER'}`, 'cloudsql.instances.update', 'none')],
});
