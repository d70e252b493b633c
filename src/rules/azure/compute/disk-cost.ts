import type { PricedPart } from '../facts.ts';

interface DiskLike {
  size_gib: number | null;
  sku: string | null;
  tier: string | null;
  iops: number | null;
  throughput_mbps: number | null;
}

/** Sizes in GiB up to which each tier goes (learn.microsoft.com/azure/virtual-machines/disks-types). */
const steps: readonly [gib: number, tier: number][] = [[4, 1], [8, 2], [16, 3], [32, 4], [64, 6], [128, 10], [256, 15], [512, 20], [1024, 30], [2048, 40], [4096, 50], [8192, 60], [16384, 70], [32767, 80]];
const letters: Readonly<Record<string, string>> = { premium: 'P', standardssd: 'E', standard: 'S' };

/** `P10` of a premium disk of 128 GiB; undefined where nobody knows. */
export function tierOf(kind: string, sizeGib: number): string | undefined {
  const letter = letters[kind];
  const number = steps.find(([gib]) => sizeGib <= gib)?.[1];
  return letter === undefined || number === undefined ? undefined : `${letter}${letter === 'S' ? Math.max(4, number) : number}`;
}

/** What a disk costs a month. Zone-redundant ones cost half as much again. Undefined where its kind or size is not known. */
export function diskParts({ sku, size_gib: gib, tier, iops, throughput_mbps: mbps }: DiskLike): PricedPart[] | undefined {
  const [kind = '', redundancy = ''] = (sku ?? '').toLowerCase().split('_');
  if (gib === null || gib <= 0) return undefined;
  if (kind === 'premiumv2') return [[gib, 'GiB', 'disk.premium2.gib'], [Math.max(0, (iops ?? 3000) - 3000), 'IOPS', 'disk.premium2.iops'], [Math.max(0, (mbps ?? 125) - 125), 'MB/s', 'disk.premium2.mbps']];
  if (kind === 'ultrassd') return iops === null || mbps === null ? undefined : [[gib, 'GiB', 'disk.ultra.gib'], [iops, 'IOPS', 'disk.ultra.iops'], [mbps, 'MB/s', 'disk.ultra.mbps']];
  const name = kind === 'premium' && tier !== null ? tier : tierOf(kind, gib);
  return name === undefined ? undefined : [[redundancy === 'zrs' ? 1.5 : 1, 'disk', `disk.${name}`]];
}
