import fs from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { AppError } from '../core/errors.ts';
import type { SettingDeclaration } from './declare.ts';

export type SettingSource = 'flag' | 'environment' | 'file' | 'dashboard' | 'default';

export interface SettingEntry {
  declaration: SettingDeclaration;
  value: unknown;
  source: SettingSource;
  /** Why it cannot be changed here; null where it can. */
  locked: string | null;
}

/** What is in force. `set` changes what the dashboard may change; the caller keeps it in the store. */
export interface Config {
  value<Value>(name: string): Value;
  entry(name: string): SettingEntry;
  entries(): SettingEntry[];
  has(name: string): boolean;
  /** Parses and takes a value from the dashboard; undefined goes back to the default. Throws SETTING_INVALID or NOT_POSSIBLE. */
  set(name: string, value: unknown): void;
  /** Calls back after each change, with the name. */
  onChange(listener: (name: string) => void): void;
}

export interface ConfigSources {
  flags: Readonly<Record<string, string | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads flags, the environment and the file of CONFIG_FILE, in this order of precedence.
 * Throws SETTING_INVALID with one line that names the setting, the value (secrets masked) and what is allowed.
 */
export function loadConfig(declarations: readonly SettingDeclaration[], { flags, environment }: ConfigSources): Config {
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  const file = readFile(environment['CONFIG_FILE'], byName);
  const fixed = new Map<string, { value: unknown; source: SettingSource; locked: string }>();
  const stored = new Map<string, unknown>();
  const listeners: ((name: string) => void)[] = [];

  for (const declaration of declarations) {
    const { name, flag } = declaration;
    const fromFlag = flag === undefined ? undefined : flags[flag];
    const fromEnvironment = environment[name] === '' ? undefined : environment[name];
    if (fromFlag !== undefined) fixed.set(name, { value: parse(declaration, fromFlag), source: 'flag', locked: `Set by the flag --${flag}.` });
    else if (fromEnvironment !== undefined) fixed.set(name, { value: parse(declaration, fromEnvironment), source: 'environment', locked: `Set by the environment (${name}).` });
    else if (file.has(name)) fixed.set(name, { value: parse(declaration, file.get(name)), source: 'file', locked: `Set by the file ${environment['CONFIG_FILE']}.` });
  }

  function entry(name: string): SettingEntry {
    const declaration = byName.get(name);
    if (declaration === undefined) throw new AppError('NOT_FOUND', { detail: `There is no setting ${name}.` });
    const held = fixed.get(name);
    if (held !== undefined) return { declaration, ...held };
    const locked = declaration.isEditable ? null : 'Read once at the start; set it in the environment or the file.';
    if (stored.has(name)) return { declaration, value: stored.get(name), source: 'dashboard', locked };
    return { declaration, value: declaration.default, source: 'default', locked };
  }

  return {
    entry,
    entries: () => declarations.map(({ name }) => entry(name)),
    has: (name) => byName.has(name),
    value: <Value>(name: string) => entry(name).value as Value,
    onChange: (listener) => void listeners.push(listener),
    set(name, value) {
      const { declaration, locked } = entry(name);
      if (locked !== null) throw new AppError('NOT_POSSIBLE', { detail: `${name} cannot be changed here. ${locked}` });
      if (value === undefined || value === null) stored.delete(name);
      else stored.set(name, parse(declaration, value));
      for (const listener of listeners) listener(name);
    },
  };
}

function parse(declaration: SettingDeclaration, value: unknown): unknown {
  const result = declaration.schema.safeParse(value);
  if (result.success) return result.data;
  const shown = declaration.isSecret ? '***' : JSON.stringify(value);
  throw new AppError('SETTING_INVALID', {
    detail: `${declaration.name} is ${shown}; allowed is ${declaration.allowed}.`,
    fields: [{ field: declaration.name.toLowerCase(), message: `allowed is ${declaration.allowed}` }],
  });
}

function readFile(path: string | undefined, byName: ReadonlyMap<string, SettingDeclaration>): Map<string, unknown> {
  const values = new Map<string, unknown>();
  if (path === undefined || path === '') return values;
  let content: unknown;
  try {
    content = parseYaml(fs.readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AppError('SETTING_INVALID', { detail: `CONFIG_FILE ${path} cannot be read: ${(cause as Error).message.split('\n')[0] ?? ''}`, cause });
  }
  if (content === null) return values;
  if (typeof content !== 'object' || Array.isArray(content)) throw new AppError('SETTING_INVALID', { detail: `CONFIG_FILE ${path} must hold names and values.` });
  for (const [key, value] of Object.entries(content)) {
    const name = key.toUpperCase();
    if (!byName.has(name)) throw new AppError('SETTING_INVALID', { detail: `CONFIG_FILE ${path} names ${key}, which is no setting.` });
    // `port:` with nothing behind it sets nothing; as a number it would be 0.
    if (value !== null) values.set(name, value);
  }
  return values;
}
