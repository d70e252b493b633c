import type * as c from '../../../src/api/contract/index.ts';
import { Progress, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { anything, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { runQuery } from '../api/queries.ts';
import { MayButton } from '../components/may.tsx';
import { Card, PageHead, Status } from '../components/parts.tsx';
import { RunFailures } from '../components/run-failures.tsx';
import { RunGrid } from '../components/run-grid.tsx';
import { Loaded } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { count, duration, plural } from '../format.ts';
import { statusName } from '../words.ts';
import { Ticks } from '../components/ticks.tsx';

const isActive = (run: c.Run): boolean => run.status === 'running' || run.status === 'queued';
const phases: Record<string, string> = { plan: 'Working out what to read', collect: 'Reading', evaluate: 'Applying the rules', notify: 'Sending messages', done: 'Done' };

function useSeconds(run: c.Run): number {
  const [now, setNow] = useState(Date.now());
  const active = isActive(run);
  useEffect(() => {
    if (!active) return undefined;
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [active]);
  if (run.duration_seconds !== null) return run.duration_seconds;
  return Math.max(0, (now - Date.parse(run.started_at ?? run.created_at)) / 1000);
}

function Numbers({ run }: { run: c.RunDetail }) {
  const seconds = useSeconds(run);
  const { counts } = run;
  const isGoing = isActive(run) && counts.finished > 3 && counts.finished < counts.targets;
  const left = (seconds / counts.finished) * (counts.targets - counts.finished);
  const items: [string, string, string?][] = [
    [isActive(run) ? 'Elapsed' : 'Took', duration(Math.round(seconds * 10) / 10), isGoing ? `about ${duration(Math.round(left))} left` : undefined],
    ['Targets read', `${count(counts.complete)} of ${count(counts.targets)}`, counts.not_complete === 0 ? undefined : `${counts.not_complete} not in full`],
    ['Resources', count(counts.resources), `${counts.added} new, ${counts.changed} changed, ${counts.gone} gone`],
    ['Calls', count(counts.api_calls), counts.throttled_calls === 0 ? 'none slowed down' : `${plural(counts.throttled_calls, 'call')} slowed down`],
  ];
  return (
    <dl className="numbers">
      {items.map(([name, value, note]) => (
        <div key={name}><dt>{name}</dt><dd>{value}{note === undefined ? null : <span>{note}</span>}</dd></div>
      ))}
    </dl>
  );
}

function Found({ run }: { run: c.Run }) {
  const { findings_opened: opened, findings_resolved: resolved } = run.counts;
  if (isActive(run)) return null;
  return (
    <p className="run-found">
      {opened === 0 ? 'It opened no findings' : <Link to="/findings" search={{ new_since: run.created_at, status: 'all' }}>It opened {plural(opened, 'finding')}</Link>}
      {resolved === 0 ? '.' : <> and <Link to="/findings" search={{ status: 'resolved' }}>resolved {resolved}</Link>.</>}
    </p>
  );
}

function Cancel({ run }: { run: c.Run }) {
  const cancel = useChange(() => call(anything, `/api/v1/runs/${run.id}/cancel`, { method: 'POST' }), ['runs', 'overview', 'session']);
  return <MayButton what="cancel scans" variant="default" size="sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>Cancel the scan</MayButton>;
}

function Content({ run }: { run: c.RunDetail }) {
  const active = isActive(run);
  const share = run.counts.targets === 0 ? 0 : (run.counts.finished / run.counts.targets) * 100;
  return (
    <>
      <PageHead
        title={run.headline === '' ? `${statusName(run.status)} run` : run.headline}
        sub={<><Status value={run.status} label={active ? (phases[run.phase] ?? statusName(run.status)) : undefined} /> · {run.origin === 'schedule' ? `started by ${run.schedule_name ?? 'a schedule'}` : `started by hand${run.source === null ? '' : ` from ${run.source}`}`} <Time at={run.created_at} />{run.attempt > 1 ? ` · attempt ${run.attempt}` : ''}</>}
        actions={active ? <Cancel run={run} /> : undefined}
      />
      {active ? <Progress value={share} size="sm" transitionDuration={150} aria-label={`${run.counts.finished} of ${run.counts.targets} targets done`} className="gap-below" /> : null}
      {run.error === null ? null : <p className="note note-bad gap-below" role="alert"><Ticks text={run.error.message} />{run.error.permission === undefined ? null : <> Missing: <code>{run.error.permission}</code></>}</p>}
      <Numbers run={run} />
      <Found run={run} />
      <RunFailures targets={run.targets} />
      <Card title="What was read" aside={plural(run.targets.length, 'target')}>
        {run.targets.length === 0 ? <p className="dim">{active ? 'The plan is being made: what to read in which region.' : 'It ended before anything was planned.'}</p> : <RunGrid targets={run.targets} />}
      </Card>
    </>
  );
}

export function RunPage() {
  const { runId = '' } = useParams({ strict: false });
  const run = useQuery({ ...runQuery(runId), refetchInterval: (query) => (query.state.data !== undefined && isActive(query.state.data) ? 3000 : false) });
  return (
    <div className="page page-form">
      <p className="crumb"><Link to="/runs">Runs</Link> <span aria-hidden="true">/</span> <span className="dim">{runId.slice(0, 8)}</span></p>
      <Loaded of={run} skeleton={<><Skeleton height={28} width="50%" mb={20} /><Skeleton height={72} mb={16} /><Skeleton height={320} /></>}>{(data) => <Content run={data} />}</Loaded>
    </div>
  );
}
