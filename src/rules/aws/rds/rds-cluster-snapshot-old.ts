import { defineRule } from '../../../core/rule.ts';
import { awsRdsDbClusterSnapshot } from '../../../providers/aws/rds/db-cluster-snapshot.ts';
import { awsRdsDbCluster } from '../../../providers/aws/rds/db-cluster.ts';
import { afterDays } from '../facts.ts';
import { judgeOldSnapshot, noteNewest } from './old-snapshot.ts';

export const awsRdsClusterSnapshotOld = defineRule({
  id: 'aws-rds-cluster-snapshot-old',
  title: 'Snapshot of a database cluster is old and not needed',
  category: 'waste',
  severity: 'low',
  resourceType: awsRdsDbClusterSnapshot,
  reads: [awsRdsDbCluster],
  parameters: afterDays(90, 'Age in days from which a snapshot counts as old'),
  rationale: 'Snapshots made by hand stay until somebody deletes them, and are paid for by the GiB.',

  gather: ({ attributes }, memo) => noteNewest(attributes.db_cluster_id, attributes.created_at, memo),
  evaluate: (snapshot, context) => judgeOldSnapshot(snapshot, context, { id: snapshot.attributes.db_cluster_id, field: 'db_cluster_id', kind: 'cluster', type: awsRdsDbCluster, words: 'database cluster', sku: 'rds.backup.aurora' }),

  remediation: ({ attributes, region }) => [
    {
      command: `aws rds delete-db-cluster-snapshot --region ${region} --db-cluster-snapshot-identifier ${attributes.db_cluster_snapshot_id}`,
      undo: 'Nothing undoes it: export it to S3 first (`aws rds start-export-task`) where its data may be needed.',
      permission: 'rds:DeleteDBClusterSnapshot',
    },
  ],
});
