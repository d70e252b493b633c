import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { actorName } from '../../access/roles.ts';
import { type Actor, ownerOf } from '../../access/roles.ts';
import { AppError } from '../../core/errors.ts';
import { hashId } from '../../platform/ids.ts';
import { rules } from '../../rules/index.ts';
import type { FindingFilter, FindingRow, FindingSort } from '../../store/findings.ts';
import { finding, findingBulk, findingBulkResult, findingDetail, findingFacets, findingFilters, findingPage, findingPatch, findingQuery } from '../contract/findings.ts';
import { findingStatus, severity } from '../contract/common.ts';
import { checkWords, idOf, listOf, placeOf as idIn, readCursor, writeCursor } from '../cursor.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';
import { toFinding } from '../views/finding-view.ts';

const tags = ['Findings'];
const exportPage = 500;

export function findingRoutes(api: Api, parts: ApiParts): void {
  const { findings, reads, db, clock, settings } = parts;

  api.get('/api/v1/findings', { config: { permission: 'own' }, schema: { tags, summary: 'Findings, filtered and sorted', querystring: findingQuery, response: { 200: findingPage } } }, async (request) => {
    const { sort, limit, cursor, ...query } = request.query;
    const filter = await narrowed(filterOf(query), request.actor);
    const order = sortOf(sort);
    const after = readCursor(cursor, 2);
    const place = after === undefined ? undefined : { value: after[0] as string | number, id: idIn(after[1]) };
    const [rows, total] = await Promise.all([findings.list(filter, order, place, limit + 1).catch(wrongCursor), findings.count(filter)]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(toFinding), total, next_cursor: rows.length > limit && last !== undefined ? writeCursor([placeOf(last, order), last.id]) : null };
  });

  api.get('/api/v1/findings/facets', { config: { permission: 'own' }, schema: { tags, summary: 'Counts per filter value', querystring: findingFilters, response: { 200: findingFacets } } }, async (request) => {
    const filter = await narrowed(filterOf(request.query), request.actor);
    const columns = ['status', 'rule_id', 'type', 'category', 'severity', 'account', 'region'] as const;
    const [totals, ...facets] = await Promise.all([findings.totals(filter), ...columns.map((column) => findings.facet(filter, column))]);
    const counted = Object.fromEntries(columns.map((column, index) => [column, facets[index] ?? []])) as Record<(typeof columns)[number], { value: string; count: number; monthly_saving: number }[]>;
    return { total: totals.findings, resources: totals.resources, monthly_saving: totals.monthly_saving, is_estimate: totals.is_estimate, regions: totals.regions, ...counted };
  });

  api.get('/api/v1/findings.csv', { config: { permission: 'read' }, schema: { tags, summary: 'Findings as CSV', querystring: findingFilters } }, async (request, reply) => {
    const filter = filterOf(request.query);
    // Text from outside must not become a formula in somebody's spreadsheet.
    const csv = stringify({ header: true, columns: csvColumns, escape_formulas: true, bom: true });
    void reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="findings.csv"');
    return reply.send(Readable.from(exported(filter, findings)).pipe(csv));
  });

  api.get('/api/v1/findings/:id', { config: { permission: 'own' }, schema: { tags, summary: 'One finding with its evidence and history', params: z.object({ id: z.string() }), response: { 200: findingDetail } } }, async (request) => {
    const found = await detail(idOf(request.params.id, 'finding'));
    const { keys } = await narrowed({}, request.actor);
    if (keys !== undefined && !keys.includes(hashId(found.resource.id))) throw new AppError('NOT_FOUND', { detail: `There is no finding ${found.id}.` });
    return found;
  });

  api.patch('/api/v1/findings/:id', { config: { permission: 'operate' }, schema: { tags, summary: 'Set in progress, suppress or open again', params: z.object({ id: z.string() }), body: findingPatch, response: { 200: finding } } }, async (request) => {
    const id = idOf(request.params.id, 'finding');
    const changed = await setStatus([id], request.body.status, request.body.note ?? null, actorName(request.actor));
    const [row] = await findings.byIds([id]);
    if (row === undefined) throw new AppError('NOT_FOUND', { detail: `There is no finding ${id}.` });
    if (changed.length === 0) throw new AppError('NOT_POSSIBLE', { detail: 'The finding is resolved: it opens by itself when a scan finds it again.' });
    return toFinding(row);
  });

  api.post('/api/v1/findings/bulk', { config: { permission: 'operate' }, schema: { tags, summary: 'One status for many findings', body: findingBulk, response: { 200: findingBulkResult } } }, async (request) => {
    const changed = await setStatus(request.body.ids.map((id) => idOf(id, 'finding')), request.body.status, request.body.note ?? null, actorName(request.actor));
    return { changed: changed.map(({ id, previous }) => ({ id, previous })) };
  });

  /** Whoever sees only their own sees what is said about their files. */
  async function narrowed(filter: FindingFilter, actor: Actor): Promise<FindingFilter> {
    const owner = ownerOf(actor);
    return owner === undefined ? filter : { ...filter, keys: (await parts.files.ownedResources(owner)).map(hashId) };
  }

  function setStatus(ids: string[], status: 'open' | 'in_progress' | 'suppressed', note: string | null, actor: string) {
    return db.transaction(async () => {
      const changed = await findings.setStatus(ids, status, note);
      await findings.addEvents(changed.map(({ scopeId, id }) => ({ scopeId, id, kind: 'status_changed', runId: null, actor, note: note ?? `now ${status}` })), clock.now());
      return changed;
    });
  }

  async function detail(id: string) {
    const [row] = await findings.byIds([id]);
    if (row === undefined) throw new AppError('NOT_FOUND', { detail: `There is no finding ${id}.` });
    const rule = rules.get(row.rule_id);
    const stored = (await settings.rules()).find(({ rule_id }) => rule_id === row.rule_id);
    const [events, resource, incoming] = await Promise.all([findings.events(row.scope_id, id), reads.resource(row.kh), reads.pointingTo(row.resource_uid)]);
    const outgoing = await reads.names((resource?.relations ?? []).map(({ uid }) => hashId(uid)));
    const kindOf = new Map((resource?.relations ?? []).map(({ uid, kind }) => [uid, kind]));
    return {
      ...toFinding(row),
      rule: { rationale: rule?.rationale ?? 'The rule is not part of this version.', parameters: { ...Object.fromEntries(Object.entries(rule?.parameters ?? {}).map(([name, { value }]) => [name, value])), ...stored?.parameters } },
      note: row.note,
      history: events.map(({ at, kind, run_id, note, actor }) => ({ at: at.toISOString(), kind: kind as 'opened', run_id, note, actor })),
      related: [
        ...outgoing.map(({ uid, ...other }) => ({ id: uid, ...other, relation: kindOf.get(uid) ?? 'related', direction: 'out' as const })),
        ...incoming.map(({ uid, kind, ...other }) => ({ id: uid, ...other, relation: kind, direction: 'in' as const })),
      ],
      resource_attributes: resource?.attributes ?? {},
      resource_tags: resource?.tags ?? {},
    };
  }
}

