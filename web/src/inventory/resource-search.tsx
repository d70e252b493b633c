import { Autocomplete, CloseButton, Kbd } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Ref } from 'react';
import { suggestionsQuery } from '../api/inventory-queries.ts';
import { SearchIcon } from '../components/icons.tsx';
import { useTypeName } from './type-names.ts';

interface ResourceSearchProps {
  ref: Ref<HTMLInputElement>;
  text: string;
  onChange: (text: string) => void;
}

/** Names that begin with what is typed, and short ids, at once; the list below narrows as well. */
export function ResourceSearch({ ref, text, onChange }: ResourceSearchProps) {
  const navigate = useNavigate();
  const typeName = useTypeName();
  const isNarrow = useMediaQuery('(max-width: 560px)') === true;
  const [asked] = useDebouncedValue(text.trim(), 80);
  const found = useQuery(suggestionsQuery(asked));
  const items = text.trim() === '' ? [] : (found.data?.items ?? []);
  const byId = new Map(items.map((each) => [each.id, each]));
  return (
    <Autocomplete
      ref={ref}
      size="xs"
      aria-label="Search resources"
      placeholder="Search by name, id or tag"
      value={text}
      onChange={onChange}
      data={items.map(({ id }) => id)}
      filter={({ options }) => options}
      onOptionSubmit={(id) => {
        onChange(text);
        void navigate({ to: '/inventory/resource', search: { id } });
      }}
      renderOption={({ option }) => {
        const item = byId.get(option.value);
        return item === undefined ? option.value : <span className="option-two"><span className="cut">{item.name}</span><span className="dim">{typeName(item.type)} · {item.region} · {item.account}</span></span>;
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      comboboxProps={{ width: isNarrow ? 330 : 420, position: 'bottom-start', shadow: 'md' }}
      maxDropdownHeight={420}
      leftSection={<SearchIcon size={14} />}
      rightSection={text === '' ? <Kbd size="xs" className="search-key">/</Kbd> : <CloseButton size="xs" aria-label="Clear the search" onClick={() => onChange('')} />}
    />
  );
}
