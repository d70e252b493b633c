import type { Resource } from '../../../core/resource.ts';
import { type Evaluation, fail, notApplicable, pass, type RuleContext, unknown } from '../../../core/rule.ts';
import { arnBeside } from '../../../providers/aws/ec2/arns.ts';
import { isTooYoung, savedBy } from '../facts.ts';

/** Notes by its source when the newest snapshot was made. */
export function noteNewest(source: string | null, createdAt: string | null, memo: Map<string, string>): void {
  if (source === null || createdAt === null) return;
  const newest = memo.get(source);
  if (newest === undefined || createdAt > newest) memo.set(source, createdAt);
}

type Snapshot = Pick<Resource, 'uid' | 'region' | 'createdAt'> & { attributes: { snapshot_type: string | null; created_at: string | null; engine: string | null; allocated_storage_gib: number | null } };

/** What a snapshot was made of. */
interface Source {
  id: string | null;
  /** As the evidence names it. */
  field: 'db_instance_id' | 'db_cluster_id';
  /** As its ARN does. */
  kind: 'db' | 'cluster';
  type: { id: string; permissions: readonly string[] };
  words: string;
  sku: string;
}

/** Whether a snapshot that was made by hand has a newer one beside it, or outlived what it was made of. */
export function judgeOldSnapshot(snapshot: Snapshot, context: RuleContext, { id, field, kind, type, words, sku }: Source): Evaluation {
  const { attributes, region, uid } = snapshot;
  if (attributes.snapshot_type !== 'manual' || attributes.created_at === null) return notApplicable;
  if (isTooYoung(snapshot, context)) return pass;
  const hasNewer = id !== null && (context.memo.get(id) ?? '') > attributes.created_at;
  const isGone = id === null || context.related(arnBeside(uid, 'rds', `${kind}:${id}`)) === undefined;
  if (!hasNewer && !isGone) return pass;
  if (!hasNewer && !context.isListed(type.id)) return unknown(`The ${words}s of the region could not be listed (\`${type.permissions[0] ?? ''}\`).`);
  return fail({
    summary: `Made on ${attributes.created_at.slice(0, 10)}; ${hasNewer ? 'a newer snapshot exists' : `its ${words} is gone`}.`,
    evidence: { created_at: attributes.created_at, [field]: id, has_newer: hasNewer, engine: attributes.engine, allocated_storage_gib: attributes.allocated_storage_gib },
    // Backups up to the size of the databases are free, so this is the most that it costs.
    ...savedBy(region, context.prices, 'low', [[attributes.allocated_storage_gib ?? 0, 'GiB', sku]]),
  });
}
