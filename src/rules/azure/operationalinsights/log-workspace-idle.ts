import { defineRule, fail, noMetric, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureOperationalinsightsWorkspace } from '../../../providers/azure/operationalinsights/workspace.ts';
import { isTooYoung, metricPermission, step } from '../facts.ts';

export const azLogWorkspaceIdle = defineRule({
  id: 'az-log-workspace-idle',
  title: 'Logs are kept long and nobody reads them',
  category: 'waste',
  severity: 'informational',
  resourceType: azureOperationalinsightsWorkspace,
  parameters: { days: { value: 90, help: 'Days of retention from which it is looked at, and the days without a query' } },
  rationale: 'Beyond the days that are free, every gigabyte of logs is paid for by the month.',
  metrics: (_resource, parameters) => ({ queries: { name: 'Query Count', statistic: 'sum', days: numberOf(parameters, 'days') } }),

  evaluate(resource, context) {
    const { attributes } = resource;
    if (attributes.retention_days === null) return unknown('Azure did not say how long it keeps logs.');
    if (attributes.retention_days <= numberOf(context.parameters, 'days')) return pass;
    if (isTooYoung(resource, context)) return pass;
    const queries = context.metric('queries');
    if (queries === undefined) return noMetric('Query Count', metricPermission);
    if (queries.sum > 0) return pass;
    return fail({
      summary: `Kept for ${attributes.retention_days} days, and not one query in the window.`,
      evidence: { retention_days: attributes.retention_days, queries: 0, since: queries.since },
    });
  },

  remediation: ({ uid }) => [step('monitor log-analytics workspace update --retention-time 30', uid, 'Set the former retention again; what was dropped meanwhile does not come back.', 'Microsoft.OperationalInsights/workspaces/write')],
});
