import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { extractionSchedulesQuery } from '../api/extraction-queries.ts';
import { scanConfigQuery, schedulesQuery } from '../api/queries.ts';
import { HeatStrip } from '../components/heat-strip.tsx';
import { OtherSchedules } from '../components/other-schedules.tsx';
import { LockedFor, MayButton } from '../components/may.tsx';
import { Card, PageHead } from '../components/parts.tsx';
import { PausedNote } from '../components/paused-note.tsx';
import { ScheduleFormCard } from '../components/schedule-form-card.tsx';
import { ScheduleDialog } from '../components/schedule-dialog.tsx';
import { MissedRounds } from '../components/missed-rounds.tsx';
import { Loaded } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { clock, localZone, plural } from '../format.ts';
import { formOf } from '../schedule-form.ts';
import type { Schedule } from '../../../src/api/contract/index.ts';

function Title({ schedule }: { schedule: Schedule | undefined }) {
  if (schedule === undefined || !schedule.enabled) return <>No scan is planned</>;
  if (schedule.paused) return <>The scheduled scan is paused</>;
  if (schedule.next_run === null) return <>The scheduled scan has no next run</>;
  return <>Next scan <Time at={schedule.next_run} />, {clock(schedule.next_run)}</>;
}

function Recent({ schedule }: { schedule: Schedule }) {
  const beats = schedule.recent.map((each) => ({
    key: `${each.due_at}${each.decision}`,
    at: each.due_at,
    status: each.run_status ?? each.decision,
    runId: each.run_id,
    text: `${each.count > 1 ? `${each.count} rounds. ` : ''}${each.reason ?? ''}`,
  }));
  return (
    <Card title="Recent rounds">
      <HeatStrip beats={beats} label="The last 30 rounds of the scheduled scan, oldest first" />
      <MissedRounds id={schedule.id} />
    </Card>
  );
}

export function SchedulesPage() {
  const config = useQuery(scanConfigQuery);
  const schedules = useQuery(schedulesQuery);
  const [isMaking, setMaking] = useState(false);
  const reserved = schedules.data?.items.find((each) => each.reserved && each.name === 'scheduled-scan');
  // Extractions have a page of their own for theirs.
  const extractions = useQuery(extractionSchedulesQuery).data?.schedules ?? [];
  const elsewhere = new Set(extractions.map(({ schedule_id }) => schedule_id));
  const others = schedules.data?.items.filter((each) => !each.reserved && !elsewhere.has(each.id)) ?? [];
  return (
    <div className="page page-form">
      <PageHead
        title={schedules.data === undefined ? 'Schedules' : <Title schedule={reserved} />}
        sub={reserved === undefined ? 'Set when scans run by themselves.' : <>{reserved.enabled ? reserved.description : 'Turn it on below'} · times here are {localZone}</>}
        actions={<MayButton what="control schedules" variant="default" onClick={() => setMaking(true)}>Add another schedule</MayButton>}
      />
      {reserved?.paused === true ? <PausedNote schedule={reserved} /> : null}
      <Loaded of={config} skeleton={<div className="grid-form"><Skeleton height={420} /><Skeleton height={420} /></div>}>
        {(data) => (schedules.isPending ? <Skeleton height={420} /> : <LockedFor what="control schedules"><ScheduleFormCard key={JSON.stringify(formOf(data, reserved))} saved={formOf(data, reserved)} schedule={reserved} /></LockedFor>)}
      </Loaded>
      {reserved === undefined ? null : <Recent schedule={reserved} />}
      <section className="other-schedules">
        <h2>Other schedules {others.length === 0 ? null : <span className="dim">· {plural(others.length, 'schedule')}</span>}</h2>
        {extractions.length === 0 ? null : <p className="dim gap-below">{plural(extractions.length, 'extraction schedule')} {extractions.length === 1 ? 'is' : 'are'} <Link to="/extraction/schedules">among the extractions</Link>.</p>}
        <Loaded of={schedules}>{() => <OtherSchedules schedules={others} onAdd={() => setMaking(true)} />}</Loaded>
      </section>
      <ScheduleDialog isOpen={isMaking} onClose={() => setMaking(false)} />
    </div>
  );
}
