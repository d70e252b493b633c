import { defineRule, fail, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { azureStorageAccount } from '../../../providers/azure/storage/account.ts';
import { afterDays, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azStorageInactive = defineRule({
  id: 'az-storage-inactive',
  title: 'Storage account is not used',
  category: 'waste',
  severity: 'low',
  resourceType: azureStorageAccount,
  headline: true,
  parameters: afterDays(90),
  rationale: 'What nobody reads costs half as much on cooler storage, and nothing once it is deleted.',
  metrics: (_resource, parameters) => ({ used: { name: 'UsedCapacity', statistic: 'average', days: 7 }, transactions: { name: 'Transactions', statistic: 'sum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    const transactions = context.metric('transactions');
    if (transactions === undefined) return noMetric('Transactions', metricPermission);
    if (transactions.sum > 0) return pass;
    const used = context.metric('used');
    if (used === undefined) return noMetric('UsedCapacity', metricPermission);
    if (used.maximum === 0) return pass;
    const gib = Math.round((used.average / 2 ** 30) * 100) / 100;
    const tier = attributes.sku?.toLowerCase().startsWith('premium') === true ? 'premium' : (attributes.access_tier?.toLowerCase() ?? 'hot');
    return fail({
      summary: `${gib} GiB that nobody asked for in the window.`,
      evidence: { used_bytes: used.average, transactions: 0, access_tier: attributes.access_tier, since: transactions.since },
      ...savedBy(region, context.prices, 'medium', [[gib, 'GiB', `storage.${tier}`]], { isUpper: true }),
    });
  },

  remediation: ({ uid }) => [step('storage account update --access-tier Cool', uid, 'az storage account update --access-tier Hot', 'Microsoft.Storage/storageAccounts/write')],
});
