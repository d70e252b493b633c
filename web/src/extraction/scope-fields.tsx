import { ActionIcon, Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { providersQuery, servicesQuery } from '../api/extraction-queries.ts';
import { connectionsQuery } from '../api/queries.ts';
import { ChevronIcon, CloseIcon } from '../components/icons.tsx';
import { RegionPicker } from '../components/region-picker.tsx';
import { plural } from '../format.ts';
import type { ScopeForm } from './scope-form.ts';
import { providerNames } from './words.ts';

interface FieldsProps {
  form: ScopeForm;
  onChange: (patch: Partial<ScopeForm>) => void;
}

/** Clouds that cannot be read yet are named with the reason, not hidden. */
function Providers() {
  const { data } = useQuery(providersQuery);
  if (data === undefined) return null;
  return (
    <ul className="clouds" aria-label="Clouds">
      {data.providers.map((each) => (
        <li key={each.name} data-off={!each.enabled}>
          <strong>{providerNames[each.name]}</strong>
          <span className="dim">{each.enabled ? (each.state === 'connected' ? `${plural(each.accounts, 'account')}, ${plural(each.regions.length, 'region')}` : each.message) : each.message}</span>
        </li>
      ))}
    </ul>
  );
}

function Services({ form, onChange }: FieldsProps) {
  const { data } = useQuery(servicesQuery);
  const services = data?.services ?? [];
  const types = services.reduce((sum, each) => sum + each.resource_types.length, 0);
  const titles = new Map(services.map((each) => [each.name, each.resource_types.map(({ title }) => title).join(', ')]));
  return (
    <MultiSelect
      label="Services"
      placeholder={form.services.length === 0 ? 'All services' : ''}
      description={form.services.length === 0 ? `All ${services.length}: ${plural(types, 'resource type')}` : undefined}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[...new Set([...services.map(({ name }) => name), ...form.services])]}
      renderOption={({ option }) => <span className="option-two"><span>{option.label}</span><span className="dim">{titles.get(option.value) ?? ''}</span></span>}
      filter={({ options, search }) => options.filter((option) => 'value' in option && `${option.value} ${titles.get(option.value) ?? ''}`.toLowerCase().includes(search.trim().toLowerCase()))}
      value={form.services}
      onChange={(next) => onChange({ services: next })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'All services' }}
      hidePickedOptions
      maxDropdownHeight={260}
      nothingFoundMessage="No service or type by that name"
    />
  );
}

function Accounts({ form, onChange }: FieldsProps) {
  const { data } = useQuery(connectionsQuery);
  const accounts = data?.items.filter(({ provider }) => provider !== 'files').flatMap((each) => each.accounts) ?? [];
  const names = new Map(accounts.map(({ id, name }) => [id, name === null ? id : `${name} (${id})`]));
  return (
    <MultiSelect
      label="Accounts"
      placeholder={form.accounts.length === 0 ? 'All accounts' : ''}
      description={form.accounts.length === 0 ? (accounts.length === 0 ? 'Known once a cloud is connected' : `All ${accounts.length} that are connected`) : undefined}
      inputWrapperOrder={['label', 'input', 'description']}
      data={[...new Set([...names.keys(), ...form.accounts])].map((value) => ({ value, label: names.get(value) ?? value }))}
      value={form.accounts}
      onChange={(next) => onChange({ accounts: next })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'All accounts' }}
      hidePickedOptions
      limit={100}
      maxDropdownHeight={240}
    />
  );
}

const filterNames = [
  { value: 'name', label: 'Name' },
  { value: 'tag', label: 'Tag' },
  { value: 'instance_state', label: 'Instance state' },
];
const hints = { name: 'web-*, api-?', tag: 'prod, staging', instance_state: 'running, stopped' };

function Filters({ form, onChange }: FieldsProps) {
  const change = (index: number, patch: Partial<ScopeForm['filters'][number]>): void => onChange({ filters: form.filters.map((each, at) => (at === index ? { ...each, ...patch } : each)) });
  return (
    <fieldset className="filter-rows">
      <legend className="field-label">Hand on only what matches</legend>
      <p className="dim field-note">Everything is read and recorded; transports get what matches. <code>*</code> stands for any text, <code>?</code> for one character, a comma for “or”. Lines add up: all of them have to match.</p>
      {form.filters.map((filter, index) => (
        <div key={index} className="filter-row" data-tag={filter.name === 'tag'}>
          <Select aria-label={`Filter ${index + 1}: by what`} size="xs" data={filterNames} value={filter.name} onChange={(name) => change(index, { name: (name ?? 'name') as 'name' })} allowDeselect={false} />
          {filter.name === 'tag' ? <TextInput aria-label={`Filter ${index + 1}: tag name`} size="xs" placeholder="Tag name" value={filter.tag} onChange={(event) => change(index, { tag: event.currentTarget.value })} /> : null}
          <TextInput aria-label={`Filter ${index + 1}: value`} size="xs" placeholder={hints[filter.name]} value={filter.value} onChange={(event) => change(index, { value: event.currentTarget.value })} />
          <ActionIcon variant="subtle" color="gray" aria-label={`Remove filter ${index + 1}`} onClick={() => onChange({ filters: form.filters.filter((_, at) => at !== index) })}><CloseIcon size={14} /></ActionIcon>
        </div>
      ))}
      <div><Button variant="default" size="compact-xs" onClick={() => onChange({ filters: [...form.filters, { name: form.filters.some(({ name }) => name === 'name') ? 'tag' : 'name', tag: '', value: '' }] })}>Add a filter</Button></div>
    </fieldset>
  );
}

const numeric = (value: string | number): number | '' => (value === '' ? '' : Number(value));

function Budget({ form, onChange }: FieldsProps) {
  return (
    <>
      <div className="field-row">
        <NumberInput label="At most this many calls" placeholder="No limit" min={1} max={100_000_000} allowDecimal={false} thousandSeparator="," value={form.maxCalls} onChange={(value) => onChange({ maxCalls: numeric(value) })} hideControls />
        <NumberInput label="At most this many minutes" placeholder="No limit" min={0.1} max={10_080} value={form.maxMinutes} onChange={(value) => onChange({ maxMinutes: numeric(value) })} hideControls />
      </div>
      <p className="dim field-note">What does not fit is left for the next job, which reads first what was read longest ago.</p>
      <NumberInput label="Batch size" description="Resources in one delivery to a transport" inputWrapperOrder={['label', 'input', 'description']} placeholder="As set for the service" min={1} max={10_000} allowDecimal={false} value={form.batchSize} onChange={(value) => onChange({ batchSize: numeric(value) })} hideControls className="field-half" />
    </>
  );
}

/** What a job covers and what it may cost. What most people leave alone is folded. */
export function ScopeFields(props: FieldsProps & { withClouds?: boolean }) {
  const { form } = props;
  const isSet = form.filters.length > 0 || form.batchSize !== '' || form.maxCalls !== '' || form.maxMinutes !== '';
  const [isOpen, setOpen] = useState(isSet);
  return (
    <>
      {props.withClouds === true ? <Providers /> : null}
      <Services {...props} />
      <div className="field-row">
        <Accounts {...props} />
        <RegionPicker value={form.regions} onChange={(regions) => props.onChange({ regions })} />
      </div>
      <div>
        <button type="button" className="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}><ChevronIcon size={12} /> Filters, budget and batches</button>
        {isOpen ? <div className="fields fold-in"><Filters {...props} /><Budget {...props} /></div> : null}
      </div>
    </>
  );
}
