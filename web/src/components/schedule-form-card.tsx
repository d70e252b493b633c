import * as c from '../../../src/api/contract/index.ts';
import { Button, Switch } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { anything, told, useChange } from '../actions.tsx';
import { ApiError, call } from '../api/client.ts';
import { previewQuery } from '../api/queries.ts';
import { bodyOf, sentenceOf, specOf, type ScheduleForm } from '../schedule-form.ts';
import { ChannelToggles } from './channel-toggles.tsx';
import { NextRuns } from './next-runs.tsx';
import { Card } from './parts.tsx';
import { RegionPicker } from './region-picker.tsx';
import { WhenFields } from './when-fields.tsx';

async function saveCron(form: ScheduleForm, id: string): Promise<string[]> {
  const spec = { kind: 'cron', cron: form.cron.trim(), timezone: form.timezone };
  await call(anything, `/api/v1/schedules/${encodeURIComponent(id)}`, { method: 'PATCH', body: { spec, enabled: form.enabled, channels: form.channels, scope: form.regions.length === 0 ? {} : { regions: form.regions } } });
  return [];
}

function useSave(schedule: c.Schedule | undefined) {
  return useChange(
    async (form: ScheduleForm) => {
      if (form.segment === 'cron') return saveCron(form, schedule?.id ?? 'scheduled-scan');
      return (await call(c.scanConfigAnswer, '/api/schedule/config', { method: 'POST', body: bodyOf(form) })).warnings;
    },
    ['schedules', 'overview', 'session'],
    (warnings) => told(warnings.length === 0 ? 'Saved' : 'Saved, with a warning', warnings.join(' ')),
  );
}

/** When the scheduled scan runs, where and to whom it tells; what that means is beside it while you choose. */
export function ScheduleFormCard({ saved, schedule }: { saved: ScheduleForm; schedule: c.Schedule | undefined }) {
  const [form, setForm] = useState(saved);
  const change = (patch: Partial<ScheduleForm>): void => setForm((before) => ({ ...before, ...patch }));
  const save = useSave(schedule);
  const spec = useMemo(() => specOf(form, schedule), [form, schedule]);
  const [asked] = useDebouncedValue(spec, 250);
  const preview = useQuery(previewQuery(asked));
  const problem = preview.error instanceof ApiError ? preview.error.message : undefined;
  const isChanged = JSON.stringify(form) !== JSON.stringify(saved);
  const description = preview.data?.description ?? '';
  return (
    <form
      className="grid-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(form);
      }}
    >
      <Card title="Scheduled scan" aside={<Switch label={form.enabled ? 'On' : 'Off'} labelPosition="left" checked={form.enabled} onChange={(event) => change({ enabled: event.currentTarget.checked })} aria-label="Scheduled scan is on" />}>
        <div className="fields">
          <WhenFields form={form} onChange={change} cronProblem={form.segment === 'cron' ? problem : undefined} />
          <RegionPicker value={form.regions} onChange={(regions) => change({ regions })} />
          <ChannelToggles value={form.channels} onChange={(channels) => change({ channels })} />
        </div>
        <div className="form-foot">
          <Button type="submit" size="sm" disabled={!isChanged || spec === null || preview.isError} loading={save.isPending}>Save</Button>
          {isChanged ? <Button variant="subtle" color="gray" size="sm" onClick={() => setForm(saved)}>Discard</Button> : <span className="dim">No changes to save</span>}
        </div>
      </Card>
      <Card title={form.enabled ? 'What will happen' : 'What would happen'}>
        {description === '' || preview.isError ? null : <p className="sentence">{form.enabled ? '' : 'Off. When on: '}{sentenceOf(form, description)}</p>}
        <NextRuns preview={preview.data} error={form.segment === 'cron' ? null : preview.error} isIncomplete={spec === null || (form.segment === 'cron' && preview.isError)} zone={spec?.kind === 'cron' ? spec.timezone : 'UTC'} />
      </Card>
    </form>
  );
}
