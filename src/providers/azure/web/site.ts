import { z } from 'zod';
import { type AzureRow, at, booleanAt, idAt, listAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, privateEndpointIdsOf } from '../ids.ts';
import type { Relation } from '../../../core/resource.ts';

/** Web apps and function apps are one native type that its kind splits. */
export const isFunctionApp = ({ kind }: AzureRow): boolean => (kind ?? '').toLowerCase().split(',').includes('functionapp');

export const siteSchema = z.object({
  kind: z.string().nullable().describe('app, app,linux, functionapp,linux,container, …'),
  state: z.string().nullable().describe('Running or Stopped'),
  enabled: z.boolean().nullable(),
  plan_id: z.string().nullable(),
  default_host_name: z.string().nullable(),
  host_names: z.array(z.string()),
  https_only: z.boolean().nullable(),
  client_certificates: z.boolean().nullable().describe('Whether it asks for them'),
  public_network_access: z.boolean().nullable(),
  subnet_id: z.string().nullable().describe('Through which it reaches out'),
  identity_type: z.string().nullable(),
  identity_ids: z.array(z.string()),
  private_endpoint_ids: z.array(z.string()),
  min_tls_version: z.string().nullable().describe('Null until details are read'),
  ftps_state: z.string().nullable().describe('AllAllowed, FtpsOnly or Disabled'),
  runtime: z.string().nullable().describe('e.g. NODE|20-lts'),
  always_on: z.boolean().nullable(),
  http2: z.boolean().nullable(),
  remote_debugging: z.boolean().nullable(),
  cors_origins: z.array(z.string()).nullable(),
});

/** What `config/web` fills. */
export const siteDetailFields = ['min_tls_version', 'ftps_state', 'runtime', 'always_on', 'http2', 'remote_debugging', 'cors_origins'] as const;
export const siteConfig = { path: 'config/web', apiVersion: '2023-01-01', permission: 'Microsoft.Web/sites/config/read' };

export function siteAttributes(row: AzureRow): z.infer<typeof siteSchema> {
  const config = at(row.details, 'web.properties') ?? at(row, 'properties.siteConfig');
  const runtime = ['linuxFxVersion', 'windowsFxVersion', 'netFrameworkVersion'].map((name) => textAt(config, name)).find((version) => version !== null);
  const origins = at(config, 'cors.allowedOrigins');
  return {
    kind: textAt(row, 'kind'),
    state: textAt(row, 'properties.state'),
    enabled: booleanAt(row, 'properties.enabled'),
    plan_id: idAt(row, 'properties.serverFarmId'),
    default_host_name: textAt(row, 'properties.defaultHostName'),
    host_names: listAt(row, 'properties.hostNames').filter((name) => typeof name === 'string').sort(),
    https_only: booleanAt(row, 'properties.httpsOnly'),
    client_certificates: booleanAt(row, 'properties.clientCertEnabled'),
    public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
    subnet_id: idAt(row, 'properties.virtualNetworkSubnetId'),
    identity_type: textAt(row, 'identity.type'),
    identity_ids: identityIdsOf(row),
    private_endpoint_ids: privateEndpointIdsOf(row),
    min_tls_version: textAt(config, 'minTlsVersion'),
    ftps_state: textAt(config, 'ftpsState'),
    runtime: runtime ?? null,
    always_on: booleanAt(config, 'alwaysOn'),
    http2: booleanAt(config, 'http20Enabled'),
    remote_debugging: booleanAt(config, 'remoteDebuggingEnabled'),
    cors_origins: Array.isArray(origins) ? origins.map(String).sort() : null,
  };
}

export const siteRelations = (attributes: Pick<z.infer<typeof siteSchema>, 'plan_id' | 'subnet_id' | 'identity_ids' | 'private_endpoint_ids'>): Relation[] => [
  ...relationsTo('member-of', attributes.plan_id),
  ...relationsTo('uses', attributes.subnet_id),
  ...relationsTo('assumes', attributes.identity_ids),
  ...relationsTo('uses', attributes.private_endpoint_ids),
];
