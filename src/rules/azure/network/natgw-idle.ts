import { defineRule, fail, type MetricQuestion, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { azureNetworkNatGateway } from '../../../providers/azure/network/nat-gateway.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azNatgwIdle = defineRule({
  id: 'az-natgw-idle',
  title: 'NAT gateway serves nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: azureNetworkNatGateway,
  parameters: afterDays(7),
  rationale: 'A NAT gateway is billed by the hour, whether or not anything goes through it.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => (attributes.subnet_ids.length > 0 ? { bytes: { name: 'ByteCount', statistic: 'sum', days: numberOf(parameters, 'days') } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    const bytes = attributes.subnet_ids.length === 0 ? undefined : context.metric('bytes');
    if (attributes.subnet_ids.length > 0 && bytes === undefined) return noMetric('ByteCount', metricPermission);
    if (bytes !== undefined && bytes.sum > 0) return pass;
    return fail({
      summary: attributes.subnet_ids.length === 0 ? 'Serves no subnet.' : 'Nothing went through it in the window.',
      evidence: { subnet_ids: attributes.subnet_ids, bytes: bytes?.sum ?? null },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'nat']]),
    });
  },

  remediation: ({ uid }) => [step('network nat gateway delete', uid, irreversible, 'Microsoft.Network/natGateways/delete')],
});
