import type { Finding, FindingFacets } from '../../../src/api/contract/index.ts';
import { Button, Tooltip } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { query } from '../api/client.ts';
import { facetsQuery, findingsQuery, overviewQuery } from '../api/queries.ts';
import { BulkBar } from '../components/bulk-bar.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { FindingPanel } from '../components/finding-panel.tsx';
import { DownloadIcon } from '../components/icons.tsx';
import { PageHead } from '../components/parts.tsx';
import { Empty, PageError, Rows } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { findingColumns, FindingCompact } from '../components/finding-columns.tsx';
import { count, money, plural } from '../format.ts';
import { clearWaiting, useLive } from '../live.ts';
import { useSearchState, type Search } from '../search-state.ts';
import { statusName, toneOf } from '../words.ts';

const filterNames = ['rule_id', 'type', 'category', 'severity', 'risk', 'provider', 'account', 'region', 'q', 'new_since', 'headline'] as const;

/** The address's filters as the API takes them: without a status, what still needs somebody. */
export function findingFilters(search: Search): Record<string, string | undefined> {
  const status = search['status'] === 'all' ? undefined : (search['status'] ?? 'open,in_progress');
  return { status, ...Object.fromEntries(filterNames.map((name) => [name, search[name]])) };
}

/** What is global has no region to count. */
function regionsOf(facets: FindingFacets, filters: Record<string, string | undefined>): number {
  const hasGlobal = filters['region'] === undefined ? facets.region.some((each) => each.value === 'global' && each.count > 0) : filters['region'].split(',').includes('global');
  return hasGlobal ? facets.regions - 1 : facets.regions;
}

function titleOf(facets: FindingFacets, filters: Record<string, string | undefined>): string {
  const state = filters['status'] === 'suppressed' ? 'suppressed ' : filters['status'] === 'resolved' ? 'resolved ' : '';
  if (facets.total === 0) return state === '' ? 'Nothing found' : `Nothing ${state.trim()}`;
  const isUnused = filters['headline'] === 'true' && state === '';
  const on = facets.total === facets.resources ? '' : ` on ${plural(facets.resources, 'resource')}`;
  const what = isUnused ? plural(facets.resources, 'unused resource') : `${plural(facets.total, `${state}finding`)}${on}`;
  const saving = facets.monthly_saving > 0 ? `${facets.is_estimate ? ', about ' : ', '}${money(facets.monthly_saving)} a month` : '';
  const regions = regionsOf(facets, filters);
  return `${what}${saving}${regions === 0 ? '' : `, in ${plural(regions, 'region')}`}`;
}

function SubLine() {
  const { data } = useQuery(overviewQuery);
  const last = data?.last_run ?? null;
  if (last?.finished_at == null) return <>No scan has finished yet</>;
  return <>As of <Time at={last.finished_at} />, <span className={`tone-${toneOf(last.status)}`}>{statusName(last.status).toLowerCase()}</span></>;
}

function Waiting() {
  const { waiting } = useLive();
  const client = useQueryClient();
  if (waiting === 0) return null;
  const show = (): void => {
    clearWaiting();
    void client.invalidateQueries({ queryKey: ['findings'] });
  };
  return (
    <div className="waiting" role="status">
      <Button variant="light" radius="xl" onClick={show}>{plural(waiting, 'change')} since you opened this list. Show</Button>
    </div>
  );
}

export function FindingsPage() {
  const [search, update] = useSearchState();
  const filters = useMemo(() => findingFilters(search), [search]);
  const key = JSON.stringify(filters);
  const sort = search['sort'] ?? '-saving';
  const list = useInfiniteQuery(findingsQuery(filters, sort));
  const facets = useQuery(facetsQuery(filters));
  const [ids, setIds] = useState<Set<string>>(new Set());
  useEffect(() => setIds(new Set()), [key]);
  useEffect(clearWaiting, []);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const open = useCallback((id: string) => update({ id }, { replace: search['id'] !== undefined }), [update, search]);
  const close = useCallback(() => update({ id: undefined, tab: undefined }), [update]);
  const total = list.data?.pages[0]?.total ?? 0;
  return (
    <div className="page" aria-busy={list.isFetching}>
      <PageHead
        title={facets.data === undefined ? 'Findings' : titleOf(facets.data, filters)}
        sub={<SubLine />}
        actions={
          <Tooltip label="All that matches the filters, as CSV">
            <Button component="a" href={`/api/v1/findings.csv${query({ ...filters, sort })}`} download variant="default" leftSection={<DownloadIcon size={14} />}>Export CSV</Button>
          </Tooltip>
        }
      />
      <FilterBar facets={facets.data} />
      <Waiting />
      {list.isError && rows.length === 0 ? <PageError error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Rows count={12} height={44} /> : null}
      {list.isSuccess && rows.length === 0 ? <Nothing search={search} onClear={() => update(Object.fromEntries([...filterNames, 'status'].map((name) => [name, undefined])))} /> : null}
      {rows.length === 0 ? null : (
        <VirtualTable<Finding>
          label="Findings"
          rows={rows}
          total={total}
          columns={findingColumns}
          idOf={(row) => row.id}
          nameOf={(row) => row.resource.name}
          compact={(row) => <FindingCompact row={row} />}
          sort={sort}
          onSort={(next) => update({ sort: next === '-saving' ? undefined : next }, { replace: true })}
          openId={search['id']}
          onOpen={open}
          onEnd={onEnd}
          selection={{ ids, onChange: setIds }}
        />
      )}
      {rows.length === 0 ? null : <p className="list-foot">{rows.length < total ? `${count(rows.length)} of ${count(total)} shown; the rest comes as you scroll` : `All ${count(total)} shown`}</p>}
      <BulkBar ids={ids} onDone={() => setIds(new Set())} />
      {search['id'] === undefined ? null : <FindingPanel id={search['id']} onClose={close} />}
    </div>
  );
}

function Nothing({ search, onClear }: { search: Search; onClear: () => void }) {
  const isFiltered = [...filterNames, 'status'].some((name) => search[name] !== undefined);
  if (isFiltered) {
    return <Empty title="Nothing matches these filters" action={<Button variant="default" onClick={onClear}>Clear the filters</Button>}>Take one away, or look among the resolved and suppressed ones.</Empty>;
  }
  return <Empty title="No open findings">Every rule that could be checked passes. The overview says what the last scan could not see.</Empty>;
}
