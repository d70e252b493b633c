import * as c from '../../../src/api/contract/index.ts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, query } from './client.ts';

const v1 = '/api/v1';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => call(c.me, `${v1}/me`, { signal }), staleTime: 30_000 });
export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: ({ signal }) => call(c.setupState, `${v1}/setup`, { signal }), staleTime: 60_000 });
export const usersQuery = queryOptions({ queryKey: ['access', 'users'], queryFn: ({ signal }) => call(c.userPage, `${v1}/users${query({ limit: 1000 })}`, { signal }) });
export const invitationsQuery = queryOptions({ queryKey: ['access', 'invitations'], queryFn: ({ signal }) => call(c.invitationPage, `${v1}/invitations${query({ limit: 200 })}`, { signal }) });
export const tokensQuery = queryOptions({ queryKey: ['access', 'tokens'], queryFn: ({ signal }) => call(c.tokenPage, `${v1}/tokens${query({ limit: 1000 })}`, { signal }) });
export const sessionsQuery = queryOptions({ queryKey: ['access', 'sessions'], queryFn: ({ signal }) => call(c.sessionList, `${v1}/sessions`, { signal }) });
export const auditLogQuery = (actor: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['access', 'log', actor],
    queryFn: ({ pageParam, signal }) => call(c.auditPage, `${v1}/audit-log${query({ actor, limit: 50, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
