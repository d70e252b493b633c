import type { ScheduleSpec } from '../../../src/api/contract/index.ts';
import { Button, Checkbox, Group, Modal, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { anything, told, useChange } from '../actions.tsx';
import { ApiError, call } from '../api/client.ts';
import { channelsQuery, previewQuery } from '../api/queries.ts';
import { NextRuns } from '../components/next-runs.tsx';
import { CronField } from './cron-field.tsx';
import { Estimate } from './estimate.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { bodyOfScope, everything, formOfScope, type ScopeForm } from './scope-form.ts';
import type { ExtractionSchedule } from './words.ts';

const overlaps = [
  { value: 'skip', label: 'Skip the new one' },
  { value: 'buffer_one', label: 'Start it right after' },
  { value: 'buffer_all', label: 'Queue every one' },
  { value: 'cancel_other', label: 'Cancel the one that runs' },
  { value: 'allow', label: 'Run both' },
];
const catchUps = [
  { value: '0', label: 'Leave it out' },
  { value: '3600', label: 'Catch up within an hour' },
  { value: '86400', label: 'Catch up within a day' },
  { value: '604800', label: 'Catch up within a week' },
];

interface Form {
  name: string;
  cron: string;
  timezone: string;
  overlap: string;
  catchUp: string;
  channels: string[];
}

function Fields({ schedule, onClose }: { schedule: ExtractionSchedule | null; onClose: () => void }) {
  const [form, setForm] = useState<Form>(() => (schedule === null ? { name: '', cron: '0 2 * * *', timezone: 'UTC', overlap: 'skip', catchUp: '3600', channels: [] } : { name: schedule.name, cron: schedule.cron_expression, timezone: schedule.timezone, overlap: schedule.overlap, catchUp: String(schedule.catch_up_seconds), channels: schedule.channels }));
  const [scope, setScope] = useState<ScopeForm>(() => (schedule === null ? everything : formOfScope(schedule)));
  const set = (patch: Partial<Form>): void => setForm((before) => ({ ...before, ...patch }));
  const channels = useQuery(channelsQuery).data?.items ?? [];
  const spec = useMemo<ScheduleSpec | null>(() => (form.cron.trim() === '' ? null : { kind: 'cron', cron: form.cron.trim(), timezone: form.timezone }), [form.cron, form.timezone]);
  const [asked] = useDebouncedValue(spec, 250);
  const preview = useQuery(previewQuery(asked));
  const problem = preview.error instanceof ApiError ? preview.error.message : undefined;
  const name = form.name.trim();
  const save = useChange(
    () => call(anything, schedule === null ? '/schedules/' : `/schedules/${encodeURIComponent(schedule.schedule_id)}`, {
      method: schedule === null ? 'POST' : 'PUT',
      body: { name, cron_expression: form.cron.trim(), timezone: form.timezone, overlap: form.overlap, catch_up_seconds: Number(form.catchUp), channels: form.channels, ...bodyOfScope(scope) },
    }),
    ['schedules'],
    () => {
      told(schedule === null ? `${name} added` : `${name} saved`);
      onClose();
    },
  );
  const known = catchUps.some(({ value }) => value === form.catchUp) ? catchUps : [...catchUps, { value: form.catchUp, label: `Catch up within ${form.catchUp} s` }];
  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); save.mutate(undefined); }}>
      <TextInput data-autofocus label="Name" required maxLength={100} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} autoComplete="off" />
      <section className="dialog-part" aria-label="When">
        <h3>When</h3>
        <CronField cron={form.cron} timezone={form.timezone} problem={problem} onChange={set} />
        <p className="sentence cron-words">{problem === undefined ? (preview.data === undefined ? 'Working it out' : `${preview.data.description}.`) : 'The expression does not make sense yet.'}</p>
        <div className="cron-next"><NextRuns preview={preview.data} error={problem === undefined ? preview.error : null} isIncomplete={spec === null || problem !== undefined} zone={form.timezone} /></div>
      </section>
      <section className="dialog-part fields" aria-label="What">
        <h3>What</h3>
        <ScopeFields form={scope} onChange={(patch) => setScope((before) => ({ ...before, ...patch }))} />
        <Estimate form={scope} />
      </section>
      <section className="dialog-part fields" aria-label="If things do not go as planned">
        <h3>If things do not go as planned</h3>
        <div className="field-row">
          <Select label="If the one before still runs" data={overlaps} value={form.overlap} onChange={(overlap) => set({ overlap: overlap ?? 'skip' })} allowDeselect={false} />
          <Select label="If the service was off" data={known} value={form.catchUp} onChange={(catchUp) => set({ catchUp: catchUp ?? '3600' })} allowDeselect={false} />
        </div>
        <Checkbox.Group label="Send a summary to" value={form.channels} onChange={(next) => set({ channels: next })}>
          <Group mt={6}>{channels.map((channel) => <Checkbox key={channel.id} size="xs" value={channel.id} disabled={!channel.configured && !form.channels.includes(channel.id)} label={channel.configured ? channel.title : `${channel.title} (not configured)`} />)}</Group>
        </Checkbox.Group>
      </section>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>Close</Button>
        <Button type="submit" disabled={name === '' || spec === null || problem !== undefined} loading={save.isPending}>{schedule === null ? 'Add the schedule' : 'Save'}</Button>
      </Group>
    </form>
  );
}

/** `schedule`: the one to change; null makes a new one. */
export function ExtractionScheduleDialog({ schedule, isOpen, onClose }: { schedule: ExtractionSchedule | null; isOpen: boolean; onClose: () => void }) {
  return <Modal opened={isOpen} onClose={onClose} title={schedule === null ? 'Add an extraction schedule' : `Change ${schedule.name}`} size={660} centered={false} yOffset="4vh"><Fields schedule={schedule} onClose={onClose} /></Modal>;
}
