import type { FindingFacets } from '../../../src/api/contract/index.ts';
import { useQuery } from '@tanstack/react-query';
import { overviewQuery, rulesQuery } from '../api/queries.ts';
import { Time } from './time.tsx';
import { FacetFilter, type FacetOption } from './facet-filter.tsx';
import { CloseIcon } from './icons.tsx';
import { joined, useSearchState, values, type Search } from '../search-state.ts';
import { severities, statusName, typeName } from '../words.ts';
import { Severity } from './parts.tsx';

const statuses = ['open', 'in_progress', 'suppressed', 'resolved'];

interface View {
  label: string;
  search: Search;
}

/** Questions people ask again and again. */
function useViews(): View[] {
  const { data } = useQuery(overviewQuery);
  const since = data?.trend.at(-2)?.at;
  return [
    { label: 'To do', search: {} },
    { label: 'Unused', search: { headline: 'true' } },
    { label: 'High-risk keys', search: { risk: 'High' } },
    ...(since === undefined ? [] : [{ label: 'New since the last scan', search: { new_since: since } }]),
    { label: 'Suppressed', search: { status: 'suppressed' } },
    { label: 'Resolved', search: { status: 'resolved' } },
  ];
}

const viewNames = ['status', 'headline', 'risk', 'new_since', 'category', 'provider', 'rule_id', 'type', 'severity'];

function Views() {
  const [search, update] = useSearchState();
  const views = useViews();
  const isHere = (view: View): boolean => viewNames.every((name) => search[name] === view.search[name]);
  return (
    <div className="views" role="group" aria-label="Views">
      {views.map((view) => (
        <button key={view.label} type="button" aria-pressed={isHere(view)} onClick={() => update({ ...Object.fromEntries(viewNames.map((name) => [name, undefined])), id: undefined, ...view.search })}>
          {view.label}
        </button>
      ))}
    </div>
  );
}

function optionsOf(facets: FindingFacets | undefined, name: 'status' | 'severity' | 'type' | 'region' | 'account' | 'rule_id', label: (value: string) => React.ReactNode, order?: readonly string[]): FacetOption[] {
  const found = facets?.[name] ?? [];
  const list = order === undefined ? [...found].sort((a, b) => b.count - a.count) : order.map((value) => found.find((each) => each.value === value) ?? { value, count: 0 });
  return list.map((each) => ({ value: each.value, label: label(each.value), count: each.count }));
}

export function FilterBar({ facets }: { facets: FindingFacets | undefined }) {
  const [search, update] = useSearchState();
  const rules = useQuery(rulesQuery);
  const ruleTitle = (id: string): string => rules.data?.items.find((each) => each.id === id)?.title ?? id;
  const filter = (name: string, label: string, options: FacetOption[], chosen = values(search[name])) => (
    <FacetFilter label={label} options={options} chosen={chosen} onChange={(next) => update({ [name]: joined(next), id: undefined }, { replace: true })} />
  );
  const status = search['status'] === 'all' ? statuses : values(search['status'] ?? 'open,in_progress');
  const setStatus = (next: string[]): void => {
    const text = statuses.filter((each) => next.includes(each)).join(',');
    update({ status: text === 'open,in_progress' ? undefined : text === '' || next.length === statuses.length ? 'all' : text, id: undefined }, { replace: true });
  };
  return (
    <div className="filters">
      <Views />
      <div className="chips">
        <FacetFilter label="Status" options={optionsOf(facets, 'status', statusName, statuses)} chosen={status} onChange={setStatus} isDefault={search['status'] === undefined} />
        {filter('severity', 'Severity', optionsOf(facets, 'severity', (value) => <Severity value={value} />, severities))}
        {filter('type', 'Type', optionsOf(facets, 'type', typeName))}
        {filter('region', 'Region', optionsOf(facets, 'region', (value) => value))}
        {filter('account', 'Account', optionsOf(facets, 'account', (value) => value))}
        {filter('rule_id', 'Rule', optionsOf(facets, 'rule_id', ruleTitle))}
        <Extra search={search} onRemove={(name) => update({ [name]: undefined }, { replace: true })} />
      </div>
    </div>
  );
}

/** Filters that come with a link and have no list of their own. */
function Extra({ search, onRemove }: { search: Search; onRemove: (name: string) => void }) {
  const since = search['new_since'];
  const chips: [name: string, text: React.ReactNode][] = [];
  if (search['q'] !== undefined) chips.push(['q', `“${search['q']}”`]);
  if (search['headline'] === 'true') chips.push(['headline', 'What the message counts']);
  if (search['headline'] === 'false') chips.push(['headline', 'Other rules only']);
  if (search['risk'] !== undefined) chips.push(['risk', `${search['risk']} risk`]);
  if (search['category'] !== undefined) chips.push(['category', search['category']]);
  if (search['provider'] !== undefined) chips.push(['provider', search['provider'].toUpperCase()]);
  if (since !== undefined && !Number.isNaN(Date.parse(since))) chips.push(['new_since', <>New since <Time at={since} /></>]);
  return (
    <>
      {chips.map(([name, text]) => (
        <span key={name} className="chip chip-on">
          {text}
          <button type="button" aria-label={`Remove the filter ${name}`} onClick={() => onRemove(name)}><CloseIcon size={12} /></button>
        </span>
      ))}
    </>
  );
}
