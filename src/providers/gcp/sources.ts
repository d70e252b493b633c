import type { GcpListing, GcpPlaces, GcpSource } from './define.ts';
import { computeApi } from './links.ts';

type AssetSource = Extract<GcpSource, { from: 'asset' }>;

/** An aggregated list of Compute Engine, with the asset types of what is in it: `aggregated('addresses', 'Address', 'GlobalAddress')`. */
export const aggregated = (collection: string, ...kinds: string[]): AssetSource => ({
  from: 'asset',
  assetTypes: kinds.map((kind) => `${computeApi}/${kind}`),
  lists: [{ method: `compute.v1.${collection}.aggregatedList`, host: computeApi, path: `compute/v1/projects/{project}/aggregated/${collection}`, items: collection, isAggregated: true }],
});

/** A global list of Compute Engine. */
export const globalList = (collection: string): GcpListing => ({ method: `compute.v1.${collection}.list`, host: computeApi, path: `compute/v1/projects/{project}/global/${collection}`, items: 'items' });

export const globals = (collection: string, kind: string): AssetSource => ({ from: 'asset', assetTypes: [`${computeApi}/${kind}`], lists: [globalList(collection)] });

/** The regions of Compute Engine, for services that have no list of their places. */
export const computeRegions: GcpPlaces = { method: 'compute.v1.regions.list', host: computeApi, path: 'compute/v1/projects/{project}/regions', items: 'items', field: 'name' };

/** The list of places that most services have. */
export const locationsOf = (service: string, version: string): GcpPlaces => ({ method: `${service}.${version}.projects.locations.list`, host: `${service}.googleapis.com`, path: `${version}/projects/{project}/locations`, items: 'locations', field: 'locationId' });

/** The list of a service that answers for the whole project, or takes `-` for all places: `listOf('spanner.v1', 'projects.instances', 'instances')`. */
export function listOf(api: string, collection: string, items: string, path: string, rest: Partial<GcpListing> = {}): GcpListing {
  const [service = '', version = ''] = api.split('.');
  return { method: `${api}.${collection}.list`, host: `${service}.googleapis.com`, path: `${version}/${path}`, items, ...rest };
}
