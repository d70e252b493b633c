import { z } from 'zod';
import type { AppError } from '../../core/errors.ts';
import type { Attributes, Relation } from '../../core/resource.ts';
import type { AccountKind, Normalised, ResourceType } from '../../core/resource-type.ts';
import { at, dateOf, textAt } from '../fields.ts';
import type { Details } from '../resources-of.ts';

export { relationsTo } from '../../core/resource.ts';
export { at, booleanAt, dateOf, listAt, numberAt, textAt } from '../fields.ts';

/** One thing as a service's own list answers it, and as Cloud Asset hands it on in `resource.data`. Numbers of 64 bits are text. */
export type GcpData = Record<string, unknown>;

export interface GcpRow {
  /** Of the asset, where it came from Cloud Asset. */
  assetType?: string;
  /** The full resource name of the asset, e.g. `//compute.googleapis.com/projects/p/zones/z/disks/d`; undefined where it came from the service's own list. */
  assetName?: string;
  /** Of the asset, where the data does not say. */
  location?: string;
  data: GcpData;
  /** Of `IAM_POLICY` content. */
  iamPolicy?: GcpData;
  /** The row that it was found inside, or below. */
  parent?: GcpRow;
  details?: Record<string, unknown>;
}

/** A list of a service: the method of its Discovery document, with what is filled in. */
export interface GcpListing {
  /** `compute.v1.disks.aggregatedList`, checked against the vendor's Discovery documents. */
  method: string;
  /** `https://{host}/{path}`: `compute/v1/projects/{project}/aggregated/disks`. `{project}`, `{account}` and, below a parent, `{parent}` are filled in. */
  host: string;
  path: string;
  query?: Record<string, string>;
  /** Where the items are: `items`, `instances`; of an aggregated list the field within each scope, e.g. `disks`. Empty: the answer itself is the one item. */
  items: string;
  isAggregated?: boolean;
  /** The field that names places which did not answer, besides those that are always looked at (`unreachable`, `unreachables`, `failedLocations`, `missingZones`). */
  unreachable?: string;
  /** A read that Google made a POST, with an empty body: `getIamPolicy` of some services. */
  isPost?: boolean;
  /** The first so many items alone, of what is listed newest first. */
  most?: number;
  /** Of a service that takes no `-` for all places: the list of them that is asked first; each fills `{place}`. */
  places?: GcpPlaces;
}

export interface GcpPlaces {
  method: string;
  host: string;
  path: string;
  items: string;
  /** The field of an item that holds the place: `locationId`, or `name` of a Compute region. */
  field: string;
}

/**
 * Where a type's rows come from. `asset`: Cloud Asset, else the service's own lists. `body`: inside the rows of another
 * native type. `list`: the service's own lists alone. `policy`: IAM policies of Cloud Asset. `others`: every asset of a
 * type that no unit has. With `below` the lists are asked below each row of the unit with that id, and `{parent}` is
 * what `parentName` says of it.
 */
export type GcpSource =
  | { from: 'asset'; assetTypes: readonly string[]; lists: readonly GcpListing[]; below?: string; parentName?(row: GcpRow): string; isOne?(row: GcpRow): boolean }
  | { from: 'policy'; /** Asset types whose policy is this unit's; empty: all. */ assetTypes: readonly string[]; lists: readonly GcpListing[]; /** What the lists do not tell, in a sentence: without Cloud Asset the target ends `partial`. */ lacks?: string; below?: string; parentName?(row: GcpRow): string }
  | { from: 'body'; parent: string; rows(parent: GcpRow): GcpRow[] }
  | { from: 'list'; lists: readonly GcpListing[]; below?: string; parentName?(row: GcpRow): string; isOne?(row: GcpRow): boolean }
  | { from: 'others' };

export interface GcpListContext {
  /** The project id, `organizations/{number}`, `folders/{number}` or `billingAccounts/{id}`. */
  account: string;
  signal: AbortSignal;
  now: Date;
  gap: (error: AppError) => void;
  /** One GET; undefined where there is none (404). */
  get: <Answer>(host: string, path: string, query?: Record<string, string>) => Promise<Answer | undefined>;
  /** What is made once for the account and then the same for all who ask by this name. */
  shared: <Answer>(name: string, make: () => Promise<Answer>) => Promise<Answer>;
}

export interface GcpNaming {
  account: string;
  /** The project's number, where it is known: some names carry it instead of the id. */
  projectNumber: string | null;
  region: string;
}

export interface GcpResourceType extends ResourceType {
  /** The API that has to be switched on, e.g. `compute.googleapis.com`. */
  api: string;
  source: GcpSource;
  details: Details<Attributes, unknown, GcpListContext> | undefined;
  normalise(row: unknown, naming: GcpNaming): Normalised<Attributes>;
}

const common = z.object({ zone: z.string().nullable() });

