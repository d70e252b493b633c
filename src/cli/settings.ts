import type { Config, ConfigSources, SettingEntry } from '../config/config.ts';
import { loadConfig } from '../config/config.ts';
import { baseSettings } from '../config/declare.ts';

/** Every setting of flags, environment and file; those of the channels too, which only the whole application knows. */
export type ReadConfig = (sources: ConfigSources) => Promise<Config>;

/** The port of a service here. Only a file may name settings that are not among the base ones. */
export async function portInForce(sources: ConfigSources, readConfig: ReadConfig): Promise<number> {
  const hasFile = (sources.environment['CONFIG_FILE'] ?? '') !== '';
  const config = hasFile ? await readConfig(sources) : loadConfig(baseSettings, sources);
  return config.value<number>('PORT');
}

/** A value as text, secrets masked. */
export function shownValue({ declaration, value }: SettingEntry): string | null {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return null;
  if (declaration.isSecret) return '***';
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
