import { defineRule, fail, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { azureSqlSqlDatabase } from '../../../providers/azure/sql/sql-database.ts';
import { afterDays, hoursPerMonth, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azSqlIdle = defineRule({
  id: 'az-sql-idle',
  title: 'Nobody connects to the database',
  category: 'waste',
  severity: 'medium',
  resourceType: azureSqlSqlDatabase,
  parameters: afterDays(14),
  rationale: 'A database is billed by the hour for its size, whether or not anybody connects.',
  metrics: (_resource, parameters) => ({ connections: { name: 'connection_successful', statistic: 'sum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.status?.toLowerCase() === 'paused' || attributes.elastic_pool_id !== null) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const connections = context.metric('connections');
    if (connections === undefined) return noMetric('connection_successful', metricPermission);
    if (connections.sum > 0) return pass;
    const isCores = attributes.sku !== null && /^(GP|BC|HS)_/.test(attributes.sku);
    const isServerless = attributes.sku?.includes('_S_') === true;
    return fail({
      summary: 'Not one connection in the window.',
      evidence: { sku: attributes.sku, capacity: attributes.capacity, connections: 0, since: connections.since },
      ...(attributes.sku === null || isServerless ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth * (isCores ? (attributes.capacity ?? 0) : 1), isCores ? 'vCore hours' : 'h', isCores ? `sql.vcore.${attributes.sku}` : `sql.${attributes.sku}`]])),
    });
  },

  remediation: ({ uid }) => [step('sql db delete --yes', uid, 'az sql db restore --deleted-time TIME (within the days that backups are kept)', 'Microsoft.Sql/servers/databases/delete')],
});
