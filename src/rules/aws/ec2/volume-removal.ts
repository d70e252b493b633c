import type { RemediationStep } from '../../../core/rule.ts';

/** Keep a snapshot, then delete: in this order, so that the data survives a mistake. */
export function volumeRemoval(volumeId: string, region: string, zone: string | null): RemediationStep[] {
  return [
    {
      command: `aws ec2 create-snapshot --region ${region} --volume-id ${volumeId} --description "before delete of ${volumeId}"`,
      undo: `aws ec2 delete-snapshot --region ${region} --snapshot-id SNAPSHOT_ID`,
      permission: 'ec2:CreateSnapshot',
    },
    {
      command: `aws ec2 wait snapshot-completed --region ${region} --snapshot-ids SNAPSHOT_ID`,
      undo: 'Nothing to undo.',
      permission: 'ec2:DescribeSnapshots',
    },
    {
      command: `aws ec2 delete-volume --region ${region} --volume-id ${volumeId}`,
      undo: `aws ec2 create-volume --region ${region} --snapshot-id SNAPSHOT_ID --availability-zone ${zone ?? 'ZONE'}`,
      permission: 'ec2:DeleteVolume',
    },
  ];
}
