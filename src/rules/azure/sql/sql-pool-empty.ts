import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { azureSqlElasticPool } from '../../../providers/azure/sql/elastic-pool.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const azSqlPoolEmpty = defineRule({
  id: 'az-sql-pool-empty',
  title: 'Elastic pool has no database',
  category: 'waste',
  severity: 'medium',
  resourceType: azureSqlElasticPool,
  parameters: afterDays(1),
  rationale: 'A pool is billed by the hour for its size, whether or not a database shares it.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.databases === null) return unknown('Its databases could not be read (`Microsoft.Sql/servers/elasticPools/databases/read`).');
    if (attributes.databases > 0) return pass;
    const isDtu = attributes.sku?.endsWith('Pool') === true;
    return fail({
      summary: 'No database shares it.',
      evidence: { databases: 0, sku: attributes.sku, capacity: attributes.capacity },
      ...(attributes.sku === null || attributes.capacity === null ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth * attributes.capacity, isDtu ? 'eDTU hours' : 'vCore hours', `sql.${isDtu ? 'pool' : 'vcore'}.${attributes.sku}`]])),
    });
  },

  remediation: ({ uid }) => [step('sql elastic-pool delete', uid, irreversible, 'Microsoft.Sql/servers/elasticPools/delete')],
});
