import * as c from '../../../src/api/contract/index.ts';
import { Button, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { schedulerQuery } from '../api/audit-queries.ts';
import { call } from '../api/client.ts';
import type { Scheduler } from '../audit-words.ts';
import { bytes, count, countdown, duration, every, plural } from '../format.ts';
import { useMay } from '../may.ts';
import { BoltIcon, PauseIcon, PlayIcon, StopIcon } from './icons.tsx';
import { LockedPanel } from './may.tsx';
import { Card, ToneMark } from './parts.tsx';
import { SchedulerOptions } from './scheduler-options.tsx';
import { Loaded, Rows } from './states.tsx';
import { Time, TimeOrNever } from './time.tsx';

const stale = ['audit', 'overview', 'schedules'];
const at = (verb: string): string => `/api/audit/scheduler/${verb}`;

export function intervalProblem(value: number | string): string | undefined {
  if (value === '' || !Number.isInteger(Number(value))) return 'Give a whole number of seconds';
  return Number(value) < 30 || Number(value) > 3600 ? 'Choose 30 to 3,600 seconds' : undefined;
}

/** The time of this second, while something counts down. */
function useSecond(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

function Next({ status }: { status: Scheduler }) {
  const now = useSecond();
  if (!status.running) return <span className="dim">Not planned: start it, or run a check now</span>;
  if (status.next_run === null) return <span className="dim">Being planned</span>;
  const left = Date.parse(status.next_run) - now;
  if (left < -60_000 && !status.scanning) return <span className="tone-attention">late by {duration(-left / 1000)}</span>;
  return left <= 0 ? <span>due now</span> : <span>in <strong className="num">{countdown(left)}</strong></span>;
}

export function StatusBadge({ status }: { status: Scheduler }) {
  return status.running
    ? <span className="run-badge run-badge-on"><BoltIcon size={13} /> Running</span>
    : <span className="run-badge"><PauseIcon size={13} /> Stopped</span>;
}

function Progress({ status }: { status: Scheduler }) {
  if (!status.scanning) return null;
  const { progress, files } = status;
  const seen = progress?.files ?? 0;
  return (
    <div className="scan-now" role="status">
      <ToneMark tone="busy" size={14} />
      <span>Checking{progress === null ? '…' : `: ${count(seen)}${files > seen ? ` of ${count(files)}` : ''} files, ${bytes(progress.bytes)} read`}</span>
      {files === 0 ? null : <span className="scan-bar"><span style={{ width: `${Math.min(100, (seen / files) * 100)}%` }} /></span>}
    </div>
  );
}

function Controls({ status }: { status: Scheduler }) {
  const [value, setValue] = useState<number | string>(status.interval_seconds);
  useEffect(() => setValue(status.interval_seconds), [status.interval_seconds]);
  const problem = intervalProblem(value);
  const isChanged = Number(value) !== status.interval_seconds;
  const send = (verb: string, method: 'POST' | 'PUT', body?: unknown) => call(c.schedulerStatus, at(verb), { method, ...(body === undefined ? {} : { body }) });
  const start = useChange(() => send('start', 'POST', { interval_seconds: Number(value) }), stale, (answer) => told('The scheduler is running', `All registered files are checked ${every(answer.interval_seconds)}, after a restart too.`));
  const stop = useChange(() => send('stop', 'POST'), stale, () => told('The scheduler is stopped', 'Nothing is checked by itself now. Run now still works.'));
  const save = useChange(() => send('interval', 'PUT', { interval_seconds: Number(value) }), stale, (answer) => told('Interval saved', `Files are checked ${every(answer.interval_seconds)} from now on.`));
  const run = useChange(() => call(c.schedulerRun, at('run-now'), { method: 'POST' }), stale, ({ message }) => told(message.replace(/\.$/, ''), 'The Audit History below shows what it found.'));
  return (
    <form className="scheduler-form" noValidate onSubmit={(event) => { event.preventDefault(); if (problem === undefined && isChanged && status.running) save.mutate(); }}>
      <div className="scheduler-interval">
        <NumberInput label="Interval (seconds)" description={problem === undefined ? `30 to 3,600. ${Number(value)} is ${every(Number(value))}.` : undefined} inputWrapperOrder={['label', 'input', 'description', 'error']} value={value} onChange={setValue} error={problem} min={30} max={3600} step={30} clampBehavior="none" allowDecimal={false} allowNegative={false} className="scheduler-seconds" />
        {isChanged && status.running ? <Button type="submit" size="sm" disabled={problem !== undefined} loading={save.isPending} className="scheduler-save">Save</Button> : null}
      </div>
      <div className="scheduler-buttons">
        <Button size="sm" leftSection={<PlayIcon size={14} />} disabled={status.running || problem !== undefined} loading={start.isPending} onClick={() => start.mutate()}>Start</Button>
        <Button size="sm" variant="default" leftSection={<StopIcon size={14} />} disabled={!status.running} loading={stop.isPending} onClick={() => stop.mutate()}>Stop</Button>
        <Button size="sm" variant="default" leftSection={<BoltIcon size={14} />} loading={run.isPending} onClick={() => run.mutate()}>Run now</Button>
      </div>
    </form>
  );
}

function Watching({ status }: { status: Scheduler }) {
  const { active, paths, trouble } = status.watching;
  if (trouble !== null) return <span className="tone-attention">{trouble}</span>;
  if (active) return <span>On: changes in {plural(paths, 'path')} are seen at once</span>;
  return <span className="dim">{status.running ? 'Off: changes are seen at the next check' : 'Off while stopped'}</span>;
}

function Content({ status }: { status: Scheduler }) {
  const may = useMay('operate', 'control the scheduler');
  return (
    <>
      {may.ok ? <Controls status={status} /> : <LockedPanel reason={may.reason}><p className="dim">You see all it finds. Checks run {every(status.interval_seconds)}{status.running ? '' : ' once it is started'}.</p></LockedPanel>}
      <Progress status={status} />
      <dl className="facts scheduler-facts">
        <div className="fact"><dt>Next check</dt><dd><Next status={status} /></dd></div>
        <div className="fact"><dt>Last check</dt><dd><TimeOrNever at={status.last_run} />{status.last_status === 'failed' || status.last_status === 'partial' ? <span className="tone-attention"> · {status.last_status === 'failed' ? 'it failed' : 'not all could be read'}</span> : null}</dd></div>
        <div className="fact"><dt>Every byte compared</dt><dd>{status.last_full_comparison === null ? <span className="dim">not yet</span> : <Time at={status.last_full_comparison} />} <span className="dim">· {every(status.full_interval_seconds)}</span></dd></div>
        <div className="fact"><dt>Watching</dt><dd><Watching status={status} /></dd></div>
      </dl>
      {may.ok ? <SchedulerOptions status={status} /> : null}
    </>
  );
}

/** When files are checked: the controls, and what they lead to. */
export function SchedulerCard() {
  const status = useQuery(schedulerQuery);
  return (
    <Card title="Scheduler controls" aside={status.data === undefined ? null : <StatusBadge status={status.data} />} className="scheduler-card">
      <Loaded of={status} skeleton={<Rows count={5} />}>{(data) => <Content status={data} />}</Loaded>
    </Card>
  );
}
