import { defineRule, fail, isWholeWindow, noMetric, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureCacheRedis } from '../../../providers/azure/cache/redis.ts';
import { afterDays, hoursPerMonth, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azRedisIdle = defineRule({
  id: 'az-redis-idle',
  title: 'Nobody uses the cache',
  category: 'waste',
  severity: 'medium',
  resourceType: azureCacheRedis,
  parameters: afterDays(14),
  rationale: 'A cache is billed by the hour for its size, whether or not anybody connects.',
  metrics: (_resource, parameters) => ({ clients: { name: 'connectedclients', statistic: 'maximum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    const clients = context.metric('clients');
    if (clients === undefined) return noMetric('connectedclients', metricPermission);
    const days = numberOf(context.parameters, 'days');
    if (!isWholeWindow(clients, days)) return unknown(`There are no figures of most of the last ${days} days.`);
    if (clients.maximum > 0) return pass;
    const nodes = Math.max(1, attributes.shards ?? 1);
    return fail({
      summary: 'Not one client in the window.',
      evidence: { sku: attributes.sku, size: attributes.size, clients: 0, since: clients.since },
      ...(attributes.sku === null || attributes.size === null ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth * nodes, 'h', `redis.${attributes.sku}.${attributes.size}`]])),
    });
  },

  remediation: ({ uid }) => [step('redis delete --yes', uid, 'az redis import (from an export that was made before; only premium ones can)', 'Microsoft.Cache/redis/delete')],
});
