import { Popover, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tagValuesQuery } from '../api/inventory-queries.ts';
import { ChevronIcon } from '../components/icons.tsx';
import { count } from '../format.ts';

interface Facet { value: string; count: number }

interface TagFilterProps {
  names: Facet[];
  /** `name` or `name=value` */
  chosen: string | undefined;
  onChange: (tag: string | undefined) => void;
}

function List({ items, label, onPick, first }: { items: Facet[]; label: string; onPick: (value: string) => void; first?: React.ReactNode }) {
  return (
    <ul className="facet-list" aria-label={label}>
      {first}
      {items.map((each) => <li key={each.value} className="facet-pick"><button type="button" onClick={() => onPick(each.value)}><span className="cut">{each.value === '' ? '(empty)' : each.value}</span><span className="facet-count num">{count(each.count)}</span></button></li>)}
      {items.length === 0 ? <li className="dim facet-none">Nothing by that name</li> : null}
    </ul>
  );
}

function Names({ names, onPick }: { names: Facet[]; onPick: (name: string) => void }) {
  const [text, setText] = useState('');
  return (
    <div className="facet">
      <TextInput size="xs" placeholder="Find a tag" aria-label="Find a tag" value={text} onChange={(event) => setText(event.currentTarget.value)} className="facet-find" />
      <List items={names.filter(({ value }) => value.toLowerCase().includes(text.toLowerCase()))} label="Tag names" onPick={onPick} />
    </div>
  );
}

function Values({ name, onPick, onBack }: { name: string; onPick: (tag: string) => void; onBack: () => void }) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const found = useQuery(tagValuesQuery(name, asked, true));
  return (
    <div className="facet">
      <button type="button" className="facet-back" onClick={onBack}><ChevronIcon size={12} /> <span className="cut">{name}</span></button>
      <TextInput data-autofocus size="xs" placeholder="Value begins with" aria-label={`Value of ${name} begins with`} value={text} onChange={(event) => setText(event.currentTarget.value)} className="facet-find" />
      <List items={found.data?.items ?? []} label={`Values of ${name}`} onPick={(value) => onPick(`${name}=${value}`)} first={<li className="facet-pick"><button type="button" onClick={() => onPick(name)}><span>Any value</span></button></li>} />
    </div>
  );
}

/** A tag's name first, then its value. */
export function TagFilter({ names, chosen, onChange }: TagFilterProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const toggle = (next: boolean): void => {
    setOpen(next);
    setName(null);
  };
  return (
    <Popover opened={isOpen} onChange={toggle} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={chosen === undefined ? 'chip' : 'chip chip-on'} aria-expanded={isOpen} aria-haspopup="dialog" onClick={() => toggle(!isOpen)}>
          <span>Tag{chosen === undefined ? '' : ':'}</span>
          {chosen === undefined ? null : <span className="chip-value">1</span>}
          <ChevronIcon size={12} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Filter by tag">
        {name === null ? <Names names={names} onPick={setName} /> : <Values name={name} onBack={() => setName(null)} onPick={(tag) => { onChange(tag); toggle(false); }} />}
      </Popover.Dropdown>
    </Popover>
  );
}
