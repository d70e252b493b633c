import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { canonicalJson } from '../../platform/canonical.ts';
import { hashId } from '../../platform/ids.ts';
import type { ScopeRow } from '../../store/inventory.ts';
import type { ResourceFilter, ResourceRow } from '../../store/reads.ts';
import { knownTypes } from '../../providers/index.ts';
import { typeNamed } from '../../providers/services.ts';
import { facetQuery, inventorySummary, rawAnswer, relationGraph, relationQuery, type resource, resourceDetail, resourceFacets, resourcePage, resourceQuery, searchAnswer, searchQuery, tagValueQuery, tagValues } from '../contract/resources.ts';
import { listOf, placeOf, readCursor, writeCursor } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import { walkRelations } from '../relation-graph.ts';
import type { Api } from '../server.ts';

const tags = ['Inventory'];

export function resourceRoutes(api: Api, { reads, inventory, facets }: ApiParts): void {
  api.get('/api/v1/resources', { config: { permission: 'read' }, schema: { tags, summary: 'Resources, now or as of a moment', querystring: resourceQuery, response: { 200: resourcePage } } }, async (request) => {
    const { limit, cursor, ...asked } = request.query;
    const after = readCursor(cursor, 3);
    const { rows, total } = await reads.resources(
      filterOf(asked),
      after === undefined ? undefined : { type: String(after[0]), name: String(after[1]), kh: placeOf(after[2]) },
      limit + 1,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(toResource), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.type, last.name, last.kh]) : null };
  });

  api.get('/api/v1/resources/facets', { config: { permission: 'read' }, schema: { tags, summary: 'What the inventory can be narrowed down by', querystring: facetQuery, response: { 200: resourceFacets } } }, async (request) => {
    const found = await facets.facets(filterOf(request.query));
    return { ...found, type: found.type.map((one) => ({ ...one, title: knownTypes.get(one.value)?.plural ?? one.value })) };
  });

  api.get('/api/v1/resources/tag-values', { config: { permission: 'read' }, schema: { tags, summary: 'Values of a tag', querystring: tagValueQuery, response: { 200: tagValues } } }, async (request) => {
    const { name, q, limit } = request.query;
    return { items: await facets.tagValues(name, q, limit) };
  });

  api.get('/api/v1/resources/search', { config: { permission: 'read' }, schema: { tags, summary: 'What begins with a text, while somebody types', querystring: searchQuery, response: { 200: searchAnswer } } }, async (request) => {
    const { q, limit } = request.query;
    const scopes = await inventory.scopes();
    const types = [...new Set(scopes.filter(({ live }) => live > 0).map(({ type }) => type))];
    return { items: (await reads.named(q.trim(), { types, ids: fullNamesOf(q.trim(), scopes) }, limit)).map(toResource) };
  });

  api.get('/api/v1/resources/raw', { config: { permission: 'read' }, schema: { tags, summary: "The provider's answer, secrets removed", querystring: z.strictObject({ id: z.string().max(2000) }), response: { 200: rawAnswer } } }, async (request) => {
    const { id } = request.query;
    const row = await reads.resource(hashId(id));
    const found = row === undefined ? undefined : await reads.raw(row.scope_id, row.kh);
    if (found === undefined) throw new AppError('NOT_FOUND', { detail: 'No answer of the provider is kept for it. An extraction keeps them (KEEP_RAW).' });
    return { id, read_at: found.read_at.toISOString(), raw: found.raw };
  });

  api.get('/api/v1/relations', { config: { permission: 'read' }, schema: { tags, summary: 'What a thing hangs together with, both ways', querystring: relationQuery, response: { 200: relationGraph } } }, (request) => walkRelations(reads, request.query));

  api.get('/api/v1/resources/summary', { config: { permission: 'read' }, schema: { tags, summary: 'Live counts with their freshness', response: { 200: inventorySummary } } }, async () => {
    const scopes = await inventory.scopes();
    return {
      total: scopes.reduce((sum, { live }) => sum + live, 0),
      scopes: scopes.map(({ provider, account, region, type, live, status, last_complete_at }) => ({ provider, account, region, type, live, status, last_complete_at: last_complete_at?.toISOString() ?? null })),
    };
  });

  api.get('/api/v1/resources/detail', { config: { permission: 'read' }, schema: { tags, summary: 'One resource by its full name', querystring: z.strictObject({ id: z.string().max(2000) }), response: { 200: resourceDetail } } }, async (request) => {
    const { id } = request.query;
    const row = await reads.resource(hashId(id));
    if (row === undefined) throw new AppError('NOT_FOUND', { detail: `No resource is called ${id.slice(0, 200)}.` });
    const [versions, incoming, outgoing, findings, raw] = await Promise.all([
      reads.versions(row.scope_id, row.kh),
      reads.pointingTo(row.uid),
      reads.names(row.relations.map(({ uid }) => hashId(uid))),
      reads.findingsOfResource(row.scope_id, row.kh),
      reads.raw(row.scope_id, row.kh),
    ]);
    const known = new Map(outgoing.map((other) => [other.uid, other]));
    return {
      ...toResource(row),
      versions: versions.map((version, index) => {
        const changes = changedFields(version, versions[index + 1]);
        return { valid_from: version.valid_from.toISOString(), valid_to: version.valid_to?.toISOString() ?? null, hash: version.ch, changed: changes.map(({ field }) => field), changes };
      }),
      relations: [
        ...row.relations.map(({ kind, uid }) => ({ kind, id: uid, name: known.get(uid)?.name ?? null, type: known.get(uid)?.type ?? null, direction: 'out' as const })),
        ...incoming.map(({ uid, name, type, kind }) => ({ kind, id: uid, name, type, direction: 'in' as const })),
      ],
      findings,
      has_raw: raw !== undefined,
      type_title: knownTypes.get(row.type)?.title ?? null,
    };
  });
}

