import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { arnBeside } from '../../../providers/aws/ec2/arns.ts';
import { awsRdsDbSnapshot } from '../../../providers/aws/rds/db-snapshot.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { afterDays, isTooYoung, savedBy } from '../facts.ts';

export const awsRdsSnapshotOld = defineRule({
  id: 'aws-rds-snapshot-old',
  title: 'Database snapshot is old and not needed',
  category: 'waste',
  severity: 'low',
  resourceType: awsRdsDbSnapshot,
  reads: [awsRdsDbInstance],
  parameters: afterDays(90, 'Age in days from which a snapshot counts as old'),
  rationale: 'Snapshots made by hand stay until somebody deletes them, and are paid for by the GiB.',

  gather({ attributes }, memo) {
    const { db_instance_id: source, created_at: createdAt } = attributes;
    if (source === null || createdAt === null) return;
    const newest = memo.get(source);
    if (newest === undefined || createdAt > newest) memo.set(source, createdAt);
  },

  evaluate(snapshot, context) {
    const { attributes, region, uid } = snapshot;
    if (attributes.snapshot_type !== 'manual' || attributes.created_at === null) return notApplicable;
    if (isTooYoung(snapshot, context)) return pass;
    const { db_instance_id: source } = attributes;
    const hasNewer = source !== null && (context.memo.get(source) ?? '') > attributes.created_at;
    const isGone = source === null || context.related(arnBeside(uid, 'rds', `db:${source}`)) === undefined;
    if (!hasNewer && !isGone) return pass;
    if (!hasNewer && !context.isListed(awsRdsDbInstance.id)) return unknown('The databases of the region could not be listed (`rds:DescribeDBInstances`).');
    return fail({
      summary: `Made on ${attributes.created_at.slice(0, 10)}; ${hasNewer ? 'a newer snapshot exists' : 'its database is gone'}.`,
      evidence: { created_at: attributes.created_at, db_instance_id: source, has_newer: hasNewer, engine: attributes.engine, allocated_storage_gib: attributes.allocated_storage_gib },
      // Backups up to the size of the databases are free, so this is the most that it costs.
      ...savedBy(region, context.prices, 'low', [[attributes.allocated_storage_gib ?? 0, 'GiB', 'rds.backup']]),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws rds delete-db-snapshot --region ${region} --db-snapshot-identifier ${attributes.db_snapshot_id}`,
      undo: 'Nothing undoes it: export it to S3 first (`aws rds start-export-task`) where its data may be needed.',
      permission: 'rds:DeleteDBSnapshot',
    },
  ],
});
