import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { fewDays, isTooYoung, metricPermission, savedBy } from '../facts.ts';
import { classSku, databaseRemoval, hoursOf, storageParts } from './database.ts';

export const awsRdsIdle = defineRule({
  id: 'aws-rds-idle',
  title: 'Nobody connects to the database',
  category: 'waste',
  severity: 'medium',
  resourceType: awsRdsDbInstance,
  parameters: { days: { value: 7, help: 'Days without a single connection' } },
  rationale: 'A database is paid for by the hour, whether or not anybody connects to it.',
  metrics: ({ attributes }, parameters) => (isJudged(attributes) ? { connections: { namespace: 'AWS/RDS', name: 'DatabaseConnections', statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { DBInstanceIdentifier: attributes.db_instance_id } } } : {}),

  evaluate(database, context) {
    const { attributes, region } = database;
    // The instances of a cluster stand by for each other: one without connections is no waste by itself.
    if (!isJudged(attributes)) return notApplicable;
    if (isTooYoung(database, context)) return pass;
    const days = numberOf(context.parameters, 'days');
    const connections = context.metric('connections');
    if (connections === undefined) return noMetric('DatabaseConnections', metricPermission);
    if (connections.maximum > 0) return pass;
    if (!isWholeWindow(connections, days)) return fewDays(connections, days, 'DatabaseConnections');
    return fail({
      summary: `No connection in ${days} days.`,
      evidence: { connections_maximum: 0, engine: attributes.engine, instance_class: attributes.instance_class, multi_az: attributes.multi_az, since: connections.since, until: connections.until },
      ...savedBy(region, context.prices, 'high', [[hoursOf(attributes), 'h', classSku(attributes, attributes.instance_class)], ...storageParts(attributes)]),
    });
  },

  remediation: ({ attributes, region }) => databaseRemoval(attributes.db_instance_id, region),
});

const isJudged = ({ status, db_cluster_id: cluster }: { status: string; db_cluster_id: string | null }): boolean => status === 'available' && cluster === null;
