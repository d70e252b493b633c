import { Select, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { timezones } from '../schedule-form.ts';

const presets = [
  { label: 'Every hour', cron: '0 * * * *' },
  { label: 'Every 6 hours', cron: '0 */6 * * *' },
  { label: 'Every night', cron: '0 2 * * *' },
  { label: 'Weekdays at 06:00', cron: '0 6 * * 1-5' },
  { label: 'Mondays', cron: '0 3 * * 1' },
  { label: 'First of the month', cron: '0 4 1 * *' },
];

const fields = [
  { name: 'Minute', range: '0–59', hint: '*/15 is every quarter of an hour; 0,30 is twice an hour.' },
  { name: 'Hour', range: '0–23', hint: '*/6 is every six hours; 9-17 is each hour of the working day.' },
  { name: 'Day', range: '1–31', hint: '1 is the first of the month, L the last. * is every day.' },
  { name: 'Month', range: '1–12', hint: '1 or JAN to 12 or DEC; */3 is every third month.' },
  { name: 'Weekday', range: '0–7', hint: '1 or MON is Monday, 0 and 7 are Sunday; 1-5 is Monday to Friday.' },
];

interface CronProps {
  cron: string;
  timezone: string;
  problem: string | undefined;
  onChange: (patch: { cron?: string; timezone?: string }) => void;
}

/** A cron expression with what each of its parts means; the part the cursor stands in is explained. */
export function CronField({ cron, timezone, problem, onChange }: CronProps) {
  const input = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const parts = cron.trim().split(/\s+/);
  const follow = (): void => setAt((input.current?.value.slice(0, input.current.selectionStart ?? 0).trimStart().split(/\s+/).length ?? 1) - 1);
  /** Selects one part of the expression, to be typed over. */
  const pick = (index: number): void => {
    const found = [...cron.matchAll(/\S+/g)][index];
    setAt(index);
    input.current?.focus();
    if (found !== undefined) input.current?.setSelectionRange(found.index, found.index + found[0].length);
  };
  return (
    <div className="fields cron">
      <div className="chips" role="group" aria-label="Common times">
        {presets.map((preset) => <button key={preset.cron} type="button" className={preset.cron === cron.trim() ? 'chip chip-on' : 'chip'} aria-pressed={preset.cron === cron.trim()} onClick={() => onChange({ cron: preset.cron })}>{preset.label}</button>)}
      </div>
      <div className="field-row">
        <TextInput ref={input} label="Cron expression" value={cron} error={problem} onChange={(event) => { onChange({ cron: event.currentTarget.value }); follow(); }} onSelect={follow} onBlur={() => setAt(null)} spellCheck={false} autoComplete="off" className="mono-input" />
        <Select label="Time zone" data={timezones} searchable value={timezone} onChange={(zone) => onChange({ timezone: zone ?? 'UTC' })} maxDropdownHeight={240} limit={60} allowDeselect={false} />
      </div>
      <ol className="cron-parts" aria-label="Parts of the expression">
        {fields.map((field, index) => (
          <li key={field.name} data-here={at === index}>
            <button type="button" onMouseDown={(event) => event.preventDefault()} onClick={() => pick(index)}>
              <code>{parts[index] ?? '·'}</code><span>{field.name}</span><span className="dim num">{field.range}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="dim field-note cron-hint">{fields[at ?? -1]?.hint ?? 'A * is every one, a comma lists, a dash is a range, a slash a step. Choose a part to see what it takes.'}</p>
    </div>
  );
}
