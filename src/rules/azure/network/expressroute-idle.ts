import { defineRule, fail, type MetricQuestion, noMetric, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureNetworkExpressRouteCircuit } from '../../../providers/azure/network/express-route-circuit.ts';
import { afterDays, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azExpressrouteIdle = defineRule({
  id: 'az-expressroute-idle',
  title: 'ExpressRoute circuit carries nothing',
  category: 'waste',
  severity: 'high',
  resourceType: azureNetworkExpressRouteCircuit,
  parameters: afterDays(14),
  rationale: 'A circuit is billed from the moment its key is made, whether or not the provider has connected it.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => (attributes.provider_state?.toLowerCase() === 'provisioned' ? { incoming: { name: 'BitsInPerSecond', statistic: 'maximum', days: numberOf(parameters, 'days') }, outgoing: { name: 'BitsOutPerSecond', statistic: 'maximum', days: numberOf(parameters, 'days') } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.provider_state === null) return unknown('Azure did not say whether the provider has set it up.');
    const isSetUp = attributes.provider_state.toLowerCase() === 'provisioned';
    const [incoming, outgoing] = [context.metric('incoming'), context.metric('outgoing')];
    if (isSetUp && (incoming === undefined || outgoing === undefined)) return noMetric('BitsInPerSecond', metricPermission);
    if (isSetUp && (incoming?.maximum ?? 0) + (outgoing?.maximum ?? 0) > 0) return pass;
    return fail({
      summary: isSetUp ? 'Nothing went through it in the window.' : `The provider has not set it up: ${attributes.provider_state}.`,
      evidence: { provider_state: attributes.provider_state, provider: attributes.provider, bandwidth_mbps: attributes.bandwidth_mbps },
      ...(attributes.sku === null || attributes.bandwidth_mbps === null ? {} : savedBy(region, context.prices, 'medium', [[1, 'month', `expressroute.${attributes.sku}.${attributes.bandwidth_mbps}`]])),
    });
  },

  remediation: ({ uid }) => [step('network express-route delete', uid, 'Order a new one: its key does not come back, and the provider has to set it up again.', 'Microsoft.Network/expressRouteCircuits/delete')],
});
