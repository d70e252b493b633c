import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The address holds the whole state of a page: filters, sort, the open drawer. */
export type Search = Record<string, string | undefined>;

export function cleaned(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}

export function useSearchState(): [Search, (patch: Search, how?: { replace?: boolean }) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const update = useCallback(
    (patch: Search, how: { replace?: boolean } = {}) => {
      void navigate({ to: '.', search: (previous: Search) => cleaned({ ...previous, ...patch }), replace: how.replace ?? false, resetScroll: false });
    },
    [navigate],
  );
  return [search, update];
}

export const values = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(','));
export const joined = (list: string[]): string | undefined => (list.length === 0 ? undefined : list.join(','));
