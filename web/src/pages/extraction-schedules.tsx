import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { extractionSchedulesQuery } from '../api/extraction-queries.ts';
import { MayButton } from '../components/may.tsx';
import { Card } from '../components/parts.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { Frame } from '../extraction/frame.tsx';
import { ExtractionScheduleDialog } from '../extraction/schedule-dialog.tsx';
import { ScheduleItem } from '../extraction/schedule-item.tsx';
import type { ExtractionSchedule } from '../extraction/words.ts';
import { localZone, plural } from '../format.ts';

function titleOf(schedules: ExtractionSchedule[] | undefined): ReactNode {
  if (schedules === undefined) return 'Extraction schedules';
  if (schedules.length === 0) return 'No extraction is planned';
  const next = schedules.filter(({ next_run: at }) => at !== null).sort((a, b) => (a.next_run ?? '').localeCompare(b.next_run ?? ''))[0];
  return next?.next_run == null ? 'No schedule has a next run' : <>Next extraction <Time at={next.next_run} />: {next.name}</>;
}

/** When is the next extraction, and of what? */
export function ExtractionSchedulesPage() {
  const list = useQuery(extractionSchedulesQuery);
  const [editing, setEditing] = useState<ExtractionSchedule | 'new' | null>(null);
  const schedules = list.data?.schedules ?? [];
  const open = editing === null || editing === 'new' ? null : editing;
  const paused = schedules.filter(({ status }) => status !== 'active').length;
  const add = <MayButton what="control schedules" size="sm" onClick={() => setEditing('new')}>Add a schedule…</MayButton>;
  return (
    <Frame
      here="/extraction/schedules"
      title={titleOf(list.data?.schedules)}
      sub={<>{schedules.length === 0 ? 'Extractions run only when somebody starts them' : `${plural(schedules.length, 'schedule')}${paused === 0 ? '' : `, ${paused} paused or off`}`} · times here are {localZone} · scans for unused resources have <Link to="/schedules">schedules of their own</Link></>}
      actions={schedules.length === 0 ? undefined : add}
    >
      <Loaded of={list}>
        {() => schedules.length === 0 ? (
          <Card><Empty title="Nothing runs by itself yet" action={add}>Say when everything, or a part of it, is read: every night, each Monday, or by any cron expression.</Empty></Card>
        ) : <ul className="schedule-list">{schedules.map((each) => <ScheduleItem key={each.schedule_id} schedule={each} onEdit={() => setEditing(each)} />)}</ul>}
      </Loaded>
      <ExtractionScheduleDialog key={open?.schedule_id ?? 'new'} schedule={open} isOpen={editing !== null} onClose={() => setEditing(null)} />
    </Frame>
  );
}
