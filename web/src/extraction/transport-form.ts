import type { Transport } from '../../../src/api/contract/index.ts';

export type Kind = Transport['type'];

/** What the form of a transport holds, of all kinds at once: choosing another kind loses nothing. */
export interface TransportForm {
  name: string;
  kind: Kind;
  url: string;
  /** Empty keeps what is stored. */
  token: string;
  dropToken: boolean;
  timeout: number | '';
  retries: number | '';
  folder: string;
  keepDays: number | '';
  bucket: string;
  prefix: string;
  region: string;
  /** MiB */
  maxSize: number | '';
  onlyChanges: boolean;
}

const mebibyte = 1024 * 1024;
const fresh: TransportForm = { name: '', kind: 'http', url: '', token: '', dropToken: false, timeout: 30, retries: 3, folder: '', keepDays: 0, bucket: '', prefix: '', region: 'us-east-1', maxSize: 256, onlyChanges: false };

const text = (value: unknown, other: string): string => (typeof value === 'string' ? value : other);
const number = (value: unknown, other: number | ''): number | '' => (typeof value === 'number' ? value : other);

export function formOfTransport(transport: Transport | null): TransportForm {
  if (transport === null) return fresh;
  const { settings: saved } = transport;
  const size = saved['max_bytes'];
  return {
    ...fresh,
    name: transport.name,
    kind: transport.type,
    onlyChanges: transport.only_changes,
    url: text(saved['url'], ''),
    timeout: number(saved['timeout_seconds'], 30),
    retries: number(saved['max_retries'], 3),
    folder: text(saved['folder'], ''),
    keepDays: number(saved['keep_days'], 0),
    bucket: text(saved['bucket'], ''),
    prefix: text(saved['prefix'], ''),
    region: text(saved['region'], 'us-east-1'),
    maxSize: typeof size === 'number' ? Math.round((size / mebibyte) * 1000) / 1000 : 256,
  };
}

/** Numbers that are left empty go back to what is usual. */
const given = (name: string, value: number | '' | string): Record<string, unknown> => (value === '' ? {} : { [name]: value });

function settingsOf(form: TransportForm): Record<string, unknown> {
  const size = given('max_bytes', form.maxSize === '' ? '' : Math.round(form.maxSize * mebibyte));
  if (form.kind === 'http') return { url: form.url.trim(), ...given('timeout_seconds', form.timeout), ...given('max_retries', form.retries) };
  if (form.kind === 'filesystem') return { ...given('folder', form.folder.trim()), ...given('keep_days', form.keepDays), ...size };
  return { bucket: form.bucket.trim(), prefix: form.prefix.trim(), ...given('region', form.region.trim()), ...size };
}

/** The body that makes it (`isNew`) or changes it. */
export function bodyOfTransport(form: TransportForm, isNew: boolean): Record<string, unknown> {
  const token = form.kind !== 'http' ? {} : form.token !== '' ? { token: form.token } : form.dropToken ? { token: null } : {};
  return { name: form.name.trim(), only_changes: form.onlyChanges, settings: settingsOf(form), ...token, ...(isNew ? { type: form.kind } : {}) };
}

export const isComplete = (form: TransportForm): boolean => form.name.trim() !== '' && (form.kind === 'http' ? /^https?:\/\/\S+$/.test(form.url.trim()) : form.kind === 's3' ? form.bucket.trim().length > 2 : true);
