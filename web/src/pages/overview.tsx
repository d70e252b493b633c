import type { Overview } from '../../../src/api/contract/index.ts';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useScanNow } from '../actions.tsx';
import { overviewQuery } from '../api/queries.ts';
import { Bars } from '../components/bars.tsx';
import { Changes } from '../components/changes.tsx';
import { useFold } from '../components/fold.tsx';
import { Figures } from '../components/figures.tsx';
import { FirstStart } from '../components/first-start.tsx';
import { Gaps } from '../components/gaps.tsx';
import { PlayIcon } from '../components/icons.tsx';
import { MayButton } from '../components/may.tsx';
import { Card, ToneMark } from '../components/parts.tsx';
import { Rounds } from '../components/rounds.tsx';
import { Loaded } from '../components/states.tsx';
import { Checklist } from '../components/checklist.tsx';
import { Time } from '../components/time.tsx';
import { amount, count, plural } from '../format.ts';
import { listed } from '../words.ts';

const toneMarks = { good: 'good', attention: 'attention', bad: 'bad', unknown: 'quiet' } as const;

export function ScanNow({ running }: { running: string | null }) {
  const scan = useScanNow();
  if (running !== null) {
    return <Button component={Link} to={`/runs/${running}`} size="sm" variant="light" leftSection={<ToneMark tone="busy" size={14} />}>Watch the scan</Button>;
  }
  return <MayButton what="run scans" size="sm" onClick={() => scan.mutate()} loading={scan.isPending} leftSection={<PlayIcon size={14} />}>Run a scan now</MayButton>;
}

/** When the figures were true, and how much of the estate they cover. */
export function Freshness({ data }: { data: Overview }) {
  const { last_run: last, gaps } = data;
  if (last?.finished_at == null) return <>No scan has finished yet</>;
  const regions = [...new Set(gaps.map((gap) => gap.region))];
  const where = regions.length > 3 ? `${regions.length} regions not read in full` : `${listed(regions)} not read in full`;
  return (
    <>
      As of <Time at={last.finished_at} />, {gaps.length === 0 ? <span className="tone-good">complete</span> : <span className="tone-attention">partial: {where}</span>}
    </>
  );
}

function Verdict({ data }: { data: Overview }) {
  return (
    <header className="verdict">
      <span className={`verdict-mark verdict-${data.tone}`}><ToneMark tone={toneMarks[data.tone]} size={18} /></span>
      <div className="verdict-words">
        <h1>{data.verdict}</h1>
        <p className="page-sub">
          <Freshness data={data} /> · {data.schedule.enabled ? <>{data.schedule.description}{data.schedule.next_scan === null ? '' : <>, next <Time at={data.schedule.next_scan} /></>}</> : <>no scheduled scan: <Link to="/schedules">set one</Link></>}
        </p>
      </div>
      <ScanNow running={data.running?.id ?? null} />
    </header>
  );
}

function Also({ data }: { data: Overview }) {
  const { shown, more } = useFold(data.also);
  if (data.also.length === 0) return null;
  return (
    <Card title="Other rules that found something" flush>
      <table className="table">
        <thead><tr><th>Rule</th><th className="right">Resources</th><th className="right">USD a month</th></tr></thead>
        <tbody>
          {shown.map((each) => (
            <tr key={each.rule_id}>
              <td><Link to="/findings" search={{ rule_id: each.rule_id }}>{each.title}</Link></td>
              <td className="right num">{count(each.count)}</td>
              <td className="right num">{each.monthly_saving === 0 ? '–' : amount(each.monthly_saving)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </Card>
  );
}

function Content({ data }: { data: Overview }) {
  if (data.last_run === null && data.running === null) return <FirstStart data={data} />;
  const byType = [...data.by_type].filter((each) => each.count > 0).sort((a, b) => b.count - a.count);
  const byRegion = [...data.by_region].sort((a, b) => b.count - a.count);
  return (
    <>
      <Verdict data={data} />
      <Figures data={data} />
      <Checklist items={data.checklist} />
      <div className="grid-2">
        <Card title="Unused by type">
          <Bars
            label="Unused resources by type"
            unit="resource"
            items={byType.map((each) => ({ id: each.type, label: each.label, count: each.count, saving: each.monthly_saving, search: { headline: 'true', type: each.type } }))}
            empty="No type has unused resources."
          />
        </Card>
        <Card title="Unused by region" aside={byRegion.length > 8 ? plural(byRegion.length, 'region') : null}>
          <Bars
            label="Unused resources by region"
            unit="resource"
            items={byRegion.map((each) => ({ id: each.region, label: each.region, count: each.count, saving: each.monthly_saving, search: { headline: 'true', region: each.region } }))}
            empty="No region has unused resources."
          />
        </Card>
      </div>
      <div className="grid-2">
        <Rounds data={data} />
        <Gaps data={data} />
      </div>
      <div className={data.also.length === 0 ? '' : 'grid-wide'}>
        <Changes data={data} />
        <Also data={data} />
      </div>
    </>
  );
}

function Shape() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton height={28} width="55%" mb={10} />
      <Skeleton height={16} width="35%" mb={24} />
      <div className="figures">{[1, 2, 3, 4].map((each) => <Skeleton key={each} height={124} />)}</div>
      <div className="grid-2"><Skeleton height={280} /><Skeleton height={280} /></div>
    </div>
  );
}

export function OverviewPage() {
  const overview = useQuery(overviewQuery);
  return <div className="page page-overview"><Loaded of={overview} skeleton={<Shape />}>{(data) => <Content data={data} />}</Loaded></div>;
}
