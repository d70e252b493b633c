import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import type { Clock } from '../platform/clock.ts';
import { hashId, timeId } from '../platform/ids.ts';
import type { Vault } from '../platform/vault.ts';
import { withoutUndefined } from '../platform/without-undefined.ts';
import { type TransportKind, transportKinds, type TransportRow, type TransportsStore } from '../store/transports.ts';
import { type FilesystemSettings, type HttpSettings, type OpenTransport, type S3Settings, type Sender, transportSettings } from './define.ts';
import { createFilesystemSender } from './filesystem.ts';
import { createHttpSender } from './http.ts';
import { createS3Sender } from './s3.ts';

/** What is read of the configuration. `source` says where a value comes from. */
export interface TransportConfig {
  value<Value>(name: string): Value;
  entry(name: string): { value: unknown; source: string };
}

export interface TransportInput {
  name: string;
  kind: TransportKind;
  enabled: boolean;
  only_changes: boolean;
  settings: Record<string, unknown>;
  /** Undefined keeps what is stored, null takes it away. */
  token?: string | null | undefined;
}

export interface RegistryParts {
  transports: TransportsStore;
  config: TransportConfig;
  vault: Vault;
  clock: Clock;
  dataDir: string;
  awsEndpointUrl: string | undefined;
}

/** The transport that flags, environment or file describe has a row like any other, so that its batches have one too. */
const fixedId = hashId('transport of the settings');
const purposeOf = (id: string): string => `transport:${id}`;

