import { defineRule, fail, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureStorageAccount } from '../../../providers/azure/storage/account.ts';
import { azureStorageLifecyclePolicy } from '../../../providers/azure/storage/lifecycle-policy.ts';
import { isTooYoung, metricPermission, savedByChange, step } from '../facts.ts';

/** Kinds of accounts whose blobs a policy moves to a cooler tier (learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview). */
const movesBlobs: ReadonlySet<string> = new Set(['storagev2', 'blobstorage']);

export const azStorageNoLifecycle = defineRule({
  id: 'az-storage-no-lifecycle',
  title: 'Large storage account moves nothing to cheaper storage',
  category: 'waste',
  severity: 'low',
  resourceType: azureStorageAccount,
  // The policy is a resource of its own, and asked for once.
  usedBy: [azureStorageLifecyclePolicy],
  parameters: { days: { value: 3, help: 'Days that are looked at, and since it was made or first seen here' }, gb: { value: 100, help: 'GiB from which a policy is worth its while' }, cold_pct: { value: 50, help: 'Share of the content that is taken as seldom read, in percent' } },
  rationale: 'Blobs grow old, and hot storage costs twice what cool storage does.',
  metrics: (_resource, parameters) => ({ used: { name: 'UsedCapacity', statistic: 'average', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.kind !== null && !movesBlobs.has(attributes.kind.toLowerCase())) return notApplicable;
    if (context.user !== undefined) return pass;
    if (isTooYoung(resource, context)) return pass;
    const used = context.metric('used');
    if (used === undefined) return noMetric('UsedCapacity', metricPermission);
    const gib = Math.round((used.average / 2 ** 30) * 100) / 100;
    if (used.points === 0) return unknown('Azure has no figure of what the account holds.');
    if (gib < numberOf(context.parameters, 'gb')) return pass;
    if (!context.isListed(azureStorageLifecyclePolicy.id)) return unknown('The lifecycle policies could not be read (`Microsoft.Storage/storageAccounts/managementPolicies/read`).');
    const cold = Math.round(gib * numberOf(context.parameters, 'cold_pct')) / 100;
    return fail({
      summary: `${gib} GiB and no lifecycle policy.`,
      evidence: { used_bytes: used.average, lifecycle_policy: null },
      ...savedByChange(region, context.prices, 'low', [cold, 'GiB', 'storage.hot'], [cold, 'GiB', 'storage.cool']),
    });
  },

  remediation: ({ uid }) => [step('storage account management-policy create --policy @policy.json', uid, 'az storage account management-policy delete', 'Microsoft.Storage/storageAccounts/managementPolicies/write')],
});
