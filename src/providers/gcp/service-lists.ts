import type { CallCounter } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { at, listAt, textAt } from '../fields.ts';
import type { GcpApi } from './api.ts';
import type { GcpData, GcpListing, GcpResourceType, GcpRow } from './define.ts';
import { isFinal, isKind, toAppError } from './failure.ts';
import { pagesOf } from './pages.ts';

const parentsAtOnce = 8;

export interface ListReading {
  api: GcpApi;
  account: string;
  signal: AbortSignal;
  counter: CallCounter;
  /** All rows of the unit with this id, and what of them did not come. */
  parentsOf(id: string): Promise<{ rows: readonly GcpRow[]; missing: readonly AppError[] }>;
  deliver(row: GcpRow): Promise<void>;
}

/** The lists that a unit declares, with the unit below which they are. */
function listsOf({ source }: GcpResourceType): { lists: readonly GcpListing[]; below?: string; parentName?(row: GcpRow): string } {
  return source.from === 'body' || source.from === 'others' ? { lists: [] } : source;
}

/**
 * Reads a unit by its service's own lists. Throws where nothing of it could be listed; answers with what is missing where a
 * part could not: a place that did not answer, a parent that is denied.
 */
export async function readUnit(type: GcpResourceType, reading: ListReading): Promise<AppError[]> {
  const { lists, below, parentName } = listsOf(type);
  const missing: AppError[] = [];
  const failures: { error: unknown; isAbsent: boolean }[] = [];
  let parents: readonly (GcpRow | undefined)[] = [undefined];
  if (below !== undefined) {
    const found = await reading.parentsOf(below);
    parents = found.rows;
    missing.push(...found.missing);
  }
  const placed = (await Promise.all(lists.map((listing) => inPlaces(listing, reading)))).flat();
  const asked = parents.flatMap((parent) => placed.map((listing) => ({ parent, listing })));
  const read = async ({ parent, listing }: (typeof asked)[number]): Promise<void> => {
    try {
      missing.push(...(await readOne(type, listing, reading, parent, parent === undefined ? '' : (parentName?.(parent) ?? textAt(parent.data, 'name') ?? ''))));
    } catch (error) {
      if (isFinal(error, reading.signal)) throw error;
      failures.push({ error, isAbsent: isKind(error, 'missing') || isKind(error, 'disabled') });
    }
  };
  for await (const _ of mapConcurrently(asked, parentsAtOnce, read)) void _;
  // A parent that went away since it was listed has nothing below it.
  const real = failures.filter(({ isAbsent }) => !isAbsent);
  const [first] = real.length > 0 ? real : failures;
  const isNothingRead = first !== undefined && failures.length === asked.length && (below === undefined || real.length > 0);
  if (isNothingRead) throw first.error;
  return [...missing, ...real.map(({ error }) => toAppError(error, { account: reading.account, permission: type.permissions[0] }))];
}

type PlacedListing = GcpListing & { place?: string };

/** The listing once for each place that its service is in. */
async function inPlaces(listing: GcpListing, { api, account, signal, counter }: ListReading): Promise<PlacedListing[]> {
  const { places } = listing;
  if (places === undefined) return [listing];
  const found: PlacedListing[] = [];
  for await (const page of pagesOf<GcpData>(api, { host: places.host, path: places.path.replaceAll('{project}', encoded(account)), query: places.host === 'compute.googleapis.com' ? { maxResults: '500' } : { pageSize: '100' }, account, call: places.method, counter, signal })) {
    for (const item of listAt(page, places.items)) {
      const place = textAt(item, places.field);
      if (place !== null) found.push({ ...listing, place, path: listing.path.replaceAll('{place}', encodeURIComponent(place)) });
    }
  }
  return found;
}

