import { defineRule, fail, noMetric, notApplicable, numberOf, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { awsDynamodbTable } from '../../../providers/aws/dynamodb/table.ts';
import { bytesPerGib, cents, hoursPerMonth, isTooYoung, metricPermission, type PricedPart, savedBy } from '../facts.ts';
import { consumed, metricOf, partsOf, questionOf, skuOf } from './capacity.ts';

export const awsDynamodbIdle = defineRule({
  id: 'aws-dynamodb-idle',
  title: 'Nothing reads or writes the table',
  category: 'waste',
  severity: 'medium',
  resourceType: awsDynamodbTable,
  parameters: { days: { value: 30, help: 'Days without a single read or write, of its indexes too' } },
  rationale: 'A table is paid for by what it stores and, where capacity is provisioned, by the hour, whether or not anybody uses it.',
  metrics: ({ attributes }, parameters) => (attributes.status === 'ACTIVE' ? consumed(attributes, numberOf(parameters, 'days')) : {}),

  evaluate(table, context) {
    const { attributes, region } = table;
    if (attributes.status === null) return unknown('AWS does not say in which state it is.');
    if (attributes.status !== 'ACTIVE') return notApplicable;
    if (isTooYoung(table, context)) return pass;
    const parts = partsOf(attributes);
    const used = parts.map((part) => context.metric(questionOf(part)));
    if (used.some((facts) => facts !== undefined && facts.sum > 0)) return pass;
    const lacking = parts.find((_, place) => used[place] === undefined);
    if (lacking !== undefined) return noMetric(metricOf[lacking.kind], metricPermission);
    const bytes = (attributes.size_bytes ?? 0) + (attributes.index_size_bytes ?? 0);
    const gib = cents(bytes / bytesPerGib);
    const unitsOf = (kind: 'reads' | 'writes'): number => (attributes.billing_mode === 'PROVISIONED' ? parts.reduce((sum, part) => sum + (part.kind === kind ? part.units : 0), 0) : 0);
    const [reads, writes] = [unitsOf('reads'), unitsOf('writes')];
    const priced: PricedPart[] = [[reads * hoursPerMonth, 'RCU-hours', skuOf(attributes, 'rcu.hour')], [writes * hoursPerMonth, 'WCU-hours', skuOf(attributes, 'wcu.hour')], [gib, 'GiB', skuOf(attributes, 'storage')]];
    return fail({
      summary: `Neither read nor written in ${numberOf(context.parameters, 'days')} days.`,
      evidence: {
        consumed_units: 0, billing_mode: attributes.billing_mode, read_units: reads, write_units: writes, stored_bytes: bytes, item_count: attributes.item_count, table_class: attributes.table_class,
        replica_regions: attributes.replica_regions, since: used[0]?.since, until: used[0]?.until,
      },
      ...savedBy(region, context.prices, 'medium', priced),
    });
  },

  remediation({ attributes: { table_name: name, deletion_protection: isProtected }, region }) {
    const aws = (operation: string): string => `aws dynamodb ${operation} --region ${region}`;
    const unprotect: RemediationStep = { command: `${aws('update-table')} --table-name ${name} --no-deletion-protection-enabled`, undo: `${aws('update-table')} --table-name ${name} --deletion-protection-enabled`, permission: 'dynamodb:UpdateTable' };
    return [
      { command: `${aws('create-backup')} --table-name ${name} --backup-name ${name}-last`, undo: `${aws('delete-backup')} --backup-arn BACKUP_ARN (once the table is sure to stay, or to stay away)`, permission: 'dynamodb:CreateBackup' },
      ...(isProtected ? [unprotect] : []),
      { command: `${aws('delete-table')} --table-name ${name}`, undo: `${aws('restore-table-from-backup')} --target-table-name ${name} --backup-arn BACKUP_ARN`, permission: 'dynamodb:DeleteTable' },
    ];
  },
});
