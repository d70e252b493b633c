import { z } from 'zod';
import type { AppError } from '../../core/errors.ts';
import type { Attributes, Relation } from '../../core/resource.ts';
import type { AccountKind, Normalised, ResourceType } from '../../core/resource-type.ts';
import { dateOf, listAt, textAt } from '../fields.ts';
import type { Details } from '../resources-of.ts';

export { relationsTo } from '../../core/resource.ts';
export { at, booleanAt, dateOf, listAt, numberAt, textAt } from '../fields.ts';

/** A resource as Resource Graph and Resource Manager answer it alike; ids come in any casing, so compare them in lower case. */
export interface AzureRow {
  id: string;
  name?: string | null;
  type?: string | null;
  kind?: string | null;
  /** `westeurope` or `West Europe`; missing, empty or `global` where there is none. */
  location?: string | null;
  managedBy?: string | null;
  sku?: Record<string, unknown> | string | null;
  plan?: Record<string, unknown> | null;
  identity?: { type?: string | null; principalId?: string | null; userAssignedIdentities?: Record<string, unknown> | null } | null;
  zones?: string[] | null;
  tags?: Record<string, unknown> | null;
  properties?: Record<string, unknown> | null;
  systemData?: { createdAt?: string | null } | null;
  /** The row that it was found inside, or below. */
  parent?: AzureRow;
  /** What detail calls added. */
  details?: Record<string, unknown>;
}

/** A table of Resource Graph (learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources). */
export type GraphTable = 'Resources' | 'ResourceContainers' | 'AuthorizationResources' | 'PolicyResources' | 'RecoveryServicesResources' | 'SecurityResources' | 'AdvisorResources';

/**
 * Where a type's rows come from. `graph`: rows of a table of Resource Graph, else the list of Resource Manager at
 * `/subscriptions/{id}/providers/{nativeType}`. `body`: inside the rows of another native type. `children`: a list of
 * Resource Manager below each row of the parent. `subscription`, `tenant`: one list below the subscription or at the
 * top. `directory`: a list of Microsoft Graph.
 */
export type AzureSource =
  | { from: 'graph'; table: GraphTable; /** Of several types that share one native type: which rows are this one's. */ isOne?(row: AzureRow): boolean; /** Path below the subscription, where it is not `providers/{nativeType}`. */ path?: string; /** The list exists below each row of this native type only, e.g. databases below servers; or below each resource group. */ below?: string; query?: Record<string, string>; /** What the list of Resource Manager leaves out and tells when it is asked for it alone: added to the properties of the row with the same id. */ besides?: { query: Record<string, string>; take(row: AzureRow): Record<string, unknown> } }
  | { from: 'body'; parent: string; rows(parent: AzureRow): AzureRow[] }
  | { from: 'children'; parent: string; /** Below the parent's id, e.g. `blobServices/default/containers`. */ path: string; isIn?(parent: AzureRow): boolean }
  | { from: 'subscription'; path: string; query?: Record<string, string> }
  | { from: 'tenant'; path: string; query?: Record<string, string>; /** A second list, which tells what the first leaves out: each row goes to the one that owns it, as `details.besides`. One that may not be read is a gap. */ besides?: { path: string; permission: string; ownerOf(row: AzureRow): string } }
  | { from: 'directory'; path: string; query?: Record<string, string> };

export interface AzureListContext {
  /** The subscription, `tenants/{id}` for what belongs to the directory. */
  account: string;
  signal: AbortSignal;
  now: Date;
  gap: (error: AppError) => void;
  /** One GET of Resource Manager: a path such as `/subscriptions/…` or an id, with its api-version. Undefined where there is none (404). */
  get: <Answer>(path: string, apiVersion: string, query?: Record<string, string>) => Promise<Answer | undefined>;
}

export interface AzureNaming {
  account: string;
  region: string;
}

export interface AzureResourceType extends ResourceType {
  apiVersion: string;
  source: AzureSource;
  details: Details<Attributes, unknown, AzureListContext> | undefined;
  normalise(row: unknown, naming: AzureNaming): Normalised<Attributes>;
}

/** What every Azure type has besides its own attributes. */
const common = z.object({
  resource_group: z.string().nullable().describe('In lower case'),
  managed_by: z.string().nullable().describe('The id of the resource that this one belongs to'),
  zones: z.array(z.string()),
});