async function readOne(type: GcpResourceType, listing: PlacedListing, { api, account, signal, counter, deliver }: ListReading, parent: GcpRow | undefined, parentName: string): Promise<AppError[]> {
  const fill = (text: string, encode: (part: string) => string): string => text.replaceAll('{project}', encode(account)).replaceAll('{account}', encode(account)).replaceAll('{parent}', encode(parentName));
  const own = Object.fromEntries(Object.entries(listing.query ?? {}).map(([name, value]) => [name, fill(value, (part) => part)]));
  const query = { ...pageQuery(listing), ...own };
  const missing: AppError[] = [];
  let count = 0;
  for await (const page of pagesOf<GcpData>(api, { host: listing.host, path: fill(listing.path, encoded), query, account, call: listing.method, counter, signal, isPost: listing.isPost === true })) {
    const places = unreachedIn(page, listing);
    if (places.length > 0) missing.push(new AppError('GCP_UNAVAILABLE', { detail: `${type.plural} of ${places.slice(0, 5).join(', ')}${places.length > 5 ? ` and ${places.length - 5} more places` : ''} did not come: they could not be reached.` }));
    for (const { data, location = listing.place } of itemsIn(page, listing)) {
      if (listing.most !== undefined && count >= listing.most) return missing;
      count += 1;
      await deliver({ data, assetType: type.nativeType, ...(location === undefined ? {} : { location }), ...(parent === undefined ? {} : { parent }), ...(type.source.from === 'policy' ? { iamPolicy: data } : {}) });
    }
    if (listing.items === '' || (listing.most !== undefined && count >= listing.most)) return missing;
  }
  return missing;
}

/** Compute's pages; without `returnPartialSuccess` one place that does not answer fails an aggregated list (compute.v1 aggregatedList). */
function pageQuery({ host, items, isAggregated }: GcpListing): Record<string, string> {
  if (host !== 'compute.googleapis.com' || items === '') return {};
  return { maxResults: '500', ...(isAggregated === true ? { returnPartialSuccess: 'true' } : {}) };
}

/** A name with its slashes, and everything else that has a meaning in an address escaped. */
const encoded = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

interface Item {
  data: GcpData;
  location?: string;
}

function* itemsIn(page: GcpData, { items, isAggregated }: GcpListing): Generator<Item> {
  if (items === '') return yield { data: page };
  if (isAggregated !== true) {
    for (const data of listAt(page, items)) yield { data: data as GcpData };
    return;
  }
  for (const [scope, content] of Object.entries((at(page, 'items') ?? {}) as Record<string, unknown>)) {
    const location = scope.split('/').at(-1) ?? scope;
    for (const data of listAt(content, items)) yield { data: data as GcpData, location };
  }
}

const unreachedFields = ['unreachable', 'unreachables', 'failedLocations', 'failedLocation', 'missingZones'];
/** Warnings that say that something is missing; `NO_RESULTS_ON_PAGE` says that nothing is. */
const missingCodes = new Set(['UNREACHABLE', 'PARTIAL_SUCCESS', 'LIST_OVERHEAD_QUOTA_EXCEED', 'REGION_UNREACHABLE']);

/** Places that a page names as not having answered. */
function unreachedIn(page: GcpData, { isAggregated, unreachable }: GcpListing): string[] {
  const fields = unreachable === undefined ? unreachedFields : [...unreachedFields, unreachable];
  const named = fields.flatMap((field) => listAt(page, field).map((place) => (typeof place === 'string' ? place : (textAt(place, 'name') ?? 'a place'))));
  const warned = [at(page, 'warning'), ...listAt(page, 'warnings')].flatMap((warning) => (missingCodes.has(textAt(warning, 'code') ?? '') ? [textAt(warning, 'region') ?? 'a place'] : []));
  const scopes = isAggregated === true ? Object.entries((at(page, 'items') ?? {}) as Record<string, unknown>).filter(([, content]) => missingCodes.has(textAt(content, 'warning.code') ?? '')).map(([scope]) => scope) : [];
  return [...new Set([...named, ...warned, ...scopes])];
}
