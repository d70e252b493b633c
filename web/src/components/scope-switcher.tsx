import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { connectionsQuery, inventoryQuery } from '../api/queries.ts';
import { useSearchState, values } from '../search-state.ts';

/** Account and region for the lists; the address keeps them. */
export function ScopeSwitcher() {
  const { pathname } = useLocation();
  const isList = /^(\/app)?\/(findings|inventory)\/?$/.test(pathname);
  return isList ? <Switcher /> : null;
}

function Switcher() {
  const [search, update] = useSearchState();
  const connections = useQuery(connectionsQuery);
  const inventory = useQuery(inventoryQuery);
  const names = new Map((connections.data?.items ?? []).flatMap((each) => each.accounts.map((account) => [account.id, account.name])));
  const scopes = inventory.data?.scopes ?? [];
  const accounts = [...new Set([...names.keys(), ...scopes.map((each) => each.account)])].sort();
  const regions = [...new Set(scopes.map((each) => each.region))].sort();
  const pick = (name: string, list: string[], label: (value: string) => string, all: string) => {
    const chosen = values(search[name]);
    const data = [...new Set([...list, ...chosen])].map((value) => ({ value, label: label(value) }));
    const isMany = chosen.length > 1;
    return (
      <Select
        size="xs"
        aria-label={all}
        placeholder={isMany ? `${chosen.length} ${name}s` : all}
        data={data}
        value={isMany ? null : (chosen[0] ?? null)}
        onChange={(value) => update({ [name]: value ?? undefined, id: undefined })}
        clearable
        searchable={data.length > 8}
        clearButtonProps={{ 'aria-label': `Show ${all.toLowerCase()}` }}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        w={name === 'account' ? 168 : 132}
      />
    );
  };
  return (
    <div className="scope">
      {pick('account', accounts, (id) => names.get(id) ?? id, 'All accounts')}
      {pick('region', regions, (region) => region, 'All regions')}
    </div>
  );
}
