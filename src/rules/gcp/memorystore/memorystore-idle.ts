import { defineRule, fail, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpMemorystoreInstance } from '../../../providers/gcp/memorystore/instance.ts';
import { afterDays, gauge, hoursPerMonth, isTooYoung, savedBy, step } from '../facts.ts';

const metric = 'redis.googleapis.com/clients/connected';

/** Sizes up to which each capacity tier goes, in GiB (cloud.google.com/memorystore/docs/redis/pricing). */
const tiers: readonly [gib: number, name: string][] = [[4, 'M1'], [10, 'M2'], [35, 'M3'], [100, 'M4'], [Infinity, 'M5']];

export const gcpMemorystoreIdle = defineRule({
  id: 'gcp-memorystore-idle',
  title: 'Cache has no clients',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpMemorystoreInstance,
  parameters: afterDays(14),
  rationale: 'A cache is paid for by its size and the hour, whether or not anything uses it.',
  metrics: ({ uid }, parameters) => ({ clients: { name: metric, statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { instance_id: uid.replace(/^\/\/[^/]+\//, '') } } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.state !== 'READY') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const clients = gauge(context, 'clients', metric, numberOf(context.parameters, 'days'));
    if ('evaluation' in clients) return clients.evaluation;
    if (clients.facts.maximum > 0) return pass;
    const { memory_gib: size, tier } = attributes;
    const capacity = tiers.find(([gib]) => (size ?? 0) <= gib)?.[1] ?? 'M5';
    return fail({ summary: `No client was connected in ${numberOf(context.parameters, 'days')} days.`, evidence: { clients: 0, memory_gib: size, tier, since: clients.facts.since }, ...(size === null || tier === null ? {} : savedBy(region, context.prices, 'high', [[size * hoursPerMonth, 'GiB h', `redis.${tier}.${capacity}`]])) });
  },

  remediation: (cache) => [
    { command: `gcloud redis instances export 'gs://BUCKET/${cache.name}.rdb' '${cache.name}' --region='${cache.region}' --project='${cache.account}'`, undo: `gcloud storage rm 'gs://BUCKET/${cache.name}.rdb'`, permission: 'redis.instances.export' },
    step('redis instances delete', cache, 'Make a new instance and import the export.', 'redis.instances.delete', 'region'),
  ],
});
