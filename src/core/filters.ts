import { AppError } from './errors.ts';
import type { CollectedResource } from './collector.ts';

/** What a job takes of what it finds: by `instance_state`, `tag:Name` and `name`; several values of one are alternatives. */
export type Filters = Record<string, string[]>;

const known = 'instance_state, name and tag:NAME';

/**
 * Reads filters as a record (`{"tag:env": "prod", "name": ["web-*", "api-*"]}`) or as a list (`["tag:env=prod"]`).
 * Throws INVALID_VALUE naming each that is not known.
 */
export function parseFilters(given: unknown): Filters {
  const pairs = Array.isArray(given) ? given.map(pairOf) : Object.entries((given ?? {}) as Record<string, unknown>);
  const filters: Filters = {};
  const wrong: { field: string; message: string }[] = [];
  for (const [name, value] of pairs) {
    const values = (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? String(one) : undefined));
    const isKnown = name === 'instance_state' || name === 'name' || (name.startsWith('tag:') && name.length > 4);
    if (!isKnown) wrong.push({ field: `filters.${name}`, message: `unknown filter ${name}; known are ${known}` });
    else if (values.length === 0 || values.some((one) => one === undefined || one.length > 256)) wrong.push({ field: `filters.${name}`, message: `${name} takes texts of at most 256 characters` });
    else filters[name] = [...(filters[name] ?? []), ...values.flatMap((one) => one ?? [])];
  }
  if (wrong.length > 0) throw new AppError('INVALID_VALUE', { detail: `${wrong.map(({ message }) => message).join('; ')}.`, fields: wrong });
  return filters;
}

function pairOf(text: unknown): [string, unknown] {
  const at = typeof text === 'string' ? text.indexOf('=') : -1;
  return typeof text === 'string' && at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [String(text), undefined];
}

type Filtered = Pick<CollectedResource, 'name' | 'region' | 'tags' | 'attributes'>;

/** Types that `instance_state` narrows, with the words in which each cloud says it. */
const instanceTypes: ReadonlySet<string> = new Set(['aws:ec2:instance', 'azure:compute:virtual-machine', 'gcp:compute:instance']);

/**
 * Whether a thing of the type passes; undefined where there is nothing to pass. `instance_state` narrows instances alone.
 * `regions` counts where one listing answers for all of them (Azure, Google Cloud); what has no region passes.
 */
export function filterOf(filters: Filters | undefined, type: string, regions: readonly string[] = []): ((resource: Filtered) => boolean) | undefined {
  const entries = Object.entries(filters ?? {}).filter(([name]) => name !== 'instance_state' || instanceTypes.has(type));
  const isPlaced = regions.length > 0 && !type.startsWith('aws:');
  if (entries.length === 0 && !isPlaced) return undefined;
  return (resource) =>
    (!isPlaced || resource.region === 'global' || regions.includes(resource.region)) && entries.every(([name, values]) => values.some((value) => passes(name, value, resource)));
}

function passes(name: string, value: string, { name: own, tags, attributes }: Filtered): boolean {
  if (name === 'instance_state') return String(attributes['state'] ?? attributes['power_state'] ?? attributes['status']).toLowerCase() === value.toLowerCase();
  if (name === 'name') return isLike(own.toLowerCase(), value.toLowerCase());
  const tag = tags[name.slice(4)];
  return tag !== undefined && isLike(tag, value);
}

/** `*` stands for any text and `?` for one character. Goes back to the last star only: linear in both lengths times each other at worst. */
export function isLike(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    if (inPattern < pattern.length && pattern[inPattern] === '*') {
      star = inPattern++;
      mark = at;
    } else if (inPattern < pattern.length && (pattern[inPattern] === '?' || pattern[inPattern] === text[at])) {
      at++;
      inPattern++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}
