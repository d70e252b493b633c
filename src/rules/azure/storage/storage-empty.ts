import { defineRule, fail, noMetric, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureStorageAccount } from '../../../providers/azure/storage/account.ts';
import { metricPermission, step } from '../facts.ts';

export const azStorageEmpty = defineRule({
  id: 'az-storage-empty',
  title: 'Storage account is empty and unused',
  category: 'waste',
  severity: 'low',
  resourceType: azureStorageAccount,
  headline: true,
  parameters: { days: { value: 7, help: 'Days in which nobody may have asked it anything; an account that holds nothing is flagged at once' } },
  rationale: 'An empty account costs nothing to store, but each one is a name, keys and a target to look after.',
  metrics: (_resource, parameters) => ({ used: { name: 'UsedCapacity', statistic: 'average', days: numberOf(parameters, 'days') }, transactions: { name: 'Transactions', statistic: 'sum', days: numberOf(parameters, 'days') } }),

  evaluate(_resource, context) {
    const used = context.metric('used');
    if (used === undefined) return noMetric('UsedCapacity', metricPermission);
    const transactions = context.metric('transactions');
    if (transactions === undefined) return noMetric('Transactions', metricPermission);
    if (used.points === 0) return unknown('Azure has no figure of what the account holds.');
    if (used.maximum > 0 || transactions.sum > 0) return pass;
    return fail({
      summary: 'Holds nothing, and nobody asked it anything.',
      evidence: { used_bytes: 0, transactions: 0, since: transactions.since },
    });
  },

  remediation: ({ uid }) => [step('storage account delete --yes', uid, 'Make it anew under the same name, while nobody else takes it.', 'Microsoft.Storage/storageAccounts/delete')],
});
