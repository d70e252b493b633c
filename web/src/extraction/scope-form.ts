/** What a job is to cover, as its form holds it; empty means all. */
export interface ScopeForm {
  services: string[];
  accounts: string[];
  regions: string[];
  filters: { name: 'name' | 'instance_state' | 'tag'; tag: string; value: string }[];
  batchSize: number | '';
  maxCalls: number | '';
  maxMinutes: number | '';
}

export const everything: ScopeForm = { services: [], accounts: [], regions: [], filters: [], batchSize: '', maxCalls: '', maxMinutes: '' };

interface Saved {
  services: string[];
  accounts: string[];
  regions: string[];
  filters: Record<string, string[]>;
  batch_size: number | null;
  max_calls: number | null;
  max_minutes: number | null;
}

export function formOfScope(saved: Saved): ScopeForm {
  return {
    services: saved.services,
    accounts: saved.accounts,
    regions: saved.regions,
    filters: Object.entries(saved.filters).map(([name, values]) => ({ name: name.startsWith('tag:') ? 'tag' : (name as 'name' | 'instance_state'), tag: name.startsWith('tag:') ? name.slice(4) : '', value: values.join(', ') })),
    batchSize: saved.batch_size ?? '',
    maxCalls: saved.max_calls ?? '',
    maxMinutes: saved.max_minutes ?? '',
  };
}

const named = (list: string[]): string[] | null => (list.length === 0 ? null : list);
const number = (value: number | ''): number | null => (value === '' ? null : value);

function filtersOf(form: ScopeForm): Record<string, string[]> | null {
  const found: Record<string, string[]> = {};
  for (const { name, tag, value } of form.filters) {
    const key = name === 'tag' ? `tag:${tag.trim()}` : name;
    const values = value.split(',').map((each) => each.trim()).filter((each) => each !== '');
    if (values.length > 0 && key !== 'tag:') found[key] = [...(found[key] ?? []), ...values];
  }
  return Object.keys(found).length === 0 ? null : found;
}

/** The body of an extraction, an estimate or a schedule: null where nothing is named. */
export function bodyOfScope(form: ScopeForm): Record<string, unknown> {
  return { services: named(form.services), accounts: named(form.accounts), regions: named(form.regions), filters: filtersOf(form), batch_size: number(form.batchSize), max_calls: number(form.maxCalls), max_minutes: number(form.maxMinutes) };
}
