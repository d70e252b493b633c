import { defineRule, fail, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureContainerregistryRegistry } from '../../../providers/azure/containerregistry/registry.ts';
import { isTooYoung, metricPermission, savedByChange, step } from '../facts.ts';

export const azAcrPremiumIdle = defineRule({
  id: 'az-acr-premium-idle',
  title: 'Premium registry uses nothing that is premium',
  category: 'waste',
  severity: 'low',
  resourceType: azureContainerregistryRegistry,
  parameters: { days: { value: 30, help: 'Days that are looked at, and since it was made or first seen here' }, pulls: { value: 1000, help: 'Pulls in these days up to which it counts as little used' } },
  rationale: 'A basic registry costs a tenth, and a premium one pays off only with copies, private links or many pulls.',
  metrics: (_resource, parameters) => ({ pulls: { name: 'TotalPullCount', statistic: 'sum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.sku?.toLowerCase() !== 'premium') return notApplicable;
    if (attributes.replications === null) return unknown('Its copies could not be read (`Microsoft.ContainerRegistry/registries/replications/read`).');
    if (attributes.replications > 0 || attributes.private_endpoint_ids.length > 0 || attributes.zone_redundant === true || attributes.encryption === true) return pass;
    if (isTooYoung(resource, context)) return pass;
    const pulls = context.metric('pulls');
    if (pulls === undefined) return noMetric('TotalPullCount', metricPermission);
    if (pulls.sum > numberOf(context.parameters, 'pulls')) return pass;
    return fail({
      summary: `${pulls.sum} pulls in the window, no copy and no private link.`,
      evidence: { sku: attributes.sku, pulls: pulls.sum, replications: 0 },
      ...savedByChange(region, context.prices, 'medium', [1, 'month', 'acr.Premium'], [1, 'month', 'acr.Basic']),
    });
  },

  remediation: ({ uid }) => [step('acr update --sku Basic', uid, 'az acr update --sku Premium', 'Microsoft.ContainerRegistry/registries/write')],
});
