import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { gcpKubernetesCluster } from '../../../providers/gcp/kubernetes/cluster.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const gcpGkeEmpty = defineRule({
  id: 'gcp-gke-empty',
  title: 'Cluster has no nodes',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpKubernetesCluster,
  parameters: afterDays(7, 'Days since it was made or first seen here'),
  rationale: 'The fee of a cluster is paid by the hour, whether or not anything runs in it.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    // Google leaves the number out where it is nothing, and so it does where it does not know.
    if (attributes.node_count === null) return attributes.status === 'RUNNING' ? unknown('Google did not say how many nodes it has.') : pass;
    if (attributes.node_count > 0) return pass;
    return fail({ summary: 'It has no nodes, so nothing can run in it.', evidence: { node_count: 0, status: attributes.status, is_autopilot: attributes.is_autopilot }, ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'gke.fee']]) });
  },

  remediation: (cluster) => [step('container clusters delete', cluster, irreversible, 'container.clusters.delete', 'location')],
});
