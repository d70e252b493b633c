import type { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { clouds, serviceNamed } from '../providers/services.ts';
import { parseFilters } from '../core/filters.ts';
import type { ScanScope } from '../store/runs.ts';
import type { extractBody } from './contract/extraction.ts';
import { unknownRegions } from './known-regions.ts';
import type { ApiParts } from './parts.ts';

export type ExtractInput = Partial<z.infer<typeof extractBody>>;

export interface ExtractScope {
  scope: ScanScope;
  /** What was asked for and is known, but not connected: told and left out. */
  left: string[];
}

const listed = (value: string | string[] | null | undefined): string[] => (Array.isArray(value) ? value : (value ?? '').split(',')).map((part) => part.trim()).filter((part) => part !== '');

/**
 * What an extraction is to cover. Throws INVALID_VALUE naming each unknown provider, service, region, account and filter,
 * and NOT_POSSIBLE where nothing of what was asked for is connected.
 */
export async function extractScope(input: ExtractInput, parts: ApiParts): Promise<ExtractScope> {
  const connected = connectedClouds(parts);
  const providers = listed(input.provider).map((name) => name.toLowerCase());
  const services = listed(input.services);
  const generic = parts.config.value<string[]>('AWS_GENERIC_TYPES');
  const accounts = listed(input.accounts);
  const regions = listed(input.regions);
  const filters = parseFilters(input.filters ?? undefined);
  const strange = await unknownAccounts(accounts, parts);
  const wrong = [
    ...providers.filter((name) => !clouds.some((cloud) => cloud === name)).map((name) => ({ field: 'provider', message: `unknown provider ${name}; known are ${clouds.join(', ')}` })),
    ...services.filter((key) => serviceNamed(key, generic) === undefined).map((key) => ({ field: 'services', message: `unknown service ${key}` })),
    ...(await unknownRegions(regions, parts)).map((name) => ({ field: 'regions', message: `unknown region ${name}` })),
    ...strange.map((id) => ({ field: 'accounts', message: `unknown account ${id}` })),
  ];
  if (wrong.length > 0) throw new AppError('INVALID_VALUE', { detail: `${wrong.map(({ message }) => message).join('; ')}. GET /extraction/services lists the services.`, fields: wrong });

  const known = services.flatMap((key) => serviceNamed(key, generic) ?? []);
  const wanted = (cloud: string): boolean => providers.length === 0 || providers.includes(cloud);
  const isOn = (cloud: string): boolean => connected.has(cloud) && wanted(cloud);
  const left = [
    ...providers.filter((name) => !connected.has(name)).map((name) => `${name} is not connected`),
    ...known.filter((service) => !service.clouds.some(isOn)).map(({ name, clouds: having }) => `${name} (${having.filter(wanted).join(', ') || having.join(', ')} is not connected)`),
  ];
  const names = [...new Set(known.filter((service) => service.clouds.some(isOn)).map(({ name }) => name))];
  if ((services.length > 0 && names.length === 0) || (providers.length > 0 && !providers.some((name) => connected.has(name)))) {
    throw new AppError('NOT_POSSIBLE', { detail: `Nothing of that can be extracted: ${left.join('; ')}. Connect the cloud first (ENABLED_PROVIDERS and its credentials).` });
  }
  const scope: ScanScope = {
    ...(providers.length === 0 ? {} : { providers: providers.filter((name) => connected.has(name)) }),
    ...(services.length === 0 ? {} : { services: names }),
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(regions.length === 0 ? {} : { regions }),
    ...(Object.keys(filters).length === 0 ? {} : { filters }),
    ...(input.batch_size == null ? {} : { batch_size: input.batch_size }),
    ...(input.max_calls == null ? {} : { max_calls: input.max_calls }),
    ...(input.max_minutes == null ? {} : { max_minutes: input.max_minutes }),
  };
  return { scope, left };
}

/** Clouds that are on: those that are named, or that have credentials. Whether they work shows at the start of the job. */
export const connectedClouds = ({ enabledClouds }: Pick<ApiParts, 'enabledClouds'>): ReadonlySet<string> => new Set(enabledClouds());

/** What an account is called in each cloud: twelve digits, a GUID, a project's id; with a prefix what stands above them. */
const accountForms: readonly RegExp[] = [/^\d{12}$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, /^(organizations|folders|billingAccounts|tenants)\/[\w-]+$/];

/** Account ids that cannot be one, or that the last look at the connections did not name. */
async function unknownAccounts(accounts: readonly string[], { settings }: Pick<ApiParts, 'settings'>): Promise<string[]> {
  if (accounts.length === 0) return [];
  const connected = (await settings.connections()).filter(({ state }) => state === 'connected');
  const known = new Set(connected.flatMap((connection) => connection.accounts.map(({ id }) => id)));
  // The page of a connection names the first two hundred; beyond that every well-formed id may be one.
  const isWhole = connected.length > 0 && connected.every((connection) => connection.accounts.length < 200);
  return accounts.filter((id) => !accountForms.some((form) => form.test(id)) || (isWhole && !known.has(id)));
}
