import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { savedByChange } from '../facts.ts';

const old = new Set(['gp2', 'standard']);

export const awsRdsOldStorage = defineRule({
  id: 'aws-rds-old-storage',
  title: 'Database has storage of an old type',
  category: 'waste',
  severity: 'informational',
  resourceType: awsRdsDbInstance,
  rationale: 'gp3 gives more operations for the same price than gp2, and magnetic storage is charged by the operation.',

  evaluate({ attributes, region }, { prices }) {
    const { storage_type: type, allocated_storage_gib: size } = attributes;
    // Storage of a cluster belongs to the cluster.
    if (attributes.db_cluster_id !== null) return notApplicable;
    if (type === null) return unknown('AWS did not say of which type its storage is, which `rds:DescribeDBInstances` tells.');
    if (!old.has(type)) return pass;
    const gib = size === null ? null : size * (attributes.multi_az ? 2 : 1);
    return fail({
      summary: `${size === null ? 'Storage' : `${size} GiB`} of ${type === 'standard' ? 'magnetic storage' : type}, where gp3 does more.`,
      evidence: { storage_type: type, allocated_storage_gib: size, multi_az: attributes.multi_az },
      ...(gib === null ? {} : savedByChange(region, prices, 'medium', [gib, 'GiB', `rds.storage.${type}`], [gib, 'GiB', 'rds.storage.gp3'])),
    });
  },

  remediation({ attributes, region }) {
    const modify = (type: string): string => `aws rds modify-db-instance --region ${region} --db-instance-identifier ${attributes.db_instance_id} --storage-type ${type}`;
    return [{ command: modify('gp3'), undo: `${modify(attributes.storage_type ?? 'gp2')} (six hours later at the earliest)`, permission: 'rds:ModifyDBInstance' }];
  },
});
