import type { Run } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { overviewQuery, runsQuery } from '../api/queries.ts';
import { FacetFilter } from '../components/facet-filter.tsx';
import { HeatStrip } from '../components/heat-strip.tsx';
import { Card, PageHead, Status } from '../components/parts.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { count, duration, plural } from '../format.ts';
import { joined, useSearchState, values } from '../search-state.ts';
import { statusName } from '../words.ts';
import { ScanNow } from './overview.tsx';

const statuses = ['running', 'queued', 'completed', 'partial', 'failed', 'cancelled'];

function titleOf(last: Run | null | undefined, running: Run | null | undefined): string {
  if (running != null) return `A scan is running: ${running.counts.finished} of ${running.counts.targets} targets done`;
  if (last == null) return 'No scan has run yet';
  const words: Record<string, string> = { completed: 'The last round read everything', partial: 'The last round is partial', failed: 'The last round failed', cancelled: 'The last round was cancelled' };
  return words[last.status] ?? 'Runs';
}

const originOf = (run: Run): string => (run.origin === 'schedule' ? (run.schedule_name === 'scheduled-scan' ? 'Scheduled scan' : (run.schedule_name ?? 'A schedule')) : run.source === null ? 'By hand' : `By hand, from ${run.source}`);

function RunRow({ run }: { run: Run }) {
  const { counts } = run;
  return (
    <tr>
      <td className="nowrap"><Status value={run.status} /></td>
      <td>
        <Link to="/runs/$runId" params={{ runId: run.id }} className="row-link wraps">{run.headline === '' ? statusName(run.status) : run.headline}</Link>
        <span className="cell-sub">{originOf(run)}<span className="only-sm"> · <Time at={run.created_at} /></span></span>
      </td>
      <td className="from-sm nowrap dim"><Time at={run.created_at} /></td>
      <td className="from-md right num nowrap dim">{run.duration_seconds === null ? '–' : duration(run.duration_seconds)}</td>
      <td className="from-md right num nowrap">{count(counts.complete)}<span className="dim"> / {count(counts.targets)}</span></td>
      <td className="from-lg right num dim">{count(counts.resources)}</td>
      <td className="right num nowrap">{counts.findings_opened === 0 && counts.findings_resolved === 0 ? <span className="dim">–</span> : <>{counts.findings_opened > 0 ? <span className="tone-attention">+{counts.findings_opened}</span> : null} {counts.findings_resolved > 0 ? <span className="tone-good">−{counts.findings_resolved}</span> : null}</>}</td>
    </tr>
  );
}

function RunTable({ runs }: { runs: Run[] }) {
  return (
    <table className="table table-rows">
      <thead>
        <tr>
          <th>Status</th><th>What it found</th><th className="from-sm">Started</th><th className="from-md right">Took</th>
          <th className="from-md right">Targets read</th><th className="from-lg right">Resources</th><th className="right">Findings</th>
        </tr>
      </thead>
      <tbody>{runs.map((run) => <RunRow key={run.id} run={run} />)}</tbody>
    </table>
  );
}

export function RunsPage() {
  const [search, update] = useSearchState();
  const overview = useQuery(overviewQuery);
  const list = useInfiniteQuery(runsQuery({ status: search['status'], schedule_id: search['schedule_id'] }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const beats = (overview.data?.trend ?? []).map((each) => ({ key: each.run_id, at: each.at, status: each.status, runId: each.run_id, text: plural(each.unused, 'unused resource') }));
  return (
    <div className="page page-form">
      <PageHead
        title={overview.data === undefined ? 'Runs' : titleOf(overview.data.last_run, overview.data.running)}
        sub={overview.data?.last_run == null ? 'A run is one pass over your accounts.' : <>{overview.data.last_run.headline} <Time at={overview.data.last_run.finished_at ?? overview.data.last_run.created_at} />.</>}
        actions={<ScanNow running={overview.data?.running?.id ?? null} />}
      />
      {beats.length === 0 ? null : <Card className="gap-below"><HeatStrip beats={beats} label="The last 30 rounds, oldest first" /></Card>}
      <div className="chips gap-below">
        <FacetFilter label="Status" options={statuses.map((value) => ({ value, label: statusName(value), count: rows.filter((run) => run.status === value).length }))} chosen={values(search['status'])} onChange={(next) => update({ status: joined(next) }, { replace: true })} />
        {search['schedule_id'] === undefined ? null : <button type="button" className="chip chip-on" onClick={() => update({ schedule_id: undefined })}>One schedule only: show all</button>}
      </div>
      <Loaded of={list}>
        {() => rows.length === 0 ? (
          <Empty title={search['status'] === undefined ? 'No runs yet' : 'No run has this status'} action={search['status'] === undefined ? <ScanNow running={null} /> : <Button variant="default" onClick={() => update({ status: undefined })}>Show all</Button>}>
            {search['status'] === undefined ? 'Run a scan now, or set when scans run by themselves.' : undefined}
          </Empty>
        ) : (
          <Card flush className="table-card"><RunTable runs={rows} /></Card>
        )}
      </Loaded>
      {rows.length > 0 && list.hasNextPage ? <p className="list-foot"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show older runs ({count(total - rows.length)})</Button></p> : null}
    </div>
  );
}
