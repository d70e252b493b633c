import type { Job } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { jobsQuery } from '../api/extraction-queries.ts';
import { connectionsQuery } from '../api/queries.ts';
import { FacetFilter } from '../components/facet-filter.tsx';
import { CloseIcon } from '../components/icons.tsx';
import { MayButton } from '../components/may.tsx';
import { Card, Status } from '../components/parts.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { count, duration, plural } from '../format.ts';
import { joined, useSearchState, values } from '../search-state.ts';
import { statusName } from '../words.ts';
import { ExtractNow } from './start-dialog.tsx';
import { isActive, scopeText } from './words.ts';

const statuses = ['running', 'queued', 'completed', 'partial', 'failed', 'cancelled'];
const atOnce = 50;
/** What the API gives at once at most. */
const most = 1000;

/** What became of the artifacts, worst first; quiet where all arrived. */
export function Delivered({ delivery }: { delivery: Job['delivery'] }) {
  if (delivery === null) return <span className="dim">no transport</span>;
  const { transports, delivered, failed, waiting } = delivery;
  return (
    <>
      <span>{count(delivered)}</span>
      {transports > 1 ? <span className="cell-sub">to {transports} transports</span> : null}
      {failed > 0 ? <span className="cell-sub tone-bad">{count(failed)} failed</span> : null}
      {waiting > 0 ? <span className="cell-sub tone-attention">{count(waiting)} waiting</span> : null}
    </>
  );
}

function Row({ job }: { job: Job }) {
  return (
    <tr>
      <td className="nowrap"><Status value={job.status} /></td>
      <td>
        <Link to="/extraction/jobs/$jobId" params={{ jobId: job.job_id }} className="row-link wraps">{scopeText(job)}</Link>
        <span className="cell-sub">{job.schedule_name === null ? 'By hand' : `By ${job.schedule_name}`}<span className="only-sm"> · <Time at={job.created_at} /></span></span>
        {(job.delivery?.failed ?? 0) > 0 ? <span className="cell-sub only-sm tone-bad">{count(job.delivery?.failed ?? 0)} not delivered</span> : null}
        {job.errors[0] === undefined ? null : <span className="cell-sub tone-bad">{job.errors[0]}</span>}
      </td>
      <td className="from-sm nowrap dim"><Time at={job.created_at} /></td>
      <td className="from-md right num nowrap dim">{job.duration_seconds === null ? '–' : duration(job.duration_seconds)}</td>
      <td className="right num nowrap">{count(job.resources_extracted)}</td>
      <td className="from-sm right num nowrap"><Delivered delivery={job.delivery} /></td>
    </tr>
  );
}

function Nothing({ isFiltered, onClear, onStart }: { isFiltered: boolean; onClear: () => void; onStart: () => void }) {
  const connections = useQuery(connectionsQuery).data?.items;
  if (isFiltered) return <Empty title="No job matches these filters" action={<Button variant="default" onClick={onClear}>Show all jobs</Button>} />;
  if (connections?.some(({ provider, state }) => provider !== 'files' && state === 'connected') === false) {
    return <Empty title="No cloud is connected" action={<Button component={Link} to="/settings/connections">Connect a cloud</Button>}>An extraction reads every resource of your accounts. It needs an account to read.</Empty>;
  }
  return <Empty title="Nothing has been extracted yet" action={<><ExtractNow size="xs" /><MayButton what="start extractions" variant="default" onClick={onStart}>Choose what to read</MayButton></>}>An extraction reads every resource of your accounts, records it in the inventory and hands it on to your transports.</Empty>;
}

export function JobList({ onStart }: { onStart: () => void }) {
  const [search, update] = useSearchState();
  const [limit, setLimit] = useState(atOnce);
  const list = useQuery(jobsQuery({ status: search['status'], schedule_id: search['schedule_id'] }, limit));
  const jobs = list.data?.jobs ?? [];
  const total = list.data?.total ?? 0;
  const isFiltered = search['status'] !== undefined || search['schedule_id'] !== undefined;
  const clear = (): void => update({ status: undefined, schedule_id: undefined });
  const only = jobs[0]?.schedule_name;
  return (
    <>
      {jobs.length > 0 || isFiltered ? (
        <div className="chips gap-below">
          <FacetFilter label="Status" options={statuses.map((value) => ({ value, label: statusName(value), count: jobs.filter((job) => job.status === value).length }))} chosen={values(search['status'])} onChange={(next) => update({ status: joined(next) }, { replace: true })} />
          {search['schedule_id'] === undefined ? null : <span className="chip chip-on">Schedule: <span className="chip-value">{only ?? 'one only'}</span><button type="button" aria-label="Remove the filter schedule" onClick={() => update({ schedule_id: undefined })}><CloseIcon size={12} /></button></span>}
        </div>
      ) : null}
      <Loaded of={list}>
        {() => jobs.length === 0 ? <Card><Nothing isFiltered={isFiltered} onClear={clear} onStart={onStart} /></Card> : (
          <Card flush>
            <table className="table table-rows" aria-label="Extraction jobs">
              <thead><tr><th>Status</th><th>What was read</th><th className="from-sm">Started</th><th className="from-md right">Took</th><th className="right">Resources</th><th className="from-sm right">Delivered</th></tr></thead>
              <tbody>{jobs.map((job) => <Row key={job.job_id} job={job} />)}</tbody>
            </table>
          </Card>
        )}
      </Loaded>
      {jobs.length < total && limit < most ? <p className="list-foot"><Button variant="default" loading={list.isPlaceholderData} onClick={() => setLimit(Math.min(most, limit * 4))}>Show older jobs ({count(total - jobs.length)})</Button></p> : null}
    </>
  );
}

/** `A job is running: …`, or how the last one went. */
export function jobsTitle(jobs: Job[] | undefined): string {
  if (jobs === undefined) return 'Extraction';
  const running = jobs.filter((job) => isActive(job.status));
  if (running.length > 0) return running.length === 1 ? `One extraction is ${running[0]?.status === 'queued' ? 'queued' : 'running'}` : `${running.length} extractions are under way`;
  const last = jobs[0];
  if (last === undefined) return 'Nothing has been extracted yet';
  const found = plural(last.resources_extracted, 'resource');
  const words: Record<string, string> = { completed: `The last extraction read ${found}`, partial: `The last extraction is partial: ${found}`, failed: 'The last extraction failed', cancelled: `The last extraction was cancelled after ${found}` };
  return words[last.status] ?? 'Extraction';
}
