import { defineRule, fail, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { azureNetworkBastionHost } from '../../../providers/azure/network/bastion-host.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

export const azBastionIdle = defineRule({
  id: 'az-bastion-idle',
  title: 'Nobody uses the bastion host',
  category: 'waste',
  severity: 'medium',
  resourceType: azureNetworkBastionHost,
  parameters: afterDays(30),
  rationale: 'A bastion host is billed by the hour, whether or not anybody signs in through it.',
  metrics: (_resource, parameters) => ({ sessions: { name: 'sessions', statistic: 'sum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.sku?.toLowerCase() === 'developer') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const sessions = context.metric('sessions');
    if (sessions === undefined) return noMetric('sessions', metricPermission);
    if (sessions.maximum > 0) return pass;
    return fail({
      summary: 'Not one session in the window.',
      evidence: { sku: attributes.sku, sessions: 0, since: sessions.since },
      ...(attributes.sku === null ? {} : savedBy(region, context.prices, 'medium', [[hoursPerMonth, 'h', `bastion.${attributes.sku}`]])),
    });
  },

  remediation: ({ uid }) => [step('network bastion delete', uid, irreversible, 'Microsoft.Network/bastionHosts/delete')],
});