type Query = z.infer<typeof findingFilters>;

/** Wrong words in a filter are told, not answered with nothing. */
export function filterOf(query: Query): FindingFilter {
  const filter: FindingFilter = {};
  for (const name of ['status', 'rule_id', 'type', 'category', 'severity', 'risk', 'provider', 'account', 'region'] as const) {
    const values = listOf(query[name]);
    if (values !== undefined) filter[name] = values;
  }
  checkWords('status', filter.status, findingStatus.options);
  checkWords('severity', filter.severity, severity.options);
  checkWords('risk', filter.risk, ['High', 'Low']);
  if (query.q !== undefined) filter.q = query.q;
  if (query.new_since !== undefined) filter.newSince = new Date(query.new_since);
  if (query.headline !== undefined) filter.headline = query.headline === 'true';
  return filter;
}

function sortOf(sort: z.infer<typeof findingQuery>['sort']): FindingSort {
  return { column: sort.replace(/^-/, '') as FindingSort['column'], isDescending: sort.startsWith('-') };
}

function placeOf(row: FindingRow, { column }: FindingSort): string | number {
  switch (column) {
    case 'saving':
      return row.monthly_saving;
    case 'severity':
      return ['informational', 'low', 'medium', 'high', 'critical'].indexOf(row.severity);
    case 'first_seen':
      return row.first_seen.toISOString();
    case 'name':
      return row.resource_name.toLowerCase();
    case 'region':
      return row.region;
  }
}

function wrongCursor(error: unknown): never {
  // A cursor of another sort order does not fit the column's type.
  if ((error as { code?: string }).code?.startsWith('22') === true) throw new AppError('INVALID_VALUE', { detail: 'cursor: not one that this list gave out.', fields: [{ field: 'cursor', message: 'of another order' }], cause: error });
  throw error;
}

const csvColumns = ['id', 'rule_id', 'title', 'category', 'severity', 'risk', 'status', 'provider', 'account', 'region', 'type', 'resource_id', 'resource_name', 'monthly_saving', 'included_in', 'currency', 'saving_bound', 'first_seen', 'last_seen', 'summary'];

async function* exported(filter: FindingFilter, findings: ApiParts['findings']): AsyncGenerator<Record<string, unknown>> {
  const order: FindingSort = { column: 'saving', isDescending: true };
  let after: { value: string | number; id: string } | undefined;
  for (;;) {
    const rows = await findings.list(filter, order, after, exportPage);
    for (const row of rows) {
      yield { ...row, resource_id: row.resource_uid, currency: 'USD', saving_bound: row.saving?.bound ?? '', first_seen: row.first_seen.toISOString(), last_seen: row.last_seen.toISOString() };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < exportPage) return;
    after = { value: last.monthly_saving, id: last.id };
  }
}
