import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { duration } from '../format.ts';
import { isTime, timezones, type ScheduleForm, type Segment } from '../schedule-form.ts';

interface WhenProps {
  form: ScheduleForm;
  onChange: (patch: Partial<ScheduleForm>) => void;
  cronProblem: string | undefined;
}

function Zone({ form, onChange }: WhenProps) {
  return <Select label="Time zone" data={timezones} searchable value={form.timezone} onChange={(timezone) => onChange({ timezone: timezone ?? 'UTC' })} maxDropdownHeight={240} limit={60} allowDeselect={false} />;
}

function TimeOfDay(props: WhenProps) {
  const { form, onChange } = props;
  return (
    <div className="field-row">
      <TextInput
        label="At"
        placeholder="HH:MM, such as 02:00"
        inputMode="numeric"
        maxLength={5}
        error={form.at === '' || isTime(form.at) ? undefined : 'A time of day from 00:00 to 23:59'}
        value={form.at}
        onChange={(event) => onChange({ at: event.currentTarget.value })}
        description={form.at === '' ? 'Empty: counted from the moment you save' : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      {form.at === '' ? <div /> : <Zone {...props} />}
    </div>
  );
}

function Details(props: WhenProps) {
  const { form, onChange, cronProblem } = props;
  if (form.segment === 'custom') {
    return (
      <NumberInput
        label="Minutes between scans"
        description={`1 minute to 366 days. Now: every ${duration(form.minutes * 60)}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={527_040}
        value={form.minutes}
        onChange={(value) => onChange({ minutes: typeof value === 'number' ? value : Number(value) })}
        error={form.minutes >= 1 && form.minutes <= 527_040 ? undefined : 'Choose 1 to 527,040 minutes'}
      />
    );
  }
  if (form.segment === 'cron') {
    return (
      <div className="field-row">
        <TextInput label="Cron expression" value={form.cron} onChange={(event) => onChange({ cron: event.currentTarget.value })} error={cronProblem} description="minute hour day month weekday" inputWrapperOrder={['label', 'input', 'description', 'error']} className="mono-input" spellCheck={false} />
        <Zone {...props} />
      </div>
    );
  }
  return form.segment === 'hourly' ? <p className="dim field-note">Every hour, counted from the moment you save.</p> : <TimeOfDay {...props} />;
}

export function WhenFields(props: WhenProps) {
  const isNarrow = useMediaQuery('(max-width: 560px)') === true;
  const data: { value: Segment; label: string }[] = [
    { value: 'hourly', label: 'Hourly' },
    { value: 'daily', label: 'Daily' },
    { value: 'weekly', label: 'Weekly' },
    { value: 'custom', label: isNarrow ? 'Minutes' : 'Custom minutes' },
    { value: 'cron', label: 'Cron' },
  ];
  return (
    <>
      <div>
        <p className="field-label" id="how-often">How often</p>
        <SegmentedControl fullWidth size={isNarrow ? 'xs' : 'sm'} aria-labelledby="how-often" data={data} value={props.form.segment} onChange={(segment) => props.onChange({ segment: segment as Segment })} />
      </div>
      <Details {...props} />
    </>
  );
}
