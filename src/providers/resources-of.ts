import { deflateRawSync } from 'node:zlib';
import type { CollectedResource, Known, KnownResource } from '../core/collector.ts';
import type { AppError } from '../core/errors.ts';
import type { Attributes, Relation } from '../core/resource.ts';
import type { Normalised } from '../core/resource-type.ts';
import { canonicalJson } from '../platform/canonical.ts';
import { hashId } from '../platform/ids.ts';
import { mapConcurrently } from '../platform/map-concurrently.ts';
import { withoutSecrets } from '../platform/redact.ts';

/** Resources handed over at once. */
export const batchSize = 250;

/** Things whose details are read at once; the pacing lets their calls out. */
const inParallel = 50;

/** What every provider's context of a listing has. */
export interface GapContext {
  /** Notes that a detail could not be read; the target ends `partial`, what was listed is kept. */
  gap: (error: AppError) => void;
}

/**
 * Attributes that need calls of their own for each thing. A scan that asks for no details keeps what an earlier one
 * read; one that does skips a thing whose marker says that nothing has changed since.
 */
export interface Details<Attributes, Raw, Context extends GapContext> {
  /** The attributes that these calls fill; null while nothing has read them. `all` where that differs from thing to thing. */
  fields: readonly (keyof Attributes & string)[] | 'all';
  /** Whether the calls bring the tags too. */
  bringTags?: boolean;
  /** Of the listed attributes: equal for two readings between which no detail changes. Null or left out: there is no such mark. */
  marker?: (attributes: Attributes) => string | null;
  /** The listed answer with the details added; what cannot be read is noted as a gap, and what was known before is kept. */
  read(raw: Raw, context: Context): Promise<Raw>;
}

/** What a resource type of any provider offers to make resources of its raw answers. */
export interface ReadType<Context extends GapContext, Naming> {
  details: Details<Attributes, unknown, Context> | undefined;
  normalise(raw: unknown, naming: Naming): Normalised<Attributes>;
  relations(resource: { uid: string; attributes: Attributes }): Relation[];
}

export interface BatchParts<Context extends GapContext, Naming extends { region: string }> {
  context: Context;
  /** `region` is that of the target; a thing that has one of its own says so. */
  naming: Naming;
  depth: 'listed' | 'full';
  keepsRaw: boolean;
  known: Known;
}

/** What a listing brings, as batches of resources; what came before it failed is true, and kept. */
export async function* batchesOf<Context extends GapContext & { signal: AbortSignal }, Naming extends { region: string }>(listing: AsyncIterable<unknown>, type: ReadType<Context, Naming>, parts: BatchParts<Context, Naming>): AsyncGenerator<CollectedResource[]> {
  const { signal } = parts.context;
  let listed: unknown[] = [];
  let failure: { error: unknown } | undefined;
  try {
    for await (const raw of listing) {
      signal.throwIfAborted();
      listed.push(raw);
      if (listed.length < batchSize) continue;
      yield await resourcesOf(type, listed, parts);
      listed = [];
    }
  } catch (error) {
    failure = { error };
  }
  if (listed.length > 0 && !signal.aborted) yield await resourcesOf(type, listed, parts);
  if (failure !== undefined) throw failure.error;
}

/** What was listed as resources: normalised, with the details that the depth asks for. */
export async function resourcesOf<Context extends GapContext, Naming extends { region: string }>(type: ReadType<Context, Naming>, raws: readonly unknown[], parts: BatchParts<Context, Naming>): Promise<CollectedResource[]> {
  const { details } = type;
  if (details === undefined) return raws.map((raw) => collected(type, raw, type.normalise(raw, parts.naming), parts));
  const listed = raws.map((raw) => ({ raw, normalised: type.normalise(raw, parts.naming) }));
  const known = await parts.known(listed.map(({ normalised }) => hashId(normalised.uid)));
  const resources: CollectedResource[] = [];
  for await (const one of mapConcurrently(listed, inParallel, (item) => withDetails(type, details, item, known.get(hashId(item.normalised.uid)), parts))) resources.push(one);
  return resources;
}

type AnyDetails = Details<Attributes, unknown, GapContext>;

interface Listed {
  raw: unknown;
  normalised: Normalised<Attributes>;
}

async function withDetails<Context extends GapContext, Naming extends { region: string }>(type: ReadType<Context, Naming>, details: Details<Attributes, unknown, Context>, { raw, normalised }: Listed, before: KnownResource | undefined, parts: BatchParts<Context, Naming>): Promise<CollectedResource> {
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
function isUnchanged({ fields, marker }: Pick<AnyDetails, 'fields' | 'marker'>, now: Attributes, before: KnownResource): boolean {
  const mark = marker?.(now) ?? null;
  if (mark === null || mark !== marker?.(before.attributes)) return false;
  const first = fields === 'all' ? undefined : fields[0];
  return first !== undefined && (before.attributes[first] ?? null) !== null;
}

function keptDetails({ fields, bringTags = false }: Pick<AnyDetails, 'fields' | 'bringTags'>, normalised: Normalised<Attributes>, before: KnownResource, onlyMissing = false): Normalised<Attributes> {
  const attributes = { ...normalised.attributes };
  for (const field of fields === 'all' ? Object.keys(before.attributes) : fields) {
    const isMissing = (attributes[field] ?? null) === null;
    if (!onlyMissing || isMissing) attributes[field] = before.attributes[field] ?? null;
  }
  const hasOwnTags = onlyMissing && Object.keys(normalised.tags).length > 0;
  return { ...normalised, attributes, ...(bringTags && !hasOwnTags ? { tags: before.tags } : {}) };
}

function collected(type: { relations: ReadType<GapContext, unknown>['relations'] }, raw: unknown, normalised: Normalised<Attributes>, { naming, keepsRaw }: { naming: { region: string }; keepsRaw: boolean }): CollectedResource {
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