function filterOf({ tag, q, as_of, ...rest }: z.infer<typeof facetQuery>): ResourceFilter {
  return {
    type: listOf(rest.type)?.map(typeNamed),
    provider: listOf(rest.provider),
    account: listOf(rest.account),
    region: listOf(rest.region),
    service: listOf(rest.service),
    tag: tagOf(tag),
    q: q === undefined || q.trim() === '' ? undefined : q,
    asOf: as_of === undefined ? undefined : new Date(as_of),
  };
}

/** What short ids of EC2 begin with, and what stands before them in a full name. */
const kindsOfIds: readonly [start: RegExp, kind: string][] = [
  [/^i-/, 'instance'], [/^vol-/, 'volume'], [/^snap-/, 'snapshot'], [/^sg-/, 'security-group'], [/^subnet-/, 'subnet'], [/^vpc-/, 'vpc'], [/^eni-/, 'network-interface'], [/^eipalloc-/, 'elastic-ip'], [/^rtb-/, 'route-table'], [/^igw-/, 'internet-gateway'], [/^nat-/, 'natgateway'], [/^lt-/, 'launch-template'],
];

/** The full names that a short id may stand for: one for each account and region that is looked at. */
function fullNamesOf(text: string, scopes: readonly ScopeRow[]): string[] {
  if (text.startsWith('arn:')) return [text];
  const kind = kindsOfIds.find(([start]) => start.test(text))?.[1];
  if (kind === undefined) return [];
  const places = new Set(scopes.filter(({ provider, region }) => provider === 'aws' && region !== 'global').map(({ account, region }) => `${region}:${account}`));
  return [...places].map((place) => `arn:aws:ec2:${place}:${kind}/${text}`);
}

function tagOf(text: string | undefined): { name: string; value: string | undefined } | undefined {
  if (text === undefined || text === '') return undefined;
  const at = text.indexOf('=');
  return at < 0 ? { name: text, value: undefined } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

function toResource(row: ResourceRow): z.infer<typeof resource> {
  return {
    id: row.uid,
    type: row.type,
    name: row.name,
    provider: row.provider,
    account: row.account,
    region: row.region,
    tags: row.tags,
    attributes: row.attributes,
    first_seen: row.first_seen.toISOString(),
    last_seen: row.last_seen.toISOString(),
    hash: row.ch,
    gone_at: row.gone_at?.toISOString() ?? null,
  };
}

interface Version {
  tags: Record<string, unknown>;
  attributes: Record<string, unknown>;
}

/** What differs from the version before; nothing for the first one. */
function changedFields(version: Version, before: Version | undefined): { field: string; before: unknown; after: unknown }[] {
  if (before === undefined) return [];
  const differing = (now: Record<string, unknown>, then: Record<string, unknown>, prefix: string): { field: string; before: unknown; after: unknown }[] =>
    [...new Set([...Object.keys(now), ...Object.keys(then)])].filter((key) => canonicalJson(now[key]) !== canonicalJson(then[key])).map((key) => ({ field: `${prefix}${key}`, before: then[key] ?? null, after: now[key] ?? null }));
  return [...differing(version.attributes, before.attributes, ''), ...differing(version.tags, before.tags, 'tag:')];
}
