import { defineRule, fail, type MetricQuestion, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { azureNetworkApplicationGateway } from '../../../providers/azure/network/application-gateway.ts';
import { afterDays, hoursPerMonth, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azAppgwNoBackend = defineRule({
  id: 'az-appgw-no-backend',
  title: 'Application gateway has nothing behind it or no traffic',
  category: 'waste',
  severity: 'medium',
  resourceType: azureNetworkApplicationGateway,
  parameters: afterDays(7),
  rationale: 'An application gateway is billed by the hour and by its capacity, used or not.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => (attributes.backend_members > 0 ? { requests: { name: 'TotalRequests', statistic: 'sum', days: numberOf(parameters, 'days') } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.operational_state?.toLowerCase() === 'stopped') return pass;
    if (isTooYoung(resource, context)) return pass;
    const requests = attributes.backend_members === 0 ? undefined : context.metric('requests');
    if (attributes.backend_members > 0 && requests === undefined) return noMetric('TotalRequests', metricPermission);
    if (requests !== undefined && requests.sum > 0) return pass;
    const { sku } = attributes;
    const units = sku?.endsWith('_v2') === true ? 10 * (attributes.min_capacity ?? attributes.capacity ?? 0) : 0;
    const gateways = sku?.endsWith('_v2') === true ? 1 : (attributes.capacity ?? 1);
    return fail({
      summary: attributes.backend_members === 0 ? 'No pool has a member.' : 'Not one request in the window.',
      evidence: { sku, backend_members: attributes.backend_members, requests: requests?.sum ?? null },
      ...(sku === null ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth * gateways, 'h', `appgw.${sku}`], [hoursPerMonth * units, 'unit hours', `appgw.${sku}.unit`]])),
    });
  },

  remediation: ({ uid }) => [step('network application-gateway stop', uid, 'az network application-gateway start', 'Microsoft.Network/applicationGateways/stop/action')],
});
