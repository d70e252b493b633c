import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '../api/queries.ts';

export function RegionPicker({ value, onChange }: { value: string[]; onChange: (regions: string[]) => void }) {
  const { data } = useQuery(connectionsQuery);
  const known = [...new Set(data?.items.flatMap((each) => each.regions) ?? [])].sort();
  return (
    <MultiSelect
      label="Regions"
      description={value.length === 0 ? (known.length === 0 ? 'Known once a cloud is connected' : `All ${known.length} enabled regions, and new ones as you enable them`) : undefined}
      inputWrapperOrder={['label', 'input', 'description']}
      placeholder={value.length === 0 ? 'All enabled regions' : ''}
      data={[...new Set([...known, ...value])]}
      value={value}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'All enabled regions' }}
      hidePickedOptions
      maxDropdownHeight={240}
    />
  );
}
