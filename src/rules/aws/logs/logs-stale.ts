import { defineRule, fail, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsLogsLogGroup } from '../../../providers/aws/logs/log-group.ts';
import { isTooYoung, metricPermission } from '../facts.ts';
import { groupRemoval, isOnlyDelivered, storageCost } from './storage.ts';

export const awsLogsStale = defineRule({
  id: 'aws-logs-stale',
  title: 'Nothing logs into the log group',
  category: 'waste',
  severity: 'low',
  resourceType: awsLogsLogGroup,
  parameters: { days: { value: 90, help: 'Days without a single byte logged' } },
  rationale: 'What was logged stays paid for after its application is gone, and costs less in a bucket.',
  metrics: ({ attributes }, parameters) => (isJudged(attributes) ? { bytes: { namespace: 'AWS/Logs', name: 'IncomingBytes', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { LogGroupName: attributes.log_group_name } } } : {}),

  evaluate(group, context) {
    const { attributes, region } = group;
    // An empty group costs nothing.
    if (!isJudged(attributes)) return notApplicable;
    if (isTooYoung(group, context)) return pass;
    const bytes = context.metric('bytes');
    if (bytes === undefined) return noMetric('IncomingBytes', metricPermission);
    if (bytes.sum > 0) return pass;
    return fail({
      summary: `Nothing was logged in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { incoming_bytes: 0, stored_bytes: attributes.stored_bytes, retention_days: attributes.retention_days, log_group_class: attributes.log_group_class, since: bytes.since, until: bytes.until },
      ...storageCost(region, context.prices, attributes),
    });
  },

  remediation: ({ attributes, region }) => groupRemoval(attributes, region),
});

const isJudged = (attributes: { stored_bytes: number | null; log_group_class: string }): boolean => attributes.stored_bytes !== 0 && !isOnlyDelivered(attributes);
