import { type Channel, missingSettings } from './define.ts';
import { channels } from './index.ts';

/** What is read of the configuration. `source` says where a value comes from. */
export interface SettingSource {
  entry(name: string): { value: unknown; source: string; locked: string | null };
}

/** Values of a channel's fields by field name; undefined where nothing is set. */
export function channelValues(channel: Pick<Channel, 'fields'>, settings: SettingSource): Record<string, unknown> {
  return Object.fromEntries(channel.fields.map(({ name, setting }) => [name, settings.entry(setting).value]));
}

/** The settings in force for the dispatcher; undefined while a required one is missing. */
export function settingsOfChannel(channelId: string, settings: SettingSource): { settings: unknown; allowPrivate: boolean } | undefined {
  const channel = channels[channelId as keyof typeof channels];
  const values = channelValues(channel, settings);
  if (missingSettings(channel, values).length > 0) return undefined;
  // Who can set the environment may point anywhere; what was typed in here is checked against private addresses.
  const allowPrivate = channel.fields.every(({ setting, isDestination }) => isDestination !== true || settings.entry(setting).source !== 'dashboard');
  return { settings: withoutEmpty(values), allowPrivate };
}

export function missingOf(channelId: string, settings: SettingSource): string[] {
  const channel = channels[channelId as keyof typeof channels];
  return missingSettings(channel, channelValues(channel, settings));
}

/** Changes of settings that clear the stored secrets whose host changes: they must be given again. */
export function secretsLost(changes: Readonly<Record<string, unknown>>, settings: SettingSource): Record<string, null> {
  const lost: Record<string, null> = {};
  for (const { fields } of Object.values(channels)) {
    for (const { sentTo, setting } of fields) {
      const host = fields.find(({ name }) => name === sentTo)?.setting;
      if (host === undefined || !(host in changes) || setting in changes || settings.entry(setting).source !== 'dashboard') continue;
      if (textOf(changes[host]) !== textOf(settings.entry(host).value)) lost[setting] = null;
    }
  }
  return lost;
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value as string | number));

const withoutEmpty = (values: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));
