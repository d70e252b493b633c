import type { Schedule } from '../../../src/api/contract/index.ts';
import { ActionIcon, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { anything, runIdOf, started, told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { channelNames, listed } from '../words.ts';
import { DeleteDialog, PauseDialog } from './schedule-confirm.tsx';
import { HeatStrip } from './heat-strip.tsx';
import { useMay } from '../may.ts';
import { MoreIcon } from './icons.tsx';
import { MayButton } from './may.tsx';
import { Card, Status } from './parts.tsx';
import { Empty } from './states.tsx';
import { Time } from './time.tsx';

const at = (schedule: Schedule, verb = ''): string => `/api/v1/schedules/${encodeURIComponent(schedule.id)}${verb}`;
const stale = ['schedules', 'overview', 'runs', 'session'];

function Actions({ schedule }: { schedule: Schedule }) {
  const [asking, setAsking] = useState<'pause' | 'delete' | null>(null);
  const navigate = useNavigate();
  const may = useMay('operate', 'control schedules');
  const resume = useChange(() => call(anything, at(schedule, '/resume'), { method: 'POST', body: {} }), stale, () => told(`${schedule.name} resumed`));
  const pause = useChange((note: string) => call(anything, at(schedule, '/pause'), { method: 'POST', body: note === '' ? {} : { note } }), stale, () => told(`${schedule.name} paused`));
  const remove = useChange(() => call(anything, at(schedule), { method: 'DELETE' }), stale, () => told(`${schedule.name} deleted`));
  const trigger = useChange(() => call(started, at(schedule, '/trigger'), { method: 'POST', body: {} }), stale, (answer) => void navigate({ to: '/runs/$runId', params: { runId: runIdOf(answer) } }));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${schedule.name}`}><MoreIcon /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may.ok ? null : <Menu.Label className="menu-reason">{may.reason}</Menu.Label>}
          <Menu.Item disabled={!may.ok} onClick={() => trigger.mutate()}>Run now</Menu.Item>
          {schedule.paused ? <Menu.Item disabled={!may.ok} onClick={() => resume.mutate()}>Resume</Menu.Item> : <Menu.Item disabled={!may.ok} onClick={() => setAsking('pause')}>Pause</Menu.Item>}
          <Menu.Item onClick={() => void navigate({ to: '/runs', search: { schedule_id: schedule.id } })}>Show its runs</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" disabled={!may.ok} onClick={() => setAsking('delete')}>Delete</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PauseDialog name={schedule.name} isOpen={asking === 'pause'} onClose={() => setAsking(null)} onPause={(note) => pause.mutate(note)} />
      <DeleteDialog name={schedule.name} isOpen={asking === 'delete'} onClose={() => setAsking(null)} onDelete={() => remove.mutate()} />
    </>
  );
}

function State({ schedule }: { schedule: Schedule }) {
  if (!schedule.enabled) return <span className="status status-quiet">Off</span>;
  if (schedule.paused) return <span className="status status-attention">Paused{schedule.pause_note === null ? '' : `: ${schedule.pause_note}`}</span>;
  if (schedule.next_run === null) return <span className="dim">No next run</span>;
  return <span>Next <Time at={schedule.next_run} /></span>;
}

export function OtherSchedules({ schedules, onAdd }: { schedules: Schedule[]; onAdd: () => void }) {
  if (schedules.length === 0) {
    return <Card><Empty title="None" action={<MayButton what="control schedules" variant="default" onClick={onAdd}>Add a schedule</MayButton>}>Add one for a part of the estate that needs its own rhythm, such as one region every hour.</Empty></Card>;
  }
  return (
    <div className="schedule-list">
      {schedules.map((schedule) => (
        <section key={schedule.id} className="card schedule-item">
          <div className="schedule-words">
            <h3>{schedule.name}</h3>
            <p className="dim">{schedule.description}, {schedule.scope.regions === undefined ? 'all enabled regions' : listed(schedule.scope.regions)}{schedule.channels.length === 0 ? '' : `, to ${listed(schedule.channels.map((each) => channelNames[each] ?? each))}`}</p>
            <p className="schedule-state"><State schedule={schedule} />{schedule.last_run === null ? <span className="dim">never ran</span> : <span className="dim">last <Time at={schedule.last_run} /> {schedule.last_status === null ? null : <Status value={schedule.last_status} />}</span>}</p>
          </div>
          <div className="schedule-strip">{schedule.recent.length === 0 ? null : <HeatStrip beats={schedule.recent.map((each) => ({ key: each.due_at, at: each.due_at, status: each.run_status ?? each.decision, runId: each.run_id, text: each.reason ?? '' }))} label={`The last rounds of ${schedule.name}, oldest first`} />}</div>
          <Actions schedule={schedule} />
        </section>
      ))}
    </div>
  );
}
