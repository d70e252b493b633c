import { defineRule, fail, noMetric, notApplicable, numberOf, pass, periodOf, type RemediationStep, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsDynamodbTable } from '../../../providers/aws/dynamodb/table.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';
import { consumed, metricOf, type Part, partsOf, questionOf, skuOf } from './capacity.ts';

const times = 2;

export const awsDynamodbOverprovisioned = defineRule({
  id: 'aws-dynamodb-overprovisioned',
  title: 'Table has more capacity provisioned than it uses',
  category: 'waste',
  severity: 'low',
  resourceType: awsDynamodbTable,
  parameters: {
    days: { value: 14, help: 'Days that are looked at; up to 14 days are read by the hour, longer ones by the day' },
    units: { value: 5, help: 'Units that the table and each index may have in any case' },
  },
  rationale: 'Provisioned units are paid for by the hour, used or not. Hourly means hide short peaks, and AWS does not say with the table whether auto scaling follows its use, so a person must look.',
  metrics: ({ attributes }, parameters) => (isJudged(attributes) ? consumed(attributes, numberOf(parameters, 'days')) : {}),

  evaluate(table, context) {
    const { attributes, region } = table;
    if (attributes.billing_mode === null) return unknown('AWS does not say how it is paid for.');
    if (!isJudged(attributes)) return notApplicable;
    if (isTooYoung(table, context)) return pass;
    const days = numberOf(context.parameters, 'days');
    const large = partsOf(attributes).filter(({ units }) => units > numberOf(context.parameters, 'units'));
    if (large.length === 0) return pass;
    const { capacity_changed_at: changedAt } = attributes;
    if (changedAt !== null && daysBetween(new Date(changedAt), context.now) < days) {
      return unknown(`Its units were changed on ${changedAt.slice(0, 10)}, by hand or by auto scaling, which AWS does not tell with the table: what it had before is not what it has now.`);
    }
    const lacking = large.find((part) => context.metric(questionOf(part)) === undefined);
    if (lacking !== undefined) return noMetric(metricOf[lacking.kind], metricPermission);
    const judged = large.map((part) => {
      // Points are missing where nothing was consumed, so the quiet hours only make this larger.
      const used = (context.metric(questionOf(part))?.p99 ?? 0) / periodOf({ days, statistic: 'sum', isHourly: true });
      return { ...part, used, enough: Math.max(numberOf(context.parameters, 'units'), Math.ceil(times * used)) };
    });
    const wasteful = judged.filter(({ units, enough }) => units > enough);
    if (wasteful.length === 0) return pass;
    const unused = (kind: Part['kind']): number => wasteful.reduce((sum, part) => sum + (part.kind === kind ? part.units - part.enough : 0), 0);
    const window = context.metric(questionOf(large[0] as Part));
    return fail({
      summary: `${unused('reads')} read and ${unused('writes')} write units are beyond twice what it used in 99 % of the ${days <= 14 ? 'hours' : 'days'}, on average; shorter peaks do not show. Its units did not change in ${days} days: if auto scaling is on, its minimum is too high.`,
      evidence: {
        unused_read_units: unused('reads'), unused_write_units: unused('writes'), capacity_changed_at: changedAt, since: window?.since, until: window?.until,
        parts: wasteful.map(({ index, kind, units, used, enough }) => ({ index, kind, provisioned_units: units, used_units_p99: Math.round(used * 100) / 100, enough_units: enough })),
      },
      ...savedBy(region, context.prices, 'low', [[unused('reads') * hoursPerMonth, 'RCU-hours', skuOf(attributes, 'rcu.hour')], [unused('writes') * hoursPerMonth, 'WCU-hours', skuOf(attributes, 'wcu.hour')]]),
    });
  },

  remediation({ attributes, region }) {
    const update = `aws dynamodb update-table --region ${region} --table-name ${attributes.table_name}`;
    const units = (read: string | number, write: string | number): string => `ReadCapacityUnits=${read},WriteCapacityUnits=${write}`;
    const ofTable = (text: string): string => `${update} --provisioned-throughput ${text}`;
    const ofIndex = (name: string, text: string): string => `${update} --global-secondary-index-updates 'Update={IndexName=${name},ProvisionedThroughput={${text}}}'`;
    const step = (command: string, undo: string): RemediationStep => ({ command, undo, permission: 'dynamodb:UpdateTable' });
    return [
      step(ofTable(units('RCU', 'WCU')), ofTable(units(attributes.read_units ?? 'RCU', attributes.write_units ?? 'WCU'))),
      ...attributes.global_indexes.map(({ name, read_units: read, write_units: write }) => step(ofIndex(name, units('RCU', 'WCU')), ofIndex(name, units(read, write)))),
    ];
  },
});

const isJudged = ({ status, billing_mode: mode }: { status: string | null; billing_mode: string | null }): boolean => status === 'ACTIVE' && mode === 'PROVISIONED';
