import type { Resource } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { inventoryQuery, resourcesQuery } from '../api/queries.ts';
import { FacetFilter } from '../components/facet-filter.tsx';
import { CloseIcon } from '../components/icons.tsx';
import { PageHead } from '../components/parts.tsx';
import { ResourcePanel } from '../components/resource-panel.tsx';
import { Empty, PageError, Rows } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { VirtualTable, type Column } from '../components/virtual-table.tsx';
import { count, plural } from '../format.ts';
import { joined, useSearchState, values, type Search } from '../search-state.ts';
import { typeName } from '../words.ts';
import { ScanNow } from './overview.tsx';

const names = ['type', 'account', 'region', 'tag', 'q', 'provider'] as const;

function Name({ row }: { row: Resource }) {
  return <Link to="." search={(previous: Search) => ({ ...previous, id: row.id })} resetScroll={false} className="row-link" title={row.name}>{row.name}</Link>;
}

const tagsOf = (row: Resource): string => Object.entries(row.tags).map(([name, value]) => `${name}=${value}`).join('  ');

const columns: Column<Resource>[] = [
  { id: 'name', header: 'Name', width: 'minmax(170px, 1.4fr)', cell: (row) => <Name row={row} /> },
  { id: 'type', header: 'Type', width: '140px', cell: (row) => <span className="cut">{typeName(row.type)}</span> },
  { id: 'region', header: 'Region', width: '130px', cell: (row) => <span className="cut dim">{row.region}</span> },
  { id: 'account', header: 'Account', width: '124px', from: 860, cell: (row) => <span className="cut dim num">{row.account}</span> },
  { id: 'tags', header: 'Tags', width: 'minmax(120px, 1fr)', from: 1000, cell: (row) => <span className="cut dim" title={tagsOf(row)}>{tagsOf(row)}</span> },
  { id: 'first', header: 'First seen', width: '110px', from: 760, cell: (row) => <span className="dim"><Time at={row.first_seen} /></span> },
  { id: 'last', header: 'Last seen', width: '110px', from: 1120, cell: (row) => <span className="dim"><Time at={row.last_seen} /></span> },
];

function Filters() {
  const [search, update] = useSearchState();
  const { data } = useQuery(inventoryQuery);
  const scopes = data?.scopes ?? [];
  const options = (name: 'type' | 'region' | 'account', label: (value: string) => string) => {
    const fits = scopes.filter((scope) => (['type', 'region', 'account'] as const).every((each) => each === name || search[each] === undefined || values(search[each]).includes(scope[each])));
    return [...Map.groupBy(fits, (scope) => scope[name])].map(([value, list]) => ({ value, label: label(value), count: list.reduce((sum, scope) => sum + scope.live, 0) })).sort((a, b) => b.count - a.count);
  };
  const filter = (name: 'type' | 'region' | 'account', title: string, label: (value: string) => string) => (
    <FacetFilter label={title} options={options(name, label)} chosen={values(search[name])} onChange={(next) => update({ [name]: joined(next), id: undefined }, { replace: true })} />
  );
  return (
    <div className="chips">
      {filter('type', 'Type', typeName)}
      {filter('region', 'Region', (value) => value)}
      {filter('account', 'Account', (value) => value)}
      {(['q', 'tag'] as const).map((name) => search[name] === undefined ? null : (
        <span key={name} className="chip chip-on">{name === 'q' ? `“${search[name]}”` : search[name]}<button type="button" aria-label={`Remove the filter ${name}`} onClick={() => update({ [name]: undefined }, { replace: true })}><CloseIcon size={12} /></button></span>
      ))}
    </div>
  );
}

export function InventoryPage() {
  const [search, update] = useSearchState();
  const filters = useMemo(() => Object.fromEntries(names.map((name) => [name, search[name]])), [search]);
  const list = useInfiniteQuery(resourcesQuery(filters));
  const summary = useQuery(inventoryQuery);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const close = useCallback(() => update({ id: undefined }), [update]);
  const isFiltered = names.some((name) => search[name] !== undefined);
  const incomplete = summary.data?.scopes.filter((scope) => !['complete', 'not_applicable'].includes(scope.status)).length ?? 0;
  return (
    <div className="page" aria-busy={list.isFetching}>
      <PageHead
        title={list.data === undefined ? 'Inventory' : isFiltered ? plural(total, 'resource matches', 'resources match') : plural(total, 'resource')}
        sub={summary.data === undefined ? 'What the scans have seen.' : <>{new Set(summary.data.scopes.map((scope) => scope.type)).size} types in {plural(new Set(summary.data.scopes.map((scope) => scope.region)).size, 'region')}{incomplete === 0 ? '' : <> · <span className="tone-attention">{plural(incomplete, 'target')} not read in full</span></>}</>}
      />
      <Filters />
      {list.isError && rows.length === 0 ? <PageError error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Rows count={12} height={44} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        isFiltered ? <Empty title="Nothing matches these filters" action={<Button variant="default" onClick={() => update(Object.fromEntries(names.map((name) => [name, undefined])))}>Clear the filters</Button>} /> : <Empty title="No resources yet" action={<ScanNow running={null} />}>They come with the first scan.</Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <VirtualTable<Resource> label="Resources" rows={rows} total={total} columns={columns} idOf={(row) => row.id} nameOf={(row) => row.name} openId={search['id']} onOpen={(id) => update({ id }, { replace: search['id'] !== undefined })} onEnd={onEnd}
          compact={(row) => (
            <>
              <span className="compact-line"><Name row={row} /></span>
              <span className="compact-line dim"><span className="cut">{typeName(row.type)}</span><span className="nowrap">{row.region}</span></span>
            </>
          )}
        />
      )}
      {rows.length === 0 ? null : <p className="list-foot">{rows.length < total ? `${count(rows.length)} of ${count(total)} shown; the rest comes as you scroll` : `All ${count(total)} shown`}</p>}
      {search['id'] === undefined ? null : <ResourcePanel id={search['id']} onClose={close} />}
    </div>
  );
}
