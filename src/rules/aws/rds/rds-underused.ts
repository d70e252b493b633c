import { defineRule, fail, isWholeWindow, type MetricQuestion, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { fewDays, halfSizeOf, isTooYoung, metricPermission, savedByChange } from '../facts.ts';
import { classSku, hoursOf } from './database.ts';

export const awsRdsUnderused = defineRule({
  id: 'aws-rds-underused',
  title: 'Database is larger than what it does',
  category: 'waste',
  severity: 'low',
  resourceType: awsRdsDbInstance,
  parameters: {
    days: { value: 14, help: 'Days that are looked at' },
    cpu_pct: { value: 25, help: 'Processor use that 95 % of the hours stay below, in percent' },
    conns: { value: 2, help: 'Connections at a time that 95 % of the hours stay below' },
  },
  rationale: 'The next smaller class costs half, and what is used fits into it.',
  metrics({ attributes }, parameters) {
    if (attributes.status !== 'available' || halfSizeOf(attributes.instance_class ?? '') === undefined) return {};
    const question = (name: string): MetricQuestion => ({ namespace: 'AWS/RDS', name, statistic: 'average', days: numberOf(parameters, 'days'), dimensions: { DBInstanceIdentifier: attributes.db_instance_id } });
    return { cpu: question('CPUUtilization'), connections: question('DatabaseConnections') };
  },

  evaluate(database, context) {
    const { attributes, region } = database;
    const smaller = halfSizeOf(attributes.instance_class ?? '');
    if (attributes.status !== 'available' || smaller === undefined) return notApplicable;
    if (isTooYoung(database, context)) return pass;
    const days = numberOf(context.parameters, 'days');
    const [cpu, connections] = [context.metric('cpu'), context.metric('connections')];
    if (cpu === undefined || connections === undefined) return noMetric(cpu === undefined ? 'CPUUtilization' : 'DatabaseConnections', metricPermission);
    for (const [facts, name] of [[cpu, 'CPUUtilization'], [connections, 'DatabaseConnections']] as const) if (!isWholeWindow(facts, days)) return fewDays(facts, days, name);
    if (cpu.p95 >= numberOf(context.parameters, 'cpu_pct') || connections.p95 >= numberOf(context.parameters, 'conns')) return pass;
    return fail({
      summary: `Over ${days} days its processor stayed below ${Math.round(cpu.p95 * 10) / 10} % in 95 % of the hours; ${smaller} would do.`,
      evidence: { cpu_p95: cpu.p95, connections_p95: connections.p95, instance_class: attributes.instance_class, smaller_class: smaller, since: cpu.since, until: cpu.until },
      ...savedByChange(region, context.prices, 'medium', [hoursOf(attributes), 'h', classSku(attributes, attributes.instance_class)], [hoursOf(attributes), 'h', classSku(attributes, smaller)]),
    });
  },

  remediation({ attributes, region }) {
    const modify = (name: string): string => `aws rds modify-db-instance --region ${region} --db-instance-identifier ${attributes.db_instance_id} --db-instance-class ${name}`;
    return [{ command: modify(halfSizeOf(attributes.instance_class ?? '') ?? 'SMALLER_CLASS'), undo: modify(attributes.instance_class ?? 'CLASS'), permission: 'rds:ModifyDBInstance' }];
  },
});
