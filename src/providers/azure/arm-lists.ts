import { AppError } from '../../core/errors.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { CloudFailure } from '../cloud-http.ts';
import { azureResourceTypes } from '../index.ts';
import type { AzureResourceType, AzureRow, AzureSource } from './define.ts';
import { codeOf, describeFailure } from './errors.ts';
import type { Asking, AzureSession } from './session.ts';

/** Lists below different parents that are asked at once. */
const parentsAtOnce = 16;

type GraphSource = Extract<AzureSource, { from: 'graph' }>;

/** How Resource Manager lists a native type in a subscription. */
export interface ArmList {
  nativeType: string;
  apiVersion: string;
  /** Below the subscription. */
  path: string;
  query: Record<string, string>;
  /** Only below each of these, by their native type. */
  below: string | undefined;
  besides: GraphSource['besides'];
}

/** The list of a native type, as the unit that declares it says; `apiVersion` is taken where none does. */
export function armListOf(nativeType: string, apiVersion: string): ArmList {
  const unit = unitOf(nativeType);
  const { path = `providers/${nativeType}`, query = {}, below, besides } = unit?.source ?? ({} as Partial<GraphSource>);
  return { nativeType, apiVersion: unit?.type.apiVersion ?? apiVersion, path, query, below, besides };
}

/** Units by the native type that they list, made when it is first asked for; of several that share one the first, as their list is the same. */
let unitsByType: Map<string, { type: AzureResourceType; source: GraphSource | undefined }> | undefined;

function declaredFor(nativeType: string) {
  if (unitsByType === undefined) {
    unitsByType = new Map();
    for (const type of azureResourceTypes.values()) {
      const key = type.nativeType.toLowerCase();
      const source = type.source.from === 'graph' ? type.source : undefined;
      if (unitsByType.get(key)?.source === undefined) unitsByType.set(key, { type, source });
    }
  }
  return unitsByType.get(nativeType.toLowerCase());
}

export function unitOf(nativeType: string): { type: AzureResourceType; source: GraphSource } | undefined {
  const declared = declaredFor(nativeType);
  return declared?.source === undefined ? undefined : { type: declared.type, source: declared.source };
}

/** The unit of every row that no other unit is declared for. */
export const otherTypes = 'azure:resources:other';
export const isOther = (row: AzureRow): boolean => declaredFor(row.type ?? '') === undefined;

/** Where a list has a hole, with the permission of who asks. */
export interface ListNotes {
  permission: string;
  hole(error: AppError): void;
}

/** The rows of a native type in a subscription, page by page; a list below a parent that fails is a hole, and the others go on. */
export async function* armPages(session: AzureSession, list: ArmList, asking: Asking, notes: ListNotes): AsyncGenerator<AzureRow[]> {
  const { nativeType, apiVersion, path, query, below, besides } = list;
  if (below !== undefined) {
    const rest = nativeType.toLowerCase().startsWith(`${below.toLowerCase()}/`) ? nativeType.slice(below.length + 1) : `providers/${nativeType}`;
    const parents = armPages(session, armListOf(below, apiVersion), { ...asking, call: below }, notes);
    yield* childPages(session, { parents, path: rest, apiVersion, query }, asking, notes);
    return;
  }
  const added = besides === undefined ? undefined : await addedById(session, list, besides, asking);
  for await (const page of session.pages(`/subscriptions/${asking.account}/${path}`, apiVersion, asking, query)) {
    yield added === undefined ? (page as AzureRow[]) : (page as AzureRow[]).map((row) => ({ ...row, properties: { ...row.properties, ...added.get(row.id.toLowerCase()) } }));
  }
}

/** What the second list tells of each row: only what is taken of it is kept. */
async function addedById(session: AzureSession, { path, apiVersion, query }: ArmList, { query: more, take }: NonNullable<GraphSource['besides']>, asking: Asking): Promise<Map<string, Record<string, unknown>>> {
  const added = new Map<string, Record<string, unknown>>();
  for await (const page of session.pages(`/subscriptions/${asking.account}/${path}`, apiVersion, asking, { ...query, ...more })) {
    for (const row of page as AzureRow[]) added.set(row.id.toLowerCase(), take(row));
  }
  return added;
}

/** A list at the top, each row with what a second list has of it; where that may not be read, without it. */
export async function* tenantPages(session: AzureSession, { path, query, besides }: Extract<AzureSource, { from: 'tenant' }>, apiVersion: string, asking: Asking, gap: (error: AppError) => void): AsyncGenerator<AzureRow[]> {
  const owned = besides === undefined ? undefined : await ownedRows(session, besides, apiVersion, asking, gap);
  for await (const page of session.pages(`/${path}`, apiVersion, asking, query)) {
    yield owned === undefined ? (page as AzureRow[]) : (page as AzureRow[]).map((row) => ({ ...row, details: { besides: owned.get(row.id.toLowerCase()) ?? [] } }));
  }
}

/** The second list by the id of the owner; undefined where any page of it is missing, as half of it would be taken for the whole. */
async function ownedRows(session: AzureSession, { path, permission, ownerOf }: NonNullable<Extract<AzureSource, { from: 'tenant' }>['besides']>, apiVersion: string, asking: Asking, gap: (error: AppError) => void): Promise<Map<string, AzureRow[]> | undefined> {
  const owned = new Map<string, AzureRow[]>();
  try {
    for await (const page of session.pages(`/${path}`, apiVersion, asking)) {
      for (const row of page as AzureRow[]) {
        const owner = ownerOf(row).toLowerCase();
        owned.set(owner, [...(owned.get(owner) ?? []), row]);
      }
    }
    return owned;
  } catch (error) {
    if (asking.signal.aborted) throw error;
    gap(describeFailure(error, permission));
    return undefined;
  }
}

interface Children {
  parents: AsyncIterable<AzureRow[]>;
  /** Below the id of each parent. */
  path: string;
  apiVersion: string;
  query: Record<string, string>;
}

/** The rows below each parent. One that went away since it was listed has none; one that may not be read is a hole. */
export async function* childPages(session: AzureSession, { parents, path, apiVersion, query }: Children, asking: Asking, { permission, hole }: ListNotes): AsyncGenerator<AzureRow[]> {
  for await (const page of parents) {
    const lists = mapConcurrently(page, parentsAtOnce, async (parent) => {
      const rows: AzureRow[] = [];
      try {
        for await (const found of session.pages(`${parent.id}/${path}`, apiVersion, asking, query)) rows.push(...(found as AzureRow[]).map((row) => ({ ...row, parent })));
      } catch (error) {
        if (asking.signal.aborted || isForAll(error)) throw error;
        if (!(error instanceof CloudFailure && (error.kind === 'missing' || childlessCodes.has(codeOf(error.body))))) hole(describeFailure(error, permission));
      }
      return rows;
    });
    for await (const rows of lists) yield rows;
  }
}

/** What a parent of another kind answers, e.g. a storage account of files asked for its queues. */
const childlessCodes = new Set(['FeatureNotSupportedForAccount', 'OperationNotSupportedOnResource', 'UnsupportedResourceOperation']);

/** What would fail for the next parent as well, or make each of them wait as long. */
const isForAll = (error: unknown): boolean => (error instanceof CloudFailure && (error.kind === 'credentials' || error.kind === 'throttled')) || (error instanceof AppError && error.code !== 'CLOUD_PAGING_LOOP' && error.code !== 'AZURE_UNAVAILABLE');
