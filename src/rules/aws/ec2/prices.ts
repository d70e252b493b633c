import type { Prices } from '../../../core/rule.ts';
import { SavingSum } from '../../saving-sum.ts';

export { cents, hoursPerMonth, SavingSum } from '../../saving-sum.ts';

export interface VolumeLike {
  size_gib: number;
  volume_type: string;
  iops: number | null;
  throughput_mibps: number | null;
}

/**
 * Adds what a volume costs a month: storage, provisioned IOPS (io1, io2: all; gp3: above 3,000) and throughput (gp3
 * above 125 MiB/s). Answers false where a price is not known. Formula: https://aws.amazon.com/ebs/pricing/.
 */
export function addVolume(sum: SavingSum, volume: VolumeLike, region: string, prices: Prices): boolean {
  const type = volume.volume_type;
  const iops = type === 'gp3' ? Math.max(0, (volume.iops ?? 0) - 3000) : type === 'io1' || type === 'io2' ? (volume.iops ?? 0) : 0;
  const extra = type === 'gp3' ? Math.max(0, (volume.throughput_mibps ?? 0) - 125) : 0;
  const parts = [[volume.size_gib, 'GiB', `ebs.${type}`], [iops, 'IOPS', `ebs.${type}.iops`], [extra, 'MiB/s', 'ebs.gp3.mibps']] as const;
  return parts.map(([amount, unit, sku]) => sum.add(amount, unit, prices.unit(region, sku), sku)).every((isKnown) => isKnown);
}

/** What a volume of another type would cost with the same size, IOPS and throughput. */
export function volumeCost(volume: VolumeLike, region: string, prices: Prices): number | undefined {
  const sum = new SavingSum();
  return addVolume(sum, volume, region, prices) ? sum.saving('high')?.monthly : undefined;
}

/**
 * gp3 with the lasting speed of another type: 256 KiB an operation, for gp2 3 IOPS a GiB (100 to 16,000) and 128 to 250
 * MiB/s, for io1 up to 500 MiB/s. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
 */
export function gp3TwinOf(volume: VolumeLike): VolumeLike {
  if (volume.volume_type === 'gp2') {
    const iops = Math.min(16_000, Math.max(100, volume.size_gib * 3));
    return { size_gib: volume.size_gib, volume_type: 'gp3', iops: Math.max(3000, iops), throughput_mibps: Math.min(250, Math.max(128, Math.ceil(volume.size_gib * 0.75))) };
  }
  return { size_gib: volume.size_gib, volume_type: 'gp3', iops: Math.max(3000, volume.iops ?? 0), throughput_mibps: Math.min(500, Math.max(125, Math.ceil((volume.iops ?? 0) * 0.25))) };
}