type Definition<Id extends `azure:${string}:${string}`, Schema extends z.ZodObject> = {
  id: Id;
  title: string;
  plural: string;
  /** `Microsoft.Compute/disks`; with `kind` splits several units share one. */
  nativeType: string;
  apiVersion: string;
  source: AzureSource;
  accountKind?: AccountKind;
  /** Left out: `{nativeType}/read`. */
  permissions?: readonly string[];
  reads: string;
  attributes: Schema;
  /** Of a row; what the envelope tells (uid, name, region, tags, creation) is read without it unless it says otherwise. */
  normalise(row: AzureRow, naming: AzureNaming): { attributes: z.infer<Schema> } & Partial<Omit<Normalised<never>, 'attributes'>>;
  relations?(resource: { uid: string; attributes: z.infer<Schema> }): Relation[];
  details?: Details<z.infer<Schema>, AzureRow, AzureListContext>;
};

/** Declares an Azure resource type. Its targets are one per subscription: the provider lists all regions at once, and each resource says its own. */
export function defineAzureResource<const Id extends `azure:${string}:${string}`, Schema extends z.ZodObject>(definition: Definition<Id, Schema>): AzureResourceType & { id: Id; attributes: z.ZodObject<Schema['shape'] & (typeof common)['shape']> } {
  const { normalise, relations, permissions, source, nativeType } = definition;
  return {
    details: undefined,
    ...definition,
    attributes: z.object({ ...definition.attributes.shape, ...common.shape }),
    service: definition.id.split(':')[1] ?? '',
    locality: 'global',
    permissions: permissions ?? [`${nativeType}/read`],
    ...(source.from === 'graph' || source.from === 'body' ? { together: () => 'resource-graph' } : {}),
    relations: (resource: { uid: string; attributes: Attributes }) => relations?.(resource as never) ?? [],
    normalise(raw: unknown, naming: AzureNaming) {
      const row = raw as AzureRow;
      const own = normalise(row, naming);
      return {
        uid: row.id.toLowerCase(),
        name: nameOf(row),
        region: regionOf(row),
        createdAt: dateOf(row.systemData?.createdAt ?? textAt(row.properties, 'timeCreated') ?? textAt(row.properties, 'creationTime') ?? textAt(row.properties, 'creationDate')),
        tags: tagsOf(row.tags),
        ...own,
        attributes: { ...own.attributes, resource_group: resourceGroupOf(row.id), managed_by: lower(row.managedBy), zones: [...(row.zones ?? [])].sort() },
      };
    },
  } as never;
}

function nameOf(row: AzureRow): string {
  return row.name ?? row.id.split('/').at(-1) ?? row.id;
}

/** As the API names regions: `West Europe` is `westeurope`. What lies inside another lies where that lies. */
export function regionOf(row: AzureRow): string {
  const own = (row.location ?? '').toLowerCase().replaceAll(/\s+/g, '');
  if (own !== '') return own;
  return row.parent === undefined ? 'global' : regionOf(row.parent);
}

/** `/subscriptions/…/resourceGroups/Web/…` lies in `web`. */
export const resourceGroupOf = (id: string): string | null => /\/resourcegroups\/([^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? null;

export const lower = (text: string | null | undefined): string | null => (text === undefined || text === null || text === '' ? null : text.toLowerCase());

/** Tags as text; what some providers write as numbers or null is text here too. */
export function tagsOf(tags: Record<string, unknown> | null | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [key, value === null || value === undefined ? '' : String(value)]));
}

/** Ids below a path of each item, in lower case, sorted, each once: `idsAt(row, 'properties.ipConfigurations', 'properties.subnet.id')`. */
export function idsAt(value: unknown, list: string, path: string): string[] {
  return [...new Set(listAt(value, list).flatMap((item) => lower(textAt(item, path)) ?? []))].sort();
}

/** How a thing of the directory is named, by its object id: users, groups, applications and service principals share one space of ids. */
export const directoryUid = (objectId: string): string => `/directoryobjects/${objectId.toLowerCase()}`;

/** One id in lower case; null where there is none. */
export const idAt = (value: unknown, path: string): string | null => lower(textAt(value, path));