/** Transports and their settings: those of the configuration, and those set up in the dashboard. */
export function createTransportRegistry({ transports, config, vault, clock, dataDir, awsEndpointUrl }: RegistryParts) {
  /** Brings the row of the configured transport up to date. */
  async function ensure(): Promise<void> {
    const kind = config.value<TransportKind | 'none'>('TRANSPORT_TYPE');
    const before = await transports.transport(fixedId);
    if (kind === 'none') {
      if (before?.enabled === true) await transports.updateTransport({ ...before, enabled: false }, clock.now());
      return;
    }
    const onlyChanges = config.value<boolean>('TRANSPORT_ONLY_CHANGES');
    const row = { id: fixedId, name: 'configured', kind, fixed: true, enabled: true, only_changes: onlyChanges, settings: {}, sealed: null };
    if (before === undefined) await transports.insertTransport(row, clock.now());
    else if (before.kind !== kind || before.only_changes !== onlyChanges || !before.enabled) await transports.updateTransport(row, clock.now());
  }

  function fixedSettings(kind: TransportKind): unknown {
    const value = <Value>(name: string): Value => config.value<Value>(name);
    if (kind === 'http') return { url: value('HTTP_ENDPOINT_URL'), timeout_seconds: value('TRANSPORT_TIMEOUT_SECONDS'), max_retries: value('TRANSPORT_MAX_RETRIES') };
    if (kind === 'filesystem') return { max_bytes: value('FILESYSTEM_MAX_BYTES'), keep_days: value('FILESYSTEM_KEEP_DAYS') };
    return { bucket: value('S3_TRANSPORT_BUCKET'), prefix: value('S3_TRANSPORT_PREFIX'), region: value('S3_TRANSPORT_REGION') ?? process.env['AWS_REGION'] ?? 'us-east-1', max_bytes: value('FILESYSTEM_MAX_BYTES') };
  }

  /** Undefined while a setting that it needs is missing. */
  function open(row: TransportRow): OpenTransport | undefined {
    const settings = transportSettings[row.kind].safeParse(row.fixed ? withoutUndefined(fixedSettings(row.kind) as object) : row.settings);
    if (!settings.success) return undefined;
    const key = row.fixed ? config.value<string | undefined>('SCANNER_API_KEY') : row.sealed === null ? undefined : vault.open(row.sealed, purposeOf(row.id));
    return {
      id: row.id,
      name: row.name,
      kind: row.kind,
      onlyChanges: row.only_changes,
      settings: settings.data,
      token: key === undefined || key === '' ? undefined : new Secret(key),
      allowPrivate: row.fixed && config.entry('HTTP_ENDPOINT_URL').source !== 'dashboard',
      allowInsecureTls: config.value<boolean>('ALLOW_INSECURE_SSL'),
    };
  }

  function senderOf(transport: OpenTransport): Sender {
    const now = () => clock.now();
    if (transport.kind === 'http') return createHttpSender(transport as OpenTransport & { settings: HttpSettings });
    if (transport.kind === 's3') return createS3Sender(transport as OpenTransport & { settings: S3Settings }, { spool: path.join(dataDir, 'transport-spool', transport.id), endpointUrl: awsEndpointUrl, now });
    const { folder = '', max_bytes: maxBytes, keep_days: keepDays } = transport.settings as FilesystemSettings;
    return createFilesystemSender({ transportId: transport.id, base: path.join(path.resolve(config.value<string>('FILESYSTEM_BASE_DIR')), folder), maxBytes, keepDays, now });
  }

  /** Where it leads, in words; never with a secret. */
  function destinationOf(row: TransportRow): string {
    const settings = open(row)?.settings;
    if (settings === undefined) return 'not configured';
    if ('url' in settings) return withoutSecrets(settings.url);
    if ('bucket' in settings) return `s3://${settings.bucket}/${settings.prefix}`;
    return path.join(config.value<string>('FILESYSTEM_BASE_DIR'), settings.folder ?? '');
  }

  /** Settings that a fixed transport lacks, by name. */
  function missingOf(row: TransportRow): string[] {
    if (!row.fixed || open(row) !== undefined) return [];
    return row.kind === 'http' ? ['HTTP_ENDPOINT_URL'] : row.kind === 's3' ? ['S3_TRANSPORT_BUCKET'] : ['FILESYSTEM_BASE_DIR'];
  }

  async function get(id: string): Promise<TransportRow> {
    const row = await transports.transport(id);
    if (row === undefined) throw new AppError('NOT_FOUND', { detail: `There is no transport ${id}.` });
    return row;
  }

  async function editable(id: string): Promise<TransportRow> {
    const row = await get(id);
    if (row.fixed) throw new AppError('NOT_POSSIBLE', { detail: `${row.name} is set by flags, environment or file (TRANSPORT_TYPE), and changed there.` });
    return row;
  }

  return {
    ensure,
    open,
    senderOf,
    destinationOf,
    missingOf,
    get,
    list: () => transports.transports(),

    async create(input: TransportInput): Promise<TransportRow> {
      const id = timeId(clock.now().getTime());
      const settings = checked(input.kind, input.settings);
      const sealed = input.token === undefined || input.token === null || input.token === '' ? null : vault.seal(input.token, purposeOf(id));
      const { name, kind, enabled, only_changes } = input;
      if (!(await transports.insertTransport({ id, name, kind, fixed: false, enabled, only_changes, settings, sealed }, clock.now()))) throw inUse(name);
      return get(id);
    },

    async update(id: string, input: Partial<TransportInput>): Promise<TransportRow> {
      const row = await editable(id);
      if (input.kind !== undefined && input.kind !== row.kind) throw new AppError('NOT_POSSIBLE', { detail: 'A transport keeps its kind. Make another one.', fields: [{ field: 'kind', message: 'cannot be changed' }] });
      if (input.name !== undefined && input.name !== row.name && (await transports.transports()).some(({ name }) => name === input.name)) throw inUse(input.name);
      const settings = input.settings === undefined ? row.settings : checked(row.kind, input.settings);
      const isSameHost = hostOf(settings) === hostOf(row.settings);
      // A key goes only where it was meant to go: with another host it has to be given again.
      const kept = isSameHost ? row.sealed : null;
      const sealed = input.token === undefined ? kept : input.token === null || input.token === '' ? null : vault.seal(input.token, purposeOf(id));
      await transports.updateTransport({ ...row, name: input.name ?? row.name, enabled: input.enabled ?? row.enabled, only_changes: input.only_changes ?? row.only_changes, settings, sealed }, clock.now());
      return get(id);
    },

    async remove(id: string): Promise<TransportRow> {
      const row = await editable(id);
      await transports.removeTransport(id);
      return row;
    },
  };
}
export type TransportRegistry = ReturnType<typeof createTransportRegistry>;

const inUse = (name: string): AppError => new AppError('CONFLICT', { detail: `The name ${JSON.stringify(name)} is in use. Choose another one.`, fields: [{ field: 'name', message: 'in use' }] });
const hostOf = (settings: Record<string, unknown>): string => (typeof settings['url'] === 'string' ? new URL(settings['url']).host : '');

/** Throws INVALID_VALUE naming each setting that is not allowed. */
function checked(kind: TransportKind, settings: Record<string, unknown>): Record<string, unknown> {
  const schema: z.ZodType = transportSettings[kind];
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data as Record<string, unknown>;
  const fields = parsed.error.issues.map(({ path: place, message }) => ({ field: ['settings', ...place].join('.'), message }));
  throw new AppError('INVALID_VALUE', { detail: `${fields[0]?.field ?? 'settings'}: ${fields[0]?.message ?? 'not allowed'}.`, fields });
}

/** An address may carry a key in its user part or its query. */
function withoutSecrets(address: string): string {
  const url = new URL(address);
  const query = url.search === '' ? '' : '?…';
  return `${url.protocol}//${url.host}${url.pathname}${query}`;
}

export { transportKinds };
