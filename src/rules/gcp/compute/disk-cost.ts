import type { Resource } from '../../../core/resource.ts';
import type { RemediationStep } from '../../../core/rule.ts';
import { placeFlags, type PricedPart, quoted, shortNameOf } from '../facts.ts';

interface DiskLike {
  size_gib: number;
  disk_type: string;
  replica_zones: string[];
}

/** A regional disk is paid for in each of its zones. */
export const diskPart = ({ size_gib: size, disk_type: type, replica_zones: zones }: DiskLike): PricedPart => [size * Math.max(1, zones.length), 'GiB', `disk.${type}`];

/** The snapshot that is taken before a disk is deleted. */
export function snapshotStep(disk: Pick<Resource, 'uid' | 'account' | 'region'> & { attributes: { zone?: unknown } }): RemediationStep {
  const name = shortNameOf(disk.uid);
  const snapshot = `before-delete-${name}`;
  return { command: `gcloud compute disks snapshot ${quoted(name)} --snapshot-names=${quoted(snapshot)}${placeFlags(disk)}`, undo: `gcloud compute snapshots delete ${quoted(snapshot)} --project=${quoted(disk.account)} --quiet`, permission: 'compute.disks.createSnapshot' };
}
