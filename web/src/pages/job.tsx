import type { JobDetail } from '../../../src/api/contract/index.ts';
import { Progress, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { anything, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { jobQuery } from '../api/extraction-queries.ts';
import { MayButton } from '../components/may.tsx';
import { PageHead, Status } from '../components/parts.tsx';
import { Loaded } from '../components/states.tsx';
import { Ticks } from '../components/ticks.tsx';
import { Time } from '../components/time.tsx';
import { JobGrid } from '../extraction/job-grid.tsx';
import { Asked, Current, Deferred, JobFailures, JobNumbers } from '../extraction/job-parts.tsx';
import { JobTransports } from '../extraction/job-transports.tsx';
import { isActive, scopeText } from '../extraction/words.ts';
import { count, plural } from '../format.ts';
import { onRunEvent } from '../live.ts';

const waitingOf = (job: JobDetail): number => job.transports.reduce((sum, { waiting, state }) => sum + waiting + (state === 'open' ? 1 : 0), 0);

/** Progress of this job makes this job old, and nothing else. */
function useLiveJob(id: string) {
  const client = useQueryClient();
  useEffect(() => {
    let timer: number | undefined;
    const stop = onRunEvent((event) => {
      if (event.data['run_id'] !== id || timer !== undefined) return;
      timer = window.setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: ['job', id] });
      }, 400);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [client, id]);
  // The transports go on after the job has ended, and tell nobody.
  return useQuery({ ...jobQuery(id), refetchInterval: ({ state }) => (state.data === undefined ? false : isActive(state.data.status) ? 3000 : waitingOf(state.data) > 0 ? 3000 : false) });
}

function titleOf(job: JobDetail): string {
  const { progress } = job;
  if (job.status === 'queued') return 'The extraction waits for its turn';
  if (job.status === 'running') return progress.total_tasks === 0 ? 'The extraction is being planned' : `${count(progress.finished_tasks)} of ${plural(progress.total_tasks, 'target')} read`;
  if (job.status === 'failed') return 'The extraction failed';
  if (job.status === 'cancelled') return `Cancelled after ${count(progress.finished_tasks)} of ${plural(progress.total_tasks, 'target')}`;
  const gaps = [progress.failed_tasks === 0 ? '' : `${plural(progress.failed_tasks, 'target')} not in full`, progress.deferred_tasks === 0 ? '' : `${plural(progress.deferred_tasks, 'target')} left for the next job`].filter((each) => each !== '');
  return `${plural(progress.resources, 'resource')} extracted${gaps.length === 0 ? ', nothing left out' : `; ${gaps.join(', ')}`}`;
}

function Cancel({ job }: { job: JobDetail }) {
  const cancel = useChange(() => call(anything, `/extraction/jobs/${job.job_id}`, { method: 'DELETE' }), ['job', 'jobs', 'session']);
  return <MayButton what="cancel extractions" variant="default" size="sm" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>Cancel the extraction</MayButton>;
}

function Content({ job }: { job: JobDetail }) {
  const active = isActive(job.status);
  const { progress } = job;
  const share = progress.total_tasks === 0 ? 0 : (progress.finished_tasks / progress.total_tasks) * 100;
  return (
    <>
      <PageHead
        title={titleOf(job)}
        sub={<><Status value={job.status} /> · {scopeText(job)} · {job.schedule_name === null ? 'started by hand' : <>started by <Link to="/extraction/schedules">{job.schedule_name}</Link></>} <Time at={job.created_at} /></>}
        actions={active ? <Cancel job={job} /> : undefined}
      />
      {active ? <Progress value={share} size="sm" transitionDuration={150} aria-label={`${progress.finished_tasks} of ${progress.total_tasks} targets read`} className="gap-below" /> : null}
      {job.error === null ? null : <p className="note note-bad gap-below" role="alert"><Ticks text={job.error.message} />{job.error.permission === undefined ? null : <> Missing: <code>{job.error.permission}</code></>}</p>}
      <JobNumbers job={job} />
      {active ? <Current job={job} /> : null}
      <JobFailures cells={job.results} />
      <Deferred cells={job.results} job={job} />
      <JobTransports transports={job.transports} jobId={job.job_id} isRunning={active} />
      <div className="gap-below"><JobGrid cells={job.results} isRunning={active} /></div>
      <Asked job={job} />
    </>
  );
}

export function JobPage() {
  const { jobId = '' } = useParams({ strict: false });
  const job = useLiveJob(jobId);
  return (
    <div className="page page-form">
      <p className="crumb"><Link to="/extraction">Extraction</Link> <span aria-hidden="true">/</span> <span className="dim">job {jobId.slice(0, 8)}</span></p>
      <Loaded of={job} skeleton={<><Skeleton height={28} width="50%" mb={20} /><Skeleton height={72} mb={16} /><Skeleton height={160} mb={16} /><Skeleton height={320} /></>}>{(data) => <Content job={data} />}</Loaded>
    </div>
  );
}
