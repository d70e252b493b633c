import { at, listAt, textAt } from '../fields.ts';
import type { GcpData } from './define.ts';

/** Switches, and who made the instance. What people put under other keys may be a script with a password in it. */
const harmless = new Set(['block-project-ssh-keys', 'serial-port-enable', 'serial-port-logging-enable', 'enable-oslogin', 'enable-oslogin-2fa', 'enable-osconfig', 'enable-guest-attributes', 'disable-legacy-endpoints', 'created-by', 'instance-template', 'cluster-name', 'vmdnssetting', 'google-compute-default-region', 'google-compute-default-zone']);

const paths = ['metadata', 'commonInstanceMetadata', 'properties.metadata'];

/** Data of an instance, a template or a project without the values of metadata that are nobody's business. */
export function withoutMetadataValues(data: GcpData): GcpData {
  if (!paths.some((path) => listAt(data, `${path}.items`).length > 0)) return data;
  const copy = structuredClone(data);
  for (const path of paths) {
    for (const item of listAt(copy, `${path}.items`) as Record<string, unknown>[]) if (!harmless.has(String(item['key']).toLowerCase())) item['value'] = '***';
  }
  return copy;
}

/** A value of the metadata of an instance, in any casing of the key. */
export function metadataAt(data: unknown, key: string, path = 'metadata'): string | null {
  const item = listAt(data, `${path}.items`).find((one) => String(at(one, 'key')).toLowerCase() === key);
  return item === undefined ? null : textAt(item, 'value');
}

/** `TRUE`, `true`, `1` and `yes` all switch something on. */
export const isOn = (value: string | null): boolean => /^(true|1|y|yes)$/i.test(value ?? '');
