import * as c from '../../../src/api/contract/index.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, query } from './client.ts';

const v1 = '/api/v1';

export const resourceFacetsQuery = (filters: Record<string, string | undefined>) =>
  queryOptions({ queryKey: ['resources', 'facets', filters], queryFn: ({ signal }) => call(c.resourceFacets, `${v1}/resources/facets${query(filters)}`, { signal }), placeholderData: keepPreviousData, staleTime: 15_000 });
export const tagValuesQuery = (name: string, q: string, isOpen: boolean) =>
  queryOptions({ queryKey: ['resources', 'tag-values', name, q], queryFn: ({ signal }) => call(c.tagValues, `${v1}/resources/tag-values${query({ name, q, limit: 100 })}`, { signal }), enabled: isOpen && name !== '', placeholderData: keepPreviousData });
export const suggestionsQuery = (q: string) =>
  queryOptions({ queryKey: ['resources', 'search', q], queryFn: ({ signal }) => call(c.searchAnswer, `${v1}/resources/search${query({ q, limit: 8 })}`, { signal }), enabled: q !== '', placeholderData: keepPreviousData, staleTime: 15_000 });
export const governanceQuery = queryOptions({ queryKey: ['resources', 'governance'], queryFn: ({ signal }) => call(c.governance, `${v1}/governance`, { signal }), staleTime: 15_000 });
export const rawQuery = (id: string, isWanted: boolean) =>
  queryOptions({ queryKey: ['resource', 'raw', id], queryFn: ({ signal }) => call(c.rawAnswer, `${v1}/resources/raw${query({ id })}`, { signal }), enabled: isWanted, staleTime: 60_000 });
export const relationsQuery = (id: string) =>
  queryOptions({ queryKey: ['resource', 'relations', id], queryFn: ({ signal }) => call(c.relationGraph, `${v1}/relations${query({ id, depth: 2, limit: 120 })}`, { signal }) });