type Definition<Id extends `gcp:${string}:${string}`, Schema extends z.ZodObject> = {
  id: Id;
  title: string;
  plural: string;
  /** The Cloud Asset type, e.g. `compute.googleapis.com/Disk`, or the API's own word where there is none. */
  nativeType: string;
  api: string;
  source: GcpSource;
  accountKind?: AccountKind;
  permissions: readonly string[];
  reads: string;
  attributes: Schema;
  /** `uid` is the full resource name without `https:`; `uidOf` makes it of a self link or a relative name. */
  normalise(row: GcpRow, naming: GcpNaming): { attributes: z.infer<Schema> } & Partial<Omit<Normalised<never>, 'attributes'>>;
  relations?(resource: { uid: string; attributes: z.infer<Schema> }): Relation[];
  details?: Details<z.infer<Schema>, GcpRow, GcpListContext>;
};

/** Declares a Google Cloud resource type. Its targets are one per project: one call answers for all regions, and each resource says its own. */
export function defineGcpResource<const Id extends `gcp:${string}:${string}`, Schema extends z.ZodObject>(definition: Definition<Id, Schema>): GcpResourceType & { id: Id; attributes: z.ZodObject<Schema['shape'] & (typeof common)['shape']> } {
  const { normalise, relations, source, api } = definition;
  return {
    details: undefined,
    ...definition,
    attributes: z.object({ ...definition.attributes.shape, ...common.shape }),
    service: definition.id.split(':')[1] ?? '',
    locality: 'global',
    ...(source.from === 'list' ? {} : { together: (account: string) => `cloud-asset/${account}` }),
    relations: (resource: { uid: string; attributes: Attributes }) => relations?.(resource as never) ?? [],
    normalise(raw: unknown, naming: GcpNaming) {
      const row = raw as GcpRow;
      const own = normalise(row, naming);
      const place = placeOf(row);
      return {
        uid: uidOf(api, row.assetName ?? textAt(row.data, 'selfLink') ?? textAt(row.data, 'name') ?? '', naming),
        name: textAt(row.data, 'name')?.split('/').at(-1) ?? row.assetName?.split('/').at(-1) ?? '',
        region: place.region,
        createdAt: dateOf(textAt(row.data, 'creationTimestamp') ?? textAt(row.data, 'createTime') ?? textAt(row.data, 'timeCreated')),
        tags: labelsOf(at(row.data, 'labels')),
        ...own,
        attributes: { ...own.attributes, zone: place.zone },
      };
    },
  } as never;
}

/**
 * The full resource name of a self link (`https://www.googleapis.com/compute/v1/projects/…`), of a relative name
 * (`projects/p/…`) or of what is one already. Project numbers become the id.
 */
export function uidOf(api: string, name: string, { account, projectNumber }: Pick<GcpNaming, 'account' | 'projectNumber'>): string {
  const path = name.startsWith('//') ? name.replace(/^\/\/[^/]+\//, '') : name.replace(/^https?:\/\/[^/]+\/(?:(?:[a-z]+\/)?v\d+[a-z0-9]*\/)?/, '');
  const host = name.startsWith('//') ? (/^\/\/([^/]+)/.exec(name)?.[1] ?? api) : api;
  const withId = projectNumber === null ? path : path.replace(new RegExp(`^projects/${projectNumber}(?=/|$)`), `projects/${account}`);
  return `//${host}/${withId}`;
}

/** The uid that a link of another resource points to; null where there is none. */
export function linkAt(value: unknown, path: string, api: string, naming: Pick<GcpNaming, 'account' | 'projectNumber'>): string | null {
  const link = textAt(value, path);
  return link === null ? null : uidOf(api, link, naming);
}

/** Region and zone of a row: of its `zone` or `region` link, its `location`, or the `locations/…` of its name. What has none is `global`; what lies inside another lies where that lies. */
export function placeOf(row: GcpRow): { region: string; zone: string | null } {
  const { data } = row;
  const words = textAt(data, 'zone') ?? textAt(data, 'region') ?? textAt(data, 'location') ?? textAt(data, 'locationId') ?? nameOfPlace(textAt(data, 'selfLink') ?? textAt(data, 'name') ?? row.assetName ?? '') ?? row.location ?? null;
  const last = words?.split('/').at(-1)?.toLowerCase() ?? '';
  if (last === '' && row.parent !== undefined) return placeOf(row.parent);
  if (last === '' || last === 'global' || last === '-') return { region: 'global', zone: null };
  const zone = /^([a-z]+-[a-z]+\d+)-[a-z]$/.exec(last);
  return zone === null ? { region: last, zone: null } : { region: zone[1] ?? last, zone: last };
}

const nameOfPlace = (name: string): string | null => /\/(?:locations|zones|regions)\/([^/]+)/.exec(name)?.[1] ?? null;

/** Labels as text. */
export function labelsOf(labels: unknown): Record<string, string> {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return {};
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, value === null || value === undefined ? '' : String(value)]));
}
