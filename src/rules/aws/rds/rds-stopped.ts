import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { dayMs, daysBetween } from '../../../core/time.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { savedBy } from '../facts.ts';
import { databaseRemoval, storageParts } from './database.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html */
const daysOfStop = 7;

export const awsRdsStopped = defineRule({
  id: 'aws-rds-stopped',
  title: 'Database is stopped',
  category: 'waste',
  severity: 'low',
  resourceType: awsRdsDbInstance,
  parameters: { days: { value: 0, help: 'Days since it was stopped; after seven it starts again by itself' } },
  rationale: 'A stopped database costs its storage, and after seven days it starts by itself and costs everything again.',

  evaluate({ attributes, region }, { now, parameters, prices }) {
    if (attributes.status === 'unknown') return unknown('AWS did not say whether it runs, which `rds:DescribeDBInstances` tells.');
    if (attributes.status !== 'stopped') return pass;
    const days = numberOf(parameters, 'days');
    const restarts = attributes.restarts_at;
    const stopped = restarts === null ? undefined : new Date(Date.parse(restarts) - daysOfStop * dayMs);
    if (stopped === undefined && days > 0) return unknown('AWS did not say when it starts again, and so not since when it is stopped. With `days` at 0 it is told of at once.');
    if (stopped !== undefined && daysBetween(stopped, now) < days) return pass;
    return fail({
      summary: `Stopped${stopped === undefined ? '' : ` since ${stopped.toISOString().slice(0, 10)}`}${restarts === null ? '' : `; it starts again by itself on ${restarts.slice(0, 10)}`}.`,
      evidence: { status: attributes.status, restarts_at: restarts, engine: attributes.engine, instance_class: attributes.instance_class, allocated_storage_gib: attributes.allocated_storage_gib },
      // Storage of a cluster belongs to the cluster.
      ...(attributes.db_cluster_id === null ? savedBy(region, prices, 'medium', storageParts(attributes)) : {}),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws rds create-db-snapshot --region ${region} --db-instance-identifier ${attributes.db_instance_id} --db-snapshot-identifier ${attributes.db_instance_id}-kept`,
      undo: `aws rds delete-db-snapshot --region ${region} --db-snapshot-identifier ${attributes.db_instance_id}-kept`,
      permission: 'rds:CreateDBSnapshot',
    },
    ...databaseRemoval(attributes.db_instance_id, region),
  ],
});
