import type { ScheduleSpec } from '../../../src/api/contract/index.ts';
import { Button, Checkbox, Group, Modal, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { anything, told, useChange } from '../actions.tsx';
import { ApiError, call } from '../api/client.ts';
import { channelsQuery, previewQuery } from '../api/queries.ts';
import { clock } from '../format.ts';
import { timezones } from '../schedule-form.ts';
import { RegionPicker } from './region-picker.tsx';

const overlaps = [
  { value: 'skip', label: 'Skip the new one' },
  { value: 'buffer_one', label: 'Start it right after' },
  { value: 'cancel_other', label: 'Cancel the one that runs' },
  { value: 'allow', label: 'Run both' },
];
const empty = { name: '', kind: 'interval', minutes: 60, cron: '0 6 * * 1-5', timezone: 'UTC', overlap: 'skip', pauseOnFailure: false, regions: [] as string[], channels: [] as string[] };

function Fields({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(empty);
  const set = (patch: Partial<typeof empty>): void => setForm({ ...form, ...patch });
  const channels = useQuery(channelsQuery);
  const spec = useMemo<ScheduleSpec>(() => (form.kind === 'cron' ? { kind: 'cron', cron: form.cron, timezone: form.timezone } : { kind: 'interval', every_seconds: Math.max(60, form.minutes * 60) }), [form.kind, form.cron, form.timezone, form.minutes]);
  const [asked] = useDebouncedValue(spec, 250);
  const preview = useQuery(previewQuery(asked));
  const problem = preview.error instanceof ApiError ? preview.error.message : undefined;
  const create = useChange(
    () => call(anything, '/api/v1/schedules', { method: 'POST', body: { name: form.name.trim(), spec, scope: form.regions.length === 0 ? {} : { regions: form.regions }, channels: form.channels, overlap: form.overlap, pause_on_failure: form.pauseOnFailure } }),
    ['schedules'],
    () => {
      told(`${form.name.trim()} added`);
      onClose();
    },
  );
  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); create.mutate(); }}>
      <TextInput data-autofocus label="Name" required maxLength={100} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      <SegmentedControl fullWidth data={[{ value: 'interval', label: 'Every so many minutes' }, { value: 'cron', label: 'Cron' }]} value={form.kind} onChange={(kind) => set({ kind })} aria-label="When" />
      {form.kind === 'interval' ? <NumberInput label="Minutes between scans" min={1} max={527_040} value={form.minutes} onChange={(value) => set({ minutes: Number(value) })} /> : (
        <div className="field-row">
          <TextInput label="Cron expression" className="mono-input" value={form.cron} onChange={(event) => set({ cron: event.currentTarget.value })} error={problem} spellCheck={false} />
          <Select label="Time zone" data={timezones} searchable limit={60} value={form.timezone} onChange={(timezone) => set({ timezone: timezone ?? 'UTC' })} allowDeselect={false} />
        </div>
      )}
      {preview.data === undefined || preview.isError ? null : <p className="dim field-note">{preview.data.description}{preview.data.next_runs[0] === undefined ? '' : `, first ${clock(preview.data.next_runs[0])}`}</p>}
      <RegionPicker value={form.regions} onChange={(regions) => set({ regions })} />
      <Checkbox.Group label="Send the summary to" value={form.channels} onChange={(next) => set({ channels: next })}>
        <Group mt={6}>{channels.data?.items.map((channel) => <Checkbox key={channel.id} size="xs" value={channel.id} label={channel.configured ? channel.title : `${channel.title} (not configured)`} />)}</Group>
      </Checkbox.Group>
      <Select label="If the one before still runs" data={overlaps} value={form.overlap} onChange={(overlap) => set({ overlap: overlap ?? 'skip' })} allowDeselect={false} />
      <Checkbox size="xs" label="Pause it when a run fails" checked={form.pauseOnFailure} onChange={(event) => set({ pauseOnFailure: event.currentTarget.checked })} />
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>Close</Button>
        <Button type="submit" disabled={form.name.trim() === '' || preview.isError} loading={create.isPending}>Add the schedule</Button>
      </Group>
    </form>
  );
}

export function ScheduleDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return <Modal opened={isOpen} onClose={onClose} title="Add a schedule" size={520}><Fields onClose={onClose} /></Modal>;
}
