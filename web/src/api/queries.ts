import * as c from '../../../src/api/contract/index.ts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, query } from './client.ts';

const v1 = '/api/v1';
type Filters = Record<string, string | undefined>;

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => call(c.session, `${v1}/session`, { signal }), staleTime: 10_000 });
export const overviewQuery = queryOptions({ queryKey: ['overview'], queryFn: ({ signal }) => call(c.overview, `${v1}/overview`, { signal }) });

export const findingsQuery = (filters: Filters, sort: string) =>
  infiniteQueryOptions({
    queryKey: ['findings', 'list', filters, sort],
    queryFn: ({ pageParam, signal }) => call(c.findingPage, `${v1}/findings${query({ ...filters, sort, limit: 200, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const facetsQuery = (filters: Filters) =>
  queryOptions({
    queryKey: ['findings', 'facets', filters],
    queryFn: ({ signal }) => call(c.findingFacets, `${v1}/findings/facets${query(filters)}`, { signal }),
    placeholderData: keepPreviousData,
  });
export const findingQuery = (id: string) =>
  queryOptions({ queryKey: ['finding', id], queryFn: ({ signal }) => call(c.findingDetail, `${v1}/findings/${encodeURIComponent(id)}`, { signal }) });

export const resourcesQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['resources', 'list', filters],
    queryFn: ({ pageParam, signal }) => call(c.resourcePage, `${v1}/resources${query({ ...filters, limit: 200, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const resourceQuery = (id: string) =>
  queryOptions({ queryKey: ['resource', id], queryFn: ({ signal }) => call(c.resourceDetail, `${v1}/resources/detail${query({ id })}`, { signal }) });
export const inventoryQuery = queryOptions({
  queryKey: ['resources', 'summary'],
  queryFn: ({ signal }) => call(c.inventorySummary, `${v1}/resources/summary`, { signal }),
});

export const runsQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'list', filters],
    queryFn: ({ pageParam, signal }) => call(c.runPage, `${v1}/runs${query({ ...filters, limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const runQuery = (id: string) =>
  queryOptions({ queryKey: ['runs', 'one', id], queryFn: ({ signal }) => call(c.runDetail, `${v1}/runs/${encodeURIComponent(id)}`, { signal }) });

export const schedulesQuery = queryOptions({ queryKey: ['schedules', 'list'], queryFn: ({ signal }) => call(c.scheduleList, `${v1}/schedules`, { signal }) });
export const occurrencesQuery = (id: string) =>
  queryOptions({ queryKey: ['schedules', 'occurrences', id], queryFn: ({ signal }) => call(c.page(c.occurrence), `${v1}/schedules/${encodeURIComponent(id)}/occurrences${query({ limit: 30 })}`, { signal }) });
export const scanConfigQuery = queryOptions({ queryKey: ['schedules', 'config'], queryFn: ({ signal }) => call(c.scanConfig, '/api/schedule/config', { signal }) });
export const previewQuery = (spec: c.ScheduleSpec | null) =>
  queryOptions({
    queryKey: ['preview', spec],
    queryFn: ({ signal }) => call(c.previewAnswer, `${v1}/schedules/preview`, { method: 'POST', body: { spec, count: 10 }, signal }),
    enabled: spec !== null,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });

export const channelsQuery = queryOptions({ queryKey: ['channels'], queryFn: ({ signal }) => call(c.channelList, `${v1}/channels`, { signal }) });
export const deliveriesQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', 'list', filters],
    queryFn: ({ pageParam, signal }) => call(c.deliveryPage, `${v1}/deliveries${query({ ...filters, limit: 100, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
export const deliveryQuery = (id: string) =>
  queryOptions({ queryKey: ['deliveries', 'one', id], queryFn: ({ signal }) => call(c.deliveryDetail, `${v1}/deliveries/${encodeURIComponent(id)}`, { signal }) });

export const connectionsQuery = queryOptions({ queryKey: ['connections'], queryFn: ({ signal }) => call(c.connectionList, `${v1}/connections`, { signal }), staleTime: 30_000 });
export const rulesQuery = queryOptions({ queryKey: ['rules'], queryFn: ({ signal }) => call(c.ruleList, `${v1}/rules`, { signal }), staleTime: 30_000 });
export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: ({ signal }) => call(c.settingList, `${v1}/settings`, { signal }) });
