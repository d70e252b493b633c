import type { Prices, RemediationStep, Saving } from '../../../core/rule.ts';
import { SavingSum } from './prices.ts';

/** Only changed blocks are billed and AWS does not say how many: the volume's size is the upper bound. */
export function snapshotSaving(snapshot: { volume_size_gib: number; storage_tier: string }, region: string, prices: Prices): Saving | undefined {
  const sku = snapshot.storage_tier === 'archive' ? 'snapshot.archive' : 'snapshot.standard';
  const sum = new SavingSum();
  sum.add(snapshot.volume_size_gib, 'GiB at most', prices.unit(region, sku), sku);
  return sum.upper().saving('medium');
}

export function snapshotRemoval(snapshotId: string, region: string): RemediationStep[] {
  return [
    {
      command: `aws ec2 delete-snapshot --region ${region} --snapshot-id ${snapshotId}`,
      undo: `aws ec2 restore-snapshot-from-recycle-bin --region ${region} --snapshot-id ${snapshotId} (only where a Recycle Bin rule keeps it)`,
      permission: 'ec2:DeleteSnapshot',
    },
  ];
}
