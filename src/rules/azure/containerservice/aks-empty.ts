import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { azureContainerserviceAksCluster } from '../../../providers/azure/containerservice/aks-cluster.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const azAksEmpty = defineRule({
  id: 'az-aks-empty',
  title: 'Kubernetes cluster runs no workload',
  category: 'waste',
  severity: 'low',
  resourceType: azureContainerserviceAksCluster,
  parameters: afterDays(7),
  rationale: 'A cluster keeps disks, addresses and a paid control plane, whether or not anything runs on it.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.power_state === null) return unknown('Azure did not say whether the cluster is running.');
    const isStopped = attributes.power_state.toLowerCase() === 'stopped';
    if (!isStopped && (attributes.user_pools === 0 || attributes.user_nodes > 0)) return pass;
    return fail({
      summary: isStopped ? 'Stopped.' : 'All its user pools have no node.',
      evidence: { power_state: attributes.power_state, user_pools: attributes.user_pools, user_nodes: attributes.user_nodes, tier: attributes.tier },
      ...(isStopped || attributes.tier === null || attributes.tier.toLowerCase() === 'free' ? {} : savedBy(region, context.prices, 'medium', [[hoursPerMonth, 'h', `aks.${attributes.tier}`]])),
    });
  },

  remediation: ({ uid }) => [step('aks delete --yes', uid, irreversible, 'Microsoft.ContainerService/managedClusters/delete')],
});
