import * as c from '../../../src/api/contract/index.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, query } from './client.ts';

/** A list and each job have keys of their own: the progress of one job makes nothing else old. */
export const jobsQuery = (filters: Record<string, string | undefined>, limit: number) =>
  queryOptions({
    queryKey: ['jobs', filters, limit],
    queryFn: ({ signal }) => call(c.jobList, `/extraction/jobs${query({ ...filters, limit })}`, { signal }),
    placeholderData: keepPreviousData,
  });
export const jobQuery = (id: string) => queryOptions({ queryKey: ['job', id], queryFn: ({ signal }) => call(c.jobDetail, `/extraction/jobs/${encodeURIComponent(id)}`, { signal }) });

export const providersQuery = queryOptions({ queryKey: ['connections', 'extraction'], queryFn: ({ signal }) => call(c.providerList, '/extraction/providers', { signal }), staleTime: 30_000 });
/** What the code can read: the same until the service is another version. */
export const servicesQuery = queryOptions({ queryKey: ['services'], queryFn: ({ signal }) => call(c.serviceList, '/extraction/services', { signal }), staleTime: 3_600_000 });
export const estimateQuery = (body: Record<string, unknown>, isReady: boolean) =>
  queryOptions({
    queryKey: ['estimate', body],
    queryFn: ({ signal }) => call(c.estimateAnswer, '/extraction/estimate', { method: 'POST', body, signal }),
    enabled: isReady,
    retry: false,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });

export const extractionSchedulesQuery = queryOptions({ queryKey: ['schedules', 'extraction'], queryFn: ({ signal }) => call(c.extractionScheduleList, '/schedules/', { signal }) });

export const transportsQuery = queryOptions({
  queryKey: ['transports', 'list'],
  queryFn: ({ signal }) => call(c.transportList, '/api/v1/transports', { signal }),
  // Nothing tells when a batch has gone out: while some wait, it is asked.
  refetchInterval: ({ state }) => (state.data?.items.some(({ queue }) => queue.waiting > 0) === true ? 3000 : 30_000),
});
export const batchesQuery = (id: string) => queryOptions({ queryKey: ['transports', 'batches', id], queryFn: ({ signal }) => call(c.transportBatches, `/api/v1/transports/${encodeURIComponent(id)}/batches${query({ limit: 20 })}`, { signal }) });
