import * as c from '../../../src/api/contract/index.ts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, query } from './client.ts';

/** All begin with `audit`: one event makes them old together. */
type Filters = Record<string, string | undefined>;

export const schedulerQuery = queryOptions({
  queryKey: ['audit', 'scheduler'],
  queryFn: ({ signal }) => call(c.schedulerStatus, '/api/audit/scheduler/status', { signal }),
  refetchInterval: ({ state }) => (state.data?.scanning === true ? 800 : 20_000),
});
export const auditsQuery = queryOptions({ queryKey: ['audit', 'audits'], queryFn: ({ signal }) => call(c.auditList, '/api/v1/audits', { signal }) });
export const totalsQuery = queryOptions({ queryKey: ['audit', 'totals'], queryFn: ({ signal }) => call(c.auditTotals, '/api/v1/files/totals', { signal }) });

export const filesQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'files', filters],
    queryFn: ({ pageParam, signal }) => call(c.auditFilesPage, `/api/audit/files${query({ ...filters, limit: pageParam === undefined ? 25 : 200, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const fileQuery = (id: string) => queryOptions({ queryKey: ['audit', 'file', id], queryFn: ({ signal }) => call(c.auditFileDetail, `/api/v1/files/${encodeURIComponent(id)}`, { signal }) });

export const historyQuery = (filters: Filters, first = 15) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'history', filters],
    queryFn: ({ pageParam, signal }) => call(c.historyPage, `/api/audit/history${query({ ...filters, limit: pageParam === undefined ? first : 50, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const rootsQuery = queryOptions({
  queryKey: ['audit', 'roots'],
  queryFn: ({ signal }) => call(c.watchedRoots, '/api/v1/files/roots', { signal }),
  refetchInterval: ({ state }) => (state.data?.roots.some((root) => root.state === 'registering') === true ? 1000 : false),
});
export const alertsQuery = queryOptions({ queryKey: ['audit', 'alerts'], queryFn: ({ signal }) => call(c.fileAlerts, '/api/v1/files/alerts', { signal }) });
export const manifestsQuery = queryOptions({ queryKey: ['audit', 'manifests'], queryFn: ({ signal }) => call(c.manifestList, '/api/v1/files/manifests', { signal }) });
export const checkpointsQuery = queryOptions({ queryKey: ['audit', 'checkpoints'], queryFn: ({ signal }) => call(c.checkpointList, '/api/v1/history/checkpoints', { signal }) });
