import type { AzureRow } from './define.ts';
import { idsAt } from './define.ts';

/** Each id once, in lower case, sorted; what is missing is left out. */
export const idsOf = (ids: readonly (string | null | undefined)[]): string[] => [...new Set(ids.flatMap((id) => (id === null || id === undefined || id === '' ? [] : [id.toLowerCase()])))].sort();

/** The user-assigned identities of a row. */
export const identityIdsOf = (row: AzureRow): string[] => idsOf(Object.keys(row.identity?.userAssignedIdentities ?? {}));

/** What lies around the id: of `…/loadBalancers/front/backendAddressPools/web` it is the load balancer. */
export const ownerOf = (id: string): string => id.toLowerCase().split('/').slice(0, -2).join('/');

export const ownersOf = (ids: readonly string[]): string[] => idsOf(ids.map(ownerOf));

/** The private endpoints that lead to a row, approved or not. */
export const privateEndpointIdsOf = (row: AzureRow): string[] => idsAt(row, 'properties.privateEndpointConnections', 'properties.privateEndpoint.id');
