import type { Rule } from '../core/rule.ts';
import * as units from './registry.generated.ts';

/** Every rule by its id, in the order of the registry. */
export const rules: ReadonlyMap<string, Rule> = indexRules(Object.values(units));

function indexRules(list: readonly Rule[]): ReadonlyMap<string, Rule> {
  const map = new Map<string, Rule>();
  for (const rule of list) {
    if (map.has(rule.id)) throw new Error(`two rules are called ${rule.id}`);
    map.set(rule.id, rule);
  }
  return map;
}
