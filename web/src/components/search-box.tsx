import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ResourceSearch } from '../inventory/resource-search.tsx';
import { useSearchState } from '../search-state.ts';
import { SearchIcon } from './icons.tsx';

/** On a list it filters as you type; elsewhere Enter looks among the findings. */
export function SearchBox() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [search, update] = useSearchState();
  const [text, setText] = useState(search['q'] ?? '');
  const field = useRef<HTMLInputElement>(null);
  const isInventory = /^(\/app)?\/inventory/.test(pathname);
  const isFiles = /^(\/app)?\/files/.test(pathname);
  // A page of one resource has no list to narrow.
  const isList = /^(\/app)?\/inventory\/?$/.test(pathname) || isFiles || /^(\/app)?\/findings/.test(pathname);

  useEffect(() => setText(search['q'] ?? ''), [search]);
  useEffect(() => {
    if (!isList || text === (search['q'] ?? '')) return undefined;
    const timer = window.setTimeout(() => update({ q: text.trim() === '' ? undefined : text }, { replace: true }), 250);
    return () => window.clearTimeout(timer);
  }, [text, isList, search, update]);
  useHotkeys([['/', () => { field.current?.focus(); field.current?.select(); }]]);

  const label = isFiles ? 'Search files' : 'Search findings';
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (isList) update({ q: text.trim() === '' ? undefined : text });
        else if (text.trim() !== '') void navigate({ to: isInventory ? '/inventory' : '/findings', search: { q: text } });
      }}
    >
      {isInventory ? <ResourceSearch ref={field} text={text} onChange={setText} /> : <TextInput
        ref={field}
        size="xs"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        leftSection={<SearchIcon size={14} />}
        rightSection={text === '' ? <Kbd size="xs" className="search-key">/</Kbd> : <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText('')} />}
      />}
    </form>
  );
}
