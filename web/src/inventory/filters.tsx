import type { ResourceFacets } from '../../../src/api/contract/index.ts';
import { useQuery } from '@tanstack/react-query';
import { resourceFacetsQuery } from '../api/inventory-queries.ts';
import { connectionsQuery } from '../api/queries.ts';
import { FacetFilter } from '../components/facet-filter.tsx';
import { CloseIcon } from '../components/icons.tsx';
import { Time } from '../components/time.tsx';
import { providerNames } from '../extraction/words.ts';
import { joined, useSearchState, values, type Search } from '../search-state.ts';
import { TagFilter } from './tag-filter.tsx';
import { useTypeName } from './type-names.ts';

const facetNames = ['provider', 'account', 'region', 'service', 'type'] as const;
type FacetName = (typeof facetNames)[number];
export const filterNames = [...facetNames, 'tag', 'q', 'as_of'] as const;

/** The address's filters as the API takes them. */
export const resourceFilters = (search: Search): Record<string, string | undefined> => Object.fromEntries(filterNames.map((name) => [name, search[name]]));
export const noFilters: Search = Object.fromEntries([...filterNames, 'id'].map((name) => [name, undefined]));

const titles: Record<FacetName, string> = { provider: 'Cloud', account: 'Account', region: 'Region', service: 'Service', type: 'Type' };

/** What else could be chosen of a facet: counted without its own choice. */
function useFacet(name: FacetName): ResourceFacets[FacetName] {
  const [search] = useSearchState();
  return useQuery(resourceFacetsQuery({ ...resourceFilters(search), [name]: undefined })).data?.[name] ?? [];
}

function useLabels(): (name: FacetName, value: string) => string {
  const typeName = useTypeName();
  const connections = useQuery(connectionsQuery).data?.items ?? [];
  const accounts = new Map(connections.flatMap((each) => each.accounts.map(({ id, name }) => [id, name === null ? id : `${name} (${id})`] as const)));
  return (name, value) => (name === 'type' ? typeName(value) : name === 'account' ? (accounts.get(value) ?? value) : name === 'provider' ? (providerNames[value] ?? value) : value);
}

function Facet({ name }: { name: FacetName }) {
  const [search, update] = useSearchState();
  const found = useFacet(name);
  const label = useLabels();
  const chosen = values(search[name]);
  // Of one cloud there is nothing to choose.
  if (name === 'provider' && found.length < 2 && chosen.length === 0) return null;
  return <FacetFilter isBrief label={titles[name]} options={found.map((each) => ({ value: each.value, label: label(name, each.value), count: each.count }))} chosen={chosen} onChange={(next) => update({ [name]: joined(next), id: undefined }, { replace: true })} />;
}

function Chosen() {
  const [search, update] = useSearchState();
  const label = useLabels();
  const asOf = search['as_of'];
  const chips: [key: string, what: string, text: React.ReactNode, patch: Search][] = [
    ...facetNames.flatMap((name) => values(search[name]).map((value): [string, string, React.ReactNode, Search] => [`${name} ${value}`, `${titles[name]} ${label(name, value)}`, label(name, value), { [name]: joined(values(search[name]).filter((each) => each !== value)) }])),
    ...(search['tag'] === undefined ? [] : [['tag', `Tag ${search['tag']}`, `Tag ${search['tag'].replace('=', ': ')}`, { tag: undefined }] as [string, string, React.ReactNode, Search]]),
    ...(search['q'] === undefined ? [] : [['q', `Text ${search['q']}`, `“${search['q']}”`, { q: undefined }] as [string, string, React.ReactNode, Search]]),
    ...(asOf === undefined || Number.isNaN(Date.parse(asOf)) ? [] : [['as_of', 'Moment', <>As it was <Time at={asOf} /></>, { as_of: undefined }] as [string, string, React.ReactNode, Search]]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="chips chosen" aria-label="Filters that are on">
      {chips.map(([key, what, text, patch]) => <li key={key} className="chip chip-on"><span className="chip-value">{text}</span><button type="button" aria-label={`Remove the filter ${what}`} onClick={() => update({ ...patch, id: undefined }, { replace: true })}><CloseIcon size={12} /></button></li>)}
      <li><button type="button" className="link-button chosen-clear" onClick={() => update(noFilters)}>Clear all</button></li>
    </ul>
  );
}

export function InventoryFilters({ facets }: { facets: ResourceFacets | undefined }) {
  const [search, update] = useSearchState();
  return (
    <>
      <div className="chips" role="group" aria-label="Filters">
        {facetNames.map((name) => <Facet key={name} name={name} />)}
        <TagFilter names={facets?.tag ?? []} chosen={search['tag']} onChange={(tag) => update({ tag, id: undefined }, { replace: true })} />
      </div>
      <Chosen />
    </>
  );
}
