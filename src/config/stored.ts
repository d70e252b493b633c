import { AppError } from '../core/errors.ts';
import type { Vault } from '../platform/vault.ts';
import type { Config } from './config.ts';

/** Where changed settings are kept; `store/settings.ts` is one. */
export interface SettingKeeper {
  all(): Promise<{ name: string; value: unknown }[]>;
  put(name: string, value: unknown, at: Date): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface StoredSettings {
  /** Reads all changed settings, at the start and when another replica changed one. */
  load(): Promise<void>;
  /** Checks and keeps several at once, within the caller's transaction; null goes back to the default. All or none. */
  change(values: Readonly<Record<string, unknown>>, now: Date): Promise<void>;
}

/** Settings that the dashboard or the API changed: secrets are sealed before they reach the store. */
export function createStoredSettings(config: Config, keeper: SettingKeeper, vault: Vault, warn: (message: string) => void): StoredSettings {
  const purposeOf = (name: string): string => `setting:${name}`;

  function unseal(name: string, value: unknown): unknown {
    return config.entry(name).declaration.isSecret && typeof value === 'string' ? vault.open(value, purposeOf(name)) : value;
  }

  return {
    async load() {
      const rows = await keeper.all();
      const kept = new Set(rows.map(({ name }) => name));
      for (const { declaration, source } of config.entries()) if (source === 'dashboard' && !kept.has(declaration.name)) config.set(declaration.name, null);
      for (const { name, value } of rows) {
        if (!config.has(name) || config.entry(name).locked !== null) continue;
        try {
          config.set(name, unseal(name, value));
        } catch (error) {
          warn(`The kept value of ${name} cannot be used and is left out: ${error instanceof AppError ? error.message : 'it was sealed with another master key'}`);
        }
      }
    },

    async change(values, now) {
      const before = Object.keys(values).map((name) => [name, config.entry(name)] as const);
      const errors: { field: string; message: string }[] = [];
      for (const [name, value] of Object.entries(values)) {
        try {
          config.set(name, value);
        } catch (error) {
          errors.push({ field: name.toLowerCase(), message: (error as Error).message });
        }
      }
      const undo = (): void => {
        for (const [name, entry] of before) if (entry.locked === null) config.set(name, entry.source === 'dashboard' ? entry.value : null);
      };
      if (errors.length > 0) {
        undo();
        throw new AppError('INVALID_VALUE', { detail: errors[0]?.message, fields: errors });
      }
      try {
        for (const [name, value] of Object.entries(values)) {
          if (value === null || value === undefined) await keeper.remove(name);
          else await keeper.put(name, config.entry(name).declaration.isSecret ? vault.seal(String(value), purposeOf(name)) : value, now);
        }
      } catch (error) {
        undo();
        throw error;
      }
    },
  };
}
