import { rules } from '../rules/index.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { ActiveRule } from './evaluate.ts';

/** The rules that are on, with the parameters in force. */
export async function activeRules(settings: Pick<SettingsStore, 'rules'>): Promise<ActiveRule[]> {
  const stored = new Map((await settings.rules()).map((row) => [row.rule_id, row]));
  return [...rules.values()]
    .filter((rule) => stored.get(rule.id)?.enabled ?? rule.isOnByDefault)
    .map((rule) => ({ rule, parameters: { ...Object.fromEntries(Object.entries(rule.parameters).map(([name, { value }]) => [name, value])), ...stored.get(rule.id)?.parameters } }));
}
