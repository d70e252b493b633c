import { accountOf, each, type Estate, listing, type RegionEstate, roleArn, type User, userArn, type Volume } from './estate.ts';

export const plantedRules = [
  'aws-ec2-stopped', 'aws-ebs-unattached', 'aws-s3-empty', 'aws-iam-user-unused', 'aws-iam-role-unused',
  'aws-iam-key-unused-active', 'aws-iam-key-unused-inactive', 'aws-eip-unassociated', 'aws-ebs-gp2',
  'aws-ebs-on-stopped', 'aws-snapshot-orphan', 'aws-snapshot-old',
] as const;
export type PlantedRule = (typeof plantedRules)[number];
export type Truth = Record<PlantedRule, string[]>;

/**
 * What a perfect scan finds at the default thresholds: uids per rule. Worked out from the estate itself, not from what
 * the generator meant, and from nothing that the product does.
 */
export function plantedTruth(estate: Estate, now: Date): Truth {
  const truth = Object.fromEntries(plantedRules.map((rule) => [rule, []])) as unknown as Truth;
  const days = (since: string): number => (now.getTime() - Date.parse(since)) / 86_400_000;
  for (const account of Object.keys(estate.accounts)) {
    identities(truth, estate, account, days);
    for (const bucket of each(listing(accountOf(estate, account), 'buckets'))) {
      if (bucket.objects + bucket.oldVersions + bucket.deleteMarkers === 0) truth['aws-s3-empty'].push(`arn:aws:s3:::${bucket.name}`);
    }
    for (const [name, region] of Object.entries(accountOf(estate, account).regions)) {
      const arn = (resource: string): string => `arn:aws:ec2:${name}:${account}:${resource}`;
      const stoppedDays = instances(truth, region, arn, days);
      volumes(truth, region, arn, days, stoppedDays);
      snapshots(truth, region, arn, days);
      for (const address of each(listing(region, 'addresses'))) {
        if (address.associationId === undefined) truth['aws-eip-unassociated'].push(arn(`elastic-ip/${address.allocationId}`));
      }
    }
  }
  return truth;
}

type Days = (since: string) => number;
type Arn = (resource: string) => string;

/** Answers for how many days each stopped instance has been so; NaN where AWS does not say. */
function instances(truth: Truth, region: RegionEstate, arn: Arn, days: Days): Map<string, number> {
  const stopped = new Map<string, number>();
  for (const { id, state, stateTransitionReason } of each(listing(region, 'instances'))) {
    if (state !== 'stopped') continue;
    const at = /\((\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) GMT\)/.exec(stateTransitionReason);
    stopped.set(id, at === null ? Number.NaN : days(`${at[1]}T${at[2]}Z`));
    truth['aws-ec2-stopped'].push(arn(`instance/${id}`));
  }
  return stopped;
}

function volumes(truth: Truth, region: RegionEstate, arn: Arn, days: Days, stoppedDays: Map<string, number>): void {
  const isOnStopped = ({ attachments }: Volume): boolean =>
    attachments.length > 0 && attachments.every(({ instanceId }) => (stoppedDays.get(instanceId) ?? 0) >= 30);
  for (const volume of each(listing(region, 'volumes'))) {
    const uid = arn(`volume/${volume.id}`);
    if (volume.state === 'available') truth['aws-ebs-unattached'].push(uid);
    if (days(volume.createdAt) < 3) continue;
    if (volume.type === 'gp2') truth['aws-ebs-gp2'].push(uid);
    if (isOnStopped(volume)) truth['aws-ebs-on-stopped'].push(uid);
  }
}

function snapshots(truth: Truth, region: RegionEstate, arn: Arn, days: Days): void {
  const live = new Set<string>();
  for (const { id } of each(listing(region, 'volumes'))) live.add(id);
  const ofImages = new Set<string>();
  for (const { blockDevices } of each(listing(region, 'images'))) for (const { snapshotId } of blockDevices) ofImages.add(snapshotId);
  const newest = new Map<string, string>();
  for (const { volumeId, startedAt } of each(listing(region, 'snapshots'))) {
    if (startedAt > (newest.get(volumeId) ?? '')) newest.set(volumeId, startedAt);
  }
  for (const snapshot of each(listing(region, 'snapshots'))) {
    if (ofImages.has(snapshot.id)) continue;
    const uid = arn(`snapshot/${snapshot.id}`);
    const age = days(snapshot.startedAt);
    if (age >= 30 && !live.has(snapshot.volumeId)) truth['aws-snapshot-orphan'].push(uid);
    const isKept = 'aws:dlm:lifecycle-policy-id' in snapshot.tags || 'aws:backup:source-resource' in snapshot.tags;
    if (age >= 90 && !isKept && newest.get(snapshot.volumeId) !== snapshot.startedAt) truth['aws-snapshot-old'].push(uid);
  }
}

const latestUse = ({ passwordLastUsedAt, keys }: User): string | undefined =>
  [passwordLastUsedAt, ...keys.map((key) => key.lastUsedAt)].filter((at) => at !== undefined).sort().at(-1);

function identities(truth: Truth, estate: Estate, account: string, days: Days): void {
  for (const user of each(listing(accountOf(estate, account), 'users'))) {
    const uid = userArn(account, user);
    if (days(latestUse(user) ?? user.createdAt) >= 90) truth['aws-iam-user-unused'].push(uid);
    for (const key of user.keys) {
      if (days(key.lastUsedAt ?? key.createdAt) < 90) continue;
      truth[key.isActive ? 'aws-iam-key-unused-active' : 'aws-iam-key-unused-inactive'].push(`${uid}/access-key/${key.id}`);
    }
  }
  for (const role of each(listing(accountOf(estate, account), 'roles'))) {
    if (role.path.startsWith('/aws-service-role/') || role.path.startsWith('/aws-reserved/sso.amazonaws.com/')) continue;
    if (days(role.lastUsedAt ?? role.createdAt) >= 90) truth['aws-iam-role-unused'].push(roleArn(account, role));
  }
}
