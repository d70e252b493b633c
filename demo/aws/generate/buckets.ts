import type { Bucket } from '../estate.ts';
import { ageDays, countOf, type Plan, regionNumber, timeAgo } from './plan.ts';
import { mix, pick, randomOf, spread } from './random.ts';
import { environments, usualTags } from './words.ts';

const uses = ['logs', 'assets', 'backups', 'analytics', 'etl-staging', 'terraform-state', 'uploads', 'exports', 'reports', 'ml-models', 'cdn', 'billing-archive'] as const;

/** One bucket in ten is empty; the last one always, so that a small estate has one too. */
const isEmptyAt = (plan: Plan, index: number): boolean => spread(plan.seed, 9, index) < 0.1 || index === countOf(plan, 'buckets') - 1;

/** The first bucket that is not empty, and then one in fifty, holds delete markers only: it lists as empty and is not. */
function hasMarkersOnly(plan: Plan, index: number): boolean {
  if (isEmptyAt(plan, index)) return false;
  return spread(plan.seed, 9, index) < 0.12 || index === (isEmptyAt(plan, 0) ? 1 : 0);
}

export function bucketAt(plan: Plan, index: number): Bucket {
  const random = randomOf(plan.seed, 40, index);
  const use = pick(random, uses);
  const code = `${index.toString(36).padStart(4, '0')}${mix(plan.seed, 41, index).toString(36).slice(0, 4)}`;
  const markersOnly = hasMarkersOnly(plan, index);
  const isFull = !markersOnly && !isEmptyAt(plan, index);
  return {
    name: `acme-${pick(random, environments)}-${use}-${code}`,
    region: plan.regions[regionNumber(plan, 'buckets', index)]!,
    createdAt: timeAgo(plan, ageDays(random)),
    objects: isFull ? 1 + Math.floor(10 ** (1 + 3 * random())) : 0,
    oldVersions: isFull && random() < 0.3 ? Math.floor(50 * random()) : 0,
    deleteMarkers: markersOnly ? 2 : 0,
    tags: usualTags(random, undefined),
  };
}
