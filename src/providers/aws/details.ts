import { deflateRawSync } from 'node:zlib';
import type { CollectedResource, Known, KnownResource } from '../../core/collector.ts';
import type { AppError } from '../../core/errors.ts';
import type { Attributes } from '../../core/resource.ts';
import type { Normalised } from '../../core/resource-type.ts';
import { canonicalJson } from '../../platform/canonical.ts';
import { hashId } from '../../platform/ids.ts';
import { withoutSecrets } from '../../platform/redact.ts';
import { mapConcurrently } from './concurrency.ts';
import type { AwsListContext, AwsNormaliseContext, AwsResourceType, Details } from './define.ts';

/** Things whose details are read at once; the pacing lets their calls out. */
const inParallel = 50;

export interface BatchParts {
  context: AwsListContext;
  naming: AwsNormaliseContext;
  depth: 'listed' | 'full';
  keepsRaw: boolean;
  known: Known;
}

/** What was listed as resources: normalised, with the details that the depth asks for. */
export async function resourcesOf(type: AwsResourceType, raws: readonly unknown[], parts: BatchParts): Promise<CollectedResource[]> {
  const { details } = type;
  if (details === undefined) return raws.map((raw) => collected(type, raw, type.normalise(raw, parts.naming), parts));
  const listed = raws.map((raw) => ({ raw, normalised: type.normalise(raw, parts.naming) }));
  const known = await parts.known(listed.map(({ normalised }) => hashId(normalised.uid)));
  const resources: CollectedResource[] = [];
  for await (const one of mapConcurrently(listed, inParallel, (item) => withDetails(type, details, item, known.get(hashId(item.normalised.uid)), parts))) resources.push(one);
  return resources;
}

interface Listed {
  raw: unknown;
  normalised: Normalised<Attributes>;
}

async function withDetails(type: AwsResourceType, details: Details<Attributes, unknown>, { raw, normalised }: Listed, before: KnownResource | undefined, parts: BatchParts): Promise<CollectedResource> {
  const isKept = before !== undefined && (parts.depth === 'listed' || isUnchanged(details, normalised.attributes, before));
  if (isKept) return collected(type, raw, keptDetails(details, normalised, before), parts);
  if (parts.depth === 'listed') return collected(type, raw, normalised, parts);
  const gaps: AppError[] = [];
  const gap = (error: AppError): void => {
    gaps.push(error);
    parts.context.gap(error);
  };
  const detailed = await details.read(raw, { ...parts.context, gap });
  const made = type.normalise(detailed, parts.naming);
  // A detail that could not be read is not one that is not there.
  return collected(type, detailed, gaps.length === 0 || before === undefined ? made : keptDetails(details, made, before, true), parts);
}

/** The first of the fields tells whether they were ever read. */
function isUnchanged({ fields, marker }: Details<Attributes, unknown>, now: Attributes, before: KnownResource): boolean {
  const mark = marker?.(now) ?? null;
  if (mark === null || mark !== marker?.(before.attributes)) return false;
  const first = fields === 'all' ? undefined : fields[0];
  return first !== undefined && (before.attributes[first] ?? null) !== null;
}

function keptDetails({ fields, bringTags = false }: Details<Attributes, unknown>, normalised: Normalised<Attributes>, before: KnownResource, onlyMissing = false): Normalised<Attributes> {
  const attributes = { ...normalised.attributes };
  for (const field of fields === 'all' ? Object.keys(before.attributes) : fields) {
    const isMissing = (attributes[field] ?? null) === null;
    if (!onlyMissing || isMissing) attributes[field] = before.attributes[field] ?? null;
  }
  const hasOwnTags = onlyMissing && Object.keys(normalised.tags).length > 0;
  return { ...normalised, attributes, ...(bringTags && !hasOwnTags ? { tags: before.tags } : {}) };
}

function collected(type: AwsResourceType, raw: unknown, normalised: Normalised<Attributes>, { naming, keepsRaw }: BatchParts): CollectedResource {
  const { attributes, name, tags, uid } = normalised;
  const relations = type.relations({ uid, attributes });
  const region = normalised.region ?? naming.region;
  return {
    kh: hashId(uid),
    ch: hashId(canonicalJson({ name, region, tags, attributes, relations })),
    uid,
    name,
    region,
    createdAt: normalised.createdAt?.toISOString() ?? null,
    tags,
    attributes,
    relations,
    ...(keepsRaw ? { raw: deflateRawSync(JSON.stringify(withoutSecrets(raw)) ?? 'null') } : {}),
  };
}
