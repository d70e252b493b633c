import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureCosmosdbAccount } from '../../../providers/azure/cosmosdb/account.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';

export const azCosmosOverprovisioned = defineRule({
  id: 'az-cosmos-overprovisioned',
  title: 'Cosmos DB has more throughput than it uses',
  category: 'waste',
  severity: 'medium',
  resourceType: azureCosmosdbAccount,
  parameters: { days: { value: 14, help: 'Days that are looked at, and since it was made or first seen here' }, pct: { value: 25, help: 'Use of the throughput that 99 % of the hours stay below, in percent' } },
  rationale: 'Throughput is paid for by the hour, whether or not anything asks for it.',
  metrics: (_resource, parameters) => ({ used: { name: 'NormalizedRUConsumption', statistic: 'maximum', isHourly: true, days: numberOf(parameters, 'days') }, provisioned: { name: 'ProvisionedThroughput', statistic: 'maximum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.is_serverless || attributes.free_tier === true) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const used = context.metric('used');
    const provisioned = context.metric('provisioned');
    if (used === undefined) return noMetric('NormalizedRUConsumption', metricPermission);
    const days = numberOf(context.parameters, 'days');
    if (!isWholeWindow(used, days)) return unknown(`There are no figures of most of the last ${days} days.`);
    if (used.p99 >= numberOf(context.parameters, 'pct')) return pass;
    const unused = provisioned === undefined ? 0 : Math.floor((provisioned.average * (1 - used.p99 / 100)) / 100);
    return fail({
      summary: `In 99 % of the hours less than ${Math.ceil(used.p99)} % of its throughput was used.`,
      evidence: { normalized_ru_p99: used.p99, provisioned_ru: provisioned?.average ?? null },
      ...savedBy(region, context.prices, 'medium', [[unused * hoursPerMonth, 'h of 100 RU/s', 'cosmos.100ru']], { isUpper: true }),
    });
  },

  remediation: ({ name, attributes }) => [
    {
      command: `az cosmosdb sql database throughput migrate --throughput-type autoscale --account-name '${name}' --resource-group '${attributes.resource_group ?? 'GROUP'}' --name DATABASE`,
      undo: `az cosmosdb sql database throughput migrate --throughput-type manual --account-name '${name}' --resource-group '${attributes.resource_group ?? 'GROUP'}' --name DATABASE`,
      permission: 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/throughputSettings/migrateToAutoscale/action',
    },
  ],
});
