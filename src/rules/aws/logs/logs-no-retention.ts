import { defineRule, fail, isYoung, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsLogsLogGroup } from '../../../providers/aws/logs/log-group.ts';
import { bytesPerGib, cents, quoted } from '../facts.ts';
import { isOnlyDelivered, storageCost } from './storage.ts';

export const awsLogsNoRetention = defineRule({
  id: 'aws-logs-no-retention',
  title: 'Log events are kept forever',
  category: 'waste',
  severity: 'low',
  resourceType: awsLogsLogGroup,
  parameters: { gb: { value: 1, help: 'Stored GiB up to which a group may keep its events forever' } },
  rationale: 'A log group without a retention grows, and costs more, with every month.',

  evaluate({ attributes, createdAt, region }, { now, parameters, prices }) {
    if (isOnlyDelivered(attributes)) return notApplicable;
    if (attributes.retention_days !== null || isYoung(createdAt, now)) return pass;
    if (attributes.stored_bytes === null) return unknown('AWS does not say how much it stores.');
    const gib = attributes.stored_bytes / bytesPerGib;
    if (gib <= numberOf(parameters, 'gb')) return pass;
    return fail({
      summary: `${cents(gib)} GiB are kept and never expire. How much of it is older than a retention would keep, AWS does not tell: it saves at most all of it.`,
      evidence: { retention_days: null, stored_bytes: attributes.stored_bytes, log_group_class: attributes.log_group_class, created_at: attributes.created_at },
      ...storageCost(region, prices, attributes),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws logs put-retention-policy --region ${region} --log-group-name ${quoted(attributes.log_group_name)} --retention-in-days 90`,
      undo: `aws logs delete-retention-policy --region ${region} --log-group-name ${quoted(attributes.log_group_name)} (what has expired does not come back)`,
      permission: 'logs:PutRetentionPolicy',
    },
  ],
});
