import { defineRule } from '../../../core/rule.ts';
import { awsRdsDbSnapshot } from '../../../providers/aws/rds/db-snapshot.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { afterDays } from '../facts.ts';
import { judgeOldSnapshot, noteNewest } from './old-snapshot.ts';

export const awsRdsSnapshotOld = defineRule({
  id: 'aws-rds-snapshot-old',
  title: 'Database snapshot is old and not needed',
  category: 'waste',
  severity: 'low',
  resourceType: awsRdsDbSnapshot,
  reads: [awsRdsDbInstance],
  parameters: afterDays(90, 'Age in days from which a snapshot counts as old'),
  rationale: 'Snapshots made by hand stay until somebody deletes them, and are paid for by the GiB.',

  gather: ({ attributes }, memo) => noteNewest(attributes.db_instance_id, attributes.created_at, memo),
  evaluate: (snapshot, context) => judgeOldSnapshot(snapshot, context, { id: snapshot.attributes.db_instance_id, field: 'db_instance_id', kind: 'db', type: awsRdsDbInstance, words: 'database', sku: 'rds.backup' }),

  remediation: ({ attributes, region }) => [
    {
      command: `aws rds delete-db-snapshot --region ${region} --db-snapshot-identifier ${attributes.db_snapshot_id}`,
      undo: 'Nothing undoes it: export it to S3 first (`aws rds start-export-task`) where its data may be needed.',
      permission: 'rds:DeleteDBSnapshot',
    },
  ],
});
