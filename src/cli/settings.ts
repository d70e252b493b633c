import { type Config, type ConfigSources, loadConfig, type SettingEntry } from '../config/config.ts';
import { baseSettings, channelSetting, type SettingDeclaration } from '../config/declare.ts';

/** Every setting there is: the base ones, and those that the channels bring along. */
async function declarations(): Promise<readonly SettingDeclaration[]> {
  const { channels } = await import('../delivery/index.ts');
  return [...baseSettings, ...Object.values(channels).flatMap(({ fields }) => fields.map(channelSetting))];
}

/** What flags, environment and file say; a running service may have more from its dashboard. */
export async function settingsInForce(sources: ConfigSources): Promise<Config> {
  return loadConfig(await declarations(), sources);
}

/** A value as text, secrets masked. */
export function shownValue({ declaration, value }: SettingEntry): string | null {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return null;
  if (declaration.isSecret) return '***';
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
