import type { Resource, ResourceFacets } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { resourceFacetsQuery } from '../api/inventory-queries.ts';
import { connectionsQuery, inventoryQuery, resourcesQuery } from '../api/queries.ts';
import { PageHead } from '../components/parts.tsx';
import { ResourcePanel } from '../components/resource-panel.tsx';
import { Empty, PageError, Rows } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { ExtractNow } from '../extraction/start-dialog.tsx';
import { count, plural } from '../format.ts';
import { ResourceCompact, resourceColumns } from '../inventory/columns.tsx';
import { filterNames, InventoryFilters, noFilters, resourceFilters } from '../inventory/filters.tsx';
import { useTypeName } from '../inventory/type-names.ts';
import { useLive } from '../live.ts';
import { useSearchState } from '../search-state.ts';

/** `12,410 resources in 3 accounts, 17 regions` */
function titleOf(facets: ResourceFacets | undefined, isFiltered: boolean): string {
  if (facets === undefined) return 'Inventory';
  if (facets.total === 0) return isFiltered ? 'No resource matches' : 'No resources yet';
  const regions = facets.region.filter(({ value }) => value !== 'global').length;
  const where = regions === 0 ? '' : `, ${plural(regions, 'region')}`;
  const what = isFiltered ? `${plural(facets.total, 'resource matches', 'resources match')},` : plural(facets.total, 'resource');
  return `${what} in ${plural(facets.account.length, 'account')}${where}`;
}

/** When it was read, and whether all of it was. */
function Freshness() {
  const { data } = useQuery(inventoryQuery);
  if (data === undefined) return <>Looking</>;
  const last = data.scopes.flatMap(({ last_complete_at: at }) => at ?? []).sort().at(-1);
  const incomplete = data.scopes.filter(({ status }) => !['complete', 'not_applicable'].includes(status)).length;
  if (last === undefined) return <>Nothing has been read yet</>;
  return <>Last read <Time at={last} />, {incomplete === 0 ? <span className="tone-good">complete</span> : <Link to="/extraction" className="tone-attention">partial: {plural(incomplete, 'place')} not read in full</Link>}</>;
}

/** The list does not move by itself: what came since is shown when it is asked for. */
function Newer() {
  const { ended } = useLive();
  const [seen, setSeen] = useState(ended);
  const client = useQueryClient();
  if (ended <= seen) return null;
  const show = (): void => {
    setSeen(ended);
    void client.invalidateQueries({ queryKey: ['resources'] });
  };
  return <div className="waiting" role="status"><Button variant="light" radius="xl" onClick={show}>More was read since you opened this list. Show it</Button></div>;
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const connections = useQuery(connectionsQuery).data?.items;
  if (isFiltered) return <Empty title="Nothing matches these filters" action={<Button variant="default" onClick={onClear}>Clear the filters</Button>}>Take one away, or look for a part of the name.</Empty>;
  if (connections?.some(({ provider, state }) => provider !== 'files' && state === 'connected') === false) return <Empty title="No cloud is connected" action={<Button component={Link} to="/settings/connections">Connect a cloud</Button>}>The inventory holds every resource of your accounts, once there is one to read.</Empty>;
  return <Empty title="Nothing has been read yet" action={<ExtractNow size="xs" />}>An extraction reads every resource of your accounts. The first ones show after a few seconds.</Empty>;
}

/** What is there, and where? */
export function InventoryPage() {
  const [search, update] = useSearchState();
  const filters = useMemo(() => resourceFilters(search), [search]);
  const list = useInfiniteQuery(resourcesQuery(filters));
  const facets = useQuery(resourceFacetsQuery(filters));
  const typeName = useTypeName();
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const isOpen = search['id'] !== undefined;
  const look = useCallback((id: string) => update({ id }, { replace: isOpen }), [update, isOpen]);
  const close = useCallback(() => update({ id: undefined }), [update]);
  const columns = useMemo(() => resourceColumns(typeName, look), [typeName, look]);
  const isFiltered = filterNames.some((name) => search[name] !== undefined);
  return (
    <div className="page" aria-busy={list.isFetching}>
      <PageHead title={titleOf(facets.data, isFiltered)} sub={<Freshness />} />
      <InventoryFilters facets={facets.data} />
      <Newer />
      {list.isError && rows.length === 0 ? <PageError error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Rows count={12} height={44} /> : null}
      {list.isSuccess && rows.length === 0 ? <Nothing isFiltered={isFiltered} onClear={() => update(noFilters)} /> : null}
      {rows.length === 0 ? null : (
        <VirtualTable<Resource>
          label="Resources"
          rows={rows}
          total={total}
          columns={columns}
          idOf={(row) => row.id}
          nameOf={(row) => row.name}
          openId={search['id']}
          onOpen={look}
          onEnd={onEnd}
          compact={(row) => <ResourceCompact row={row} typeName={typeName} onLook={look} />}
        />
      )}
      {rows.length === 0 ? null : <p className="list-foot">{rows.length < total ? `${count(rows.length)} of ${count(total)} shown; the rest comes as you scroll` : `All ${count(total)} shown`}</p>}
      {search['id'] === undefined ? null : <ResourcePanel id={search['id']} onClose={close} />}
    </div>
  );
}
