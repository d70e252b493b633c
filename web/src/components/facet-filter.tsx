import { Checkbox, Popover, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { count } from '../format.ts';
import { ChevronIcon } from './icons.tsx';

export interface FacetOption {
  value: string;
  label: ReactNode;
  count: number;
}

interface FacetFilterProps {
  label: string;
  options: FacetOption[];
  chosen: string[];
  onChange: (next: string[]) => void;
  /** The choice is the page's own, not the reader's. */
  isDefault?: boolean;
  /** What is chosen stands beside it: here only how much. */
  isBrief?: boolean;
}

function textOf(option: FacetOption): string {
  return typeof option.label === 'string' ? option.label : option.value.charAt(0).toUpperCase() + option.value.slice(1);
}

export function FacetFilter({ label, options, chosen, onChange, isDefault = false, isBrief = false }: FacetFilterProps) {
  const [isOpen, setOpen] = useState(false);
  const isOn = chosen.length > 0 && !isDefault;
  const named = chosen.map((value) => textOf(options.find((each) => each.value === value) ?? { value, label: value, count: 0 }));
  const summary = named.length === 0 ? '' : isBrief ? count(named.length) : named.length <= 2 ? named.join(', ') : `${named.length} chosen`;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={isOn ? 'chip chip-on' : 'chip'} aria-expanded={isOpen} aria-haspopup="dialog" onClick={() => setOpen(!isOpen)}>
          <span>{label}{summary === '' ? '' : ':'}</span>
          {summary === '' ? null : <span className="chip-value">{summary}</span>}
          <ChevronIcon size={12} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={`Filter by ${label.toLowerCase()}`}>
        <Options label={label} options={options} chosen={chosen} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Options({ label, options, chosen, onChange }: FacetFilterProps) {
  const [text, setText] = useState('');
  const known = new Set(options.map((each) => each.value));
  const all = [...options, ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, label: value, count: 0 }))];
  const shown = all.filter((each) => `${textOf(each)} ${each.value}`.toLowerCase().includes(text.toLowerCase()));
  const toggle = (value: string): void => onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <div className="facet">
      {all.length > 8 ? <TextInput size="xs" placeholder={`Find a ${label.toLowerCase()}`} aria-label={`Find a ${label.toLowerCase()}`} value={text} onChange={(event) => setText(event.currentTarget.value)} className="facet-find" /> : null}
      <ul className="facet-list">
        {shown.map((option) => (
          <li key={option.value}>
            <Checkbox
              size="xs"
              checked={chosen.includes(option.value)}
              onChange={() => toggle(option.value)}
              label={<span className="facet-label"><span className="cut">{option.label}</span><span className="facet-count num">{count(option.count)}</span></span>}
            />
          </li>
        ))}
        {shown.length === 0 ? <li className="dim facet-none">Nothing by that name</li> : null}
      </ul>
      {chosen.length === 0 ? null : <button type="button" className="facet-clear" onClick={() => onChange([])}>Clear</button>}
    </div>
  );
}
