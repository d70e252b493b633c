import type { JobDetail } from '../../../src/api/contract/index.ts';
import { useEffect, useState } from 'react';
import { Card, Copy, Facts, Status } from '../components/parts.tsx';
import { Ticks } from '../components/ticks.tsx';
import { Time } from '../components/time.tsx';
import { count, duration, plural } from '../format.ts';
import { filtersText, isActive, isIncomplete, providerNames, regionsText, servicesText, type JobCell } from './words.ts';

/** How long it has run, counting while it does. */
function useSeconds(job: JobDetail): number | null {
  const [now, setNow] = useState(Date.now());
  const active = isActive(job.status);
  useEffect(() => {
    if (!active) return undefined;
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [active]);
  if (job.started_at === null) return null;
  return active ? Math.max(0, (now - Date.parse(job.started_at)) / 1000) : job.duration_seconds;
}

export function JobNumbers({ job }: { job: JobDetail }) {
  const seconds = useSeconds(job);
  const { progress } = job;
  const active = isActive(job.status);
  const canGuess = active && seconds !== null && progress.finished_tasks > 3 && progress.finished_tasks < progress.total_tasks;
  const left = canGuess ? (seconds / progress.finished_tasks) * (progress.total_tasks - progress.finished_tasks) : 0;
  const notes = [progress.failed_tasks === 0 ? '' : `${count(progress.failed_tasks)} not in full`, progress.deferred_tasks === 0 ? '' : `${count(progress.deferred_tasks)} left for the next job`].filter((note) => note !== '');
  const items: [string, string, string][] = [
    [active ? 'Elapsed' : 'Took', seconds === null ? '–' : duration(active ? Math.round(seconds) : seconds), canGuess ? `about ${duration(Math.round(left))} left` : active ? 'time left not known yet' : ''],
    ['Targets', `${count(progress.finished_tasks)} of ${count(progress.total_tasks)}`, notes.length === 0 ? (progress.accounts > 1 ? `${count(progress.finished_accounts)} of ${plural(progress.accounts, 'account')}` : 'a type in a region of an account') : notes.join(', ')],
    ['Resources', count(progress.resources), Object.keys(job.filters).length === 0 ? 'all that was found' : 'that match the filters'],
    ['Calls', count(job.api_calls), job.throttled_calls === 0 ? 'none slowed down' : `${plural(job.throttled_calls, 'call')} slowed down`],
  ];
  return <dl className="numbers">{items.map(([name, value, note]) => <div key={name}><dt>{name}</dt><dd>{value}<span>{note}</span></dd></div>)}</dl>;
}

/** What is being listed at this moment; it keeps its height so that nothing below moves. */
export function Current({ job }: { job: JobDetail }) {
  const names = job.progress.current;
  return (
    <Card className="gap-below" title="Being read now">
      <ul className="current" aria-live="off">
        {names.length === 0 ? <li className="dim">{job.status === 'queued' ? 'Waits for a worker' : 'Between two targets'}</li> : names.slice(0, 6).map((name) => <li key={name} className="cut" title={name}>{name}</li>)}
        {names.length > 6 ? <li className="dim">and {plural(names.length - 6, 'more target')}</li> : null}
      </ul>
    </Card>
  );
}

const placesOf = (cells: JobCell[]): string => {
  const regions = [...new Set(cells.map(({ region }) => region))];
  const accounts = [...new Set(cells.map(({ account }) => account))].filter((each) => each !== '');
  return `${regions.length > 6 ? plural(regions.length, 'region') : regions.join(', ')}${accounts.length === 0 ? '' : ` · ${accounts.length > 3 ? plural(accounts.length, 'account') : accounts.join(', ')}`}`;
};

/** What failed and why, the same reason once, with what to grant. */
export function JobFailures({ cells }: { cells: JobCell[] }) {
  const wrong = cells.filter(isIncomplete);
  if (wrong.length === 0) return null;
  const groups = [...Map.groupBy(wrong, (cell) => `${cell.status} ${cell.service} ${cell.permission ?? cell.message ?? ''}`).values()];
  const permissions = [...new Set(wrong.flatMap(({ permission }) => permission ?? []))];
  return (
    <Card flush className="gap-below" title={`${plural(wrong.length, 'place')} could not be read in full`} aside={permissions.length > 1 ? <span className="inline">Copy all missing permissions <Copy text={permissions.join('\n')} what="the missing permissions" /></span> : null}>
      <table className="table">
        <thead><tr><th>Status</th><th>What and where</th><th>Why</th><th className="from-md">Missing permission</th></tr></thead>
        <tbody>
          {groups.map((group) => {
            const [first] = group;
            if (first === undefined) return null;
            const permission = first.permission === null ? null : <span className="inline"><code>{first.permission}</code><Copy text={first.permission} what="the permission" /></span>;
            return (
              <tr key={`${first.status}${first.service}${first.region}${first.message}`}>
                <td className="nowrap"><Status value={first.status} /></td>
                <td><strong>{first.service}</strong><span className="cell-sub">{placesOf(group)}</span></td>
                <td className="breaks"><Ticks text={first.message ?? 'No reason was given.'} />{first.last_read === null ? null : <span className="cell-sub">What is known of it is from <Time at={first.last_read} />.</span>}{permission === null ? null : <span className="cell-sub until-md">{permission}</span>}</td>
                <td className="from-md nowrap">{permission ?? <span className="dim">none</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

/** Beyond the budget: what the next job reads first. */
export function Deferred({ cells, job }: { cells: JobCell[]; job: JobDetail }) {
  const left = cells.filter(({ status }) => status === 'deferred');
  if (left.length === 0) return null;
  const groups = [...Map.groupBy(left, ({ service }) => service).entries()].sort(([a], [b]) => a.localeCompare(b));
  const budget = [job.max_calls === null ? '' : plural(job.max_calls, 'call'), job.max_minutes === null ? '' : plural(job.max_minutes, 'minute')].filter((each) => each !== '').join(' and ');
  return (
    <Card flush className="gap-below" title={`${plural(left.length, 'place')} left for the next job`} aside={budget === '' ? null : `Budget: ${budget}`}>
      <p className="dim card-none">They did not fit into the budget. The next job reads first what was read longest ago.</p>
      <table className="table">
        <thead><tr><th>Service</th><th>Regions</th><th className="right">Last read</th></tr></thead>
        <tbody>
          {groups.map(([service, group]) => {
            const oldest = group.flatMap(({ last_read: at }) => at ?? []).sort()[0];
            return <tr key={service}><td>{service}</td><td className="dim breaks">{placesOf(group)}</td><td className="right nowrap">{oldest === undefined ? 'never' : <Time at={oldest} />}</td></tr>;
          })}
        </tbody>
      </table>
    </Card>
  );
}

/** What was asked for, as it was asked. */
export function Asked({ job }: { job: JobDetail }) {
  const filters = filtersText(job.filters);
  const budget = [job.max_calls === null ? '' : plural(job.max_calls, 'call'), job.max_minutes === null ? '' : plural(job.max_minutes, 'minute')].filter((each) => each !== '').join(', ');
  return (
    <Card title="What was asked for">
      <Facts
        items={[
          ['Cloud', job.provider === null ? 'All that are connected' : (providerNames[job.provider] ?? job.provider)],
          ['Services', job.services.length === 0 ? 'All' : <span key="s" title={job.services.join(', ')}>{servicesText(job)}</span>],
          ['Regions', job.regions.length === 0 ? 'All that are enabled' : <span key="r" title={job.regions.join(', ')}>{regionsText(job)}</span>],
          ['Accounts', job.accounts.length === 0 ? 'All' : job.accounts.join(', ')],
          ['Filters', filters === '' ? 'None: everything is handed on' : filters],
          ['Budget', budget === '' ? 'No limit' : `At most ${budget}`],
          ['Batch size', plural(job.batch_size, 'resource')],
          ['Job', <span key="id" className="inline"><code className="breaks">{job.job_id}</code><Copy text={job.job_id} what="the job's id" /></span>],
        ]}
      />
    </Card>
  );
}
