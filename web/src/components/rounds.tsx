import type { Overview } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { clock, duration, money, plural } from '../format.ts';
import { HeatStrip } from './heat-strip.tsx';
import { Card, Status } from './parts.tsx';
import { Time } from './time.tsx';

/** Did the round happen, and when is the next one? */
export function Rounds({ data }: { data: Overview }) {
  const { last_run: last, running, schedule } = data;
  return (
    <Card title="Rounds" aside={<Link to="/runs">All runs</Link>}>
      <div className="rounds">
        <div>
          <h3>{running === null ? 'Last' : 'Running now'}</h3>
          {running === null ? null : (
            <p><Link to="/runs/$runId" params={{ runId: running.id }}>{running.counts.finished} of {running.counts.targets} targets done</Link></p>
          )}
          {running !== null || last === null ? null : (
            <>
              <p className="rounds-main"><Link to="/runs/$runId" params={{ runId: last.id }}><Time at={last.finished_at ?? last.created_at} /></Link> <Status value={last.status} /></p>
              <p className="dim">{last.headline}{last.duration_seconds === null ? '' : ` Took ${duration(last.duration_seconds)}.`}</p>
            </>
          )}
        </div>
        <div>
          <h3>Next</h3>
          {schedule.enabled && schedule.next_scan !== null ? (
            <>
              <p className="rounds-main"><Link to="/schedules"><Time at={schedule.next_scan} /></Link> <span className="dim">{clock(schedule.next_scan)}</span></p>
              <p className="dim">{schedule.description}</p>
            </>
          ) : (
            <>
              <p className="rounds-main">Not planned</p>
              <p className="dim">The scheduled scan is off. <Link to="/schedules">Set when it runs</Link></p>
            </>
          )}
        </div>
      </div>
      <HeatStrip
        label="The last 30 rounds, oldest first"
        beats={data.trend.map((each) => ({ key: each.run_id, at: each.at, status: each.status, runId: each.run_id, text: `${plural(each.unused, 'unused resource')}, about ${money(each.monthly_saving)} a month` }))}
      />
    </Card>
  );
}
