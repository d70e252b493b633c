import { ActionIcon, Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { anything, told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { MoreIcon } from '../components/icons.tsx';
import { MayButton } from '../components/may.tsx';
import { Status } from '../components/parts.tsx';
import { DeleteDialog, PauseDialog } from '../components/schedule-confirm.tsx';
import { Time } from '../components/time.tsx';
import { clock } from '../format.ts';
import { useMay } from '../may.ts';
import { channelNames, listed } from '../words.ts';
import { filtersText, scopeText, type ExtractionSchedule } from './words.ts';

const at = (schedule: ExtractionSchedule, verb = ''): string => `/schedules/${encodeURIComponent(schedule.schedule_id)}${verb}`;
const stale = ['schedules', 'jobs', 'overview', 'session'];
const queued = z.object({ message: z.string(), job_id: z.string() });

function Actions({ schedule, onEdit }: { schedule: ExtractionSchedule; onEdit: () => void }) {
  const [asking, setAsking] = useState<'pause' | 'delete' | null>(null);
  const navigate = useNavigate();
  const may = useMay('operate', 'control schedules');
  const resume = useChange(() => call(anything, at(schedule, '/resume'), { method: 'POST', body: {} }), stale, () => told(`${schedule.name} resumed`));
  const enable = useChange(() => call(anything, at(schedule), { method: 'PUT', body: { enabled: true } }), stale, () => told(`${schedule.name} is on`));
  const pause = useChange((note: string) => call(anything, at(schedule, '/pause'), { method: 'POST', body: note === '' ? {} : { note } }), stale, () => told(`${schedule.name} paused`));
  const remove = useChange(() => call(anything, at(schedule), { method: 'DELETE' }), stale, () => told(`${schedule.name} deleted`));
  const run = useChange(() => call(queued, at(schedule, '/run'), { method: 'POST', body: {} }), stale, (answer) => void navigate({ to: '/extraction/jobs/$jobId', params: { jobId: answer.job_id } }));
  const toggle = { active: ['Pause…', () => setAsking('pause')], paused: ['Resume', () => resume.mutate(undefined)], disabled: ['Turn on', () => enable.mutate(undefined)] } as const;
  const [word, act] = toggle[schedule.status];
  return (
    <div className="schedule-actions">
      <MayButton what="start extractions" variant="default" size="compact-sm" loading={run.isPending} onClick={() => run.mutate(undefined)}>Run now</MayButton>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${schedule.name}`}><MoreIcon /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {may.ok ? null : <Menu.Label className="menu-reason">{may.reason}</Menu.Label>}
          <Menu.Item disabled={!may.ok} onClick={onEdit}>Change…</Menu.Item>
          <Menu.Item disabled={!may.ok} onClick={act}>{word}</Menu.Item>
          <Menu.Item onClick={() => void navigate({ to: '/extraction', search: { schedule_id: schedule.schedule_id } })}>Show its jobs</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" disabled={!may.ok} onClick={() => setAsking('delete')}>Delete…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PauseDialog name={schedule.name} isOpen={asking === 'pause'} onClose={() => setAsking(null)} onPause={(note) => pause.mutate(note)} />
      <DeleteDialog name={schedule.name} keeps="Its jobs and what they read stay" isOpen={asking === 'delete'} onClose={() => setAsking(null)} onDelete={() => remove.mutate(undefined)} />
    </div>
  );
}

function Next({ schedule }: { schedule: ExtractionSchedule }) {
  if (schedule.status === 'disabled') return <span className="status status-quiet">Off</span>;
  if (schedule.status === 'paused') return <span className="status status-attention wraps">Paused{schedule.pause_note === null ? '' : `: ${schedule.pause_note}`}</span>;
  if (schedule.next_run === null) return <span className="dim">No next run</span>;
  return <span>Next <Time at={schedule.next_run} /> <span className="dim">({clock(schedule.next_run)})</span></span>;
}

function Last({ schedule }: { schedule: ExtractionSchedule }) {
  if (schedule.last_run === null) return <span className="dim">Never ran</span>;
  return (
    <span className="dim">
      Last <Time at={schedule.last_run} /> {schedule.last_status === null ? null : <Status value={schedule.last_status} />}
      {schedule.last_job_id === null ? null : <> · <Link to="/extraction/jobs/$jobId" params={{ jobId: schedule.last_job_id }}>its job<span className="visually-hidden"> of {schedule.name}</span></Link></>}
    </span>
  );
}

export function ScheduleItem({ schedule, onEdit }: { schedule: ExtractionSchedule; onEdit: () => void }) {
  const filters = filtersText(schedule.filters);
  return (
    <li className="card schedule-item">
      <div className="schedule-words">
        <h3>{schedule.name}</h3>
        <p>{schedule.description}<span className="dim"> · <code>{schedule.cron_expression}</code> {schedule.timezone}</span></p>
        <p className="dim">{scopeText(schedule)}{filters === '' ? '' : `, where ${filters}`}{schedule.channels.length === 0 ? '' : `; summary to ${listed(schedule.channels.map((each) => channelNames[each] ?? each))}`}</p>
        <p className="schedule-state"><Next schedule={schedule} /><Last schedule={schedule} /></p>
      </div>
      <Actions schedule={schedule} onEdit={onEdit} />
    </li>
  );
}
