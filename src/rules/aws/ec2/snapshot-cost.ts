import type { Prices, RemediationStep, Saving } from '../../../core/rule.ts';
import { SavingSum } from './prices.ts';

interface SnapshotLike {
  volume_size_gib: number;
  storage_tier: string;
}

/** Only changed blocks are billed and AWS does not say how many: the volume's size is the upper bound. Answers false where the price is not known. */
export function addSnapshot(sum: SavingSum, { volume_size_gib, storage_tier }: SnapshotLike, region: string, prices: Prices): boolean {
  const sku = storage_tier === 'archive' ? 'snapshot.archive' : 'snapshot.standard';
  return sum.add(volume_size_gib, 'GiB at most', prices.unit(region, sku), sku);
}

export function snapshotSaving(snapshot: SnapshotLike, region: string, prices: Prices): Saving | undefined {
  const sum = new SavingSum();
  addSnapshot(sum, snapshot, region, prices);
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
