import type { Overview } from '../../../src/api/contract/index.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { totalsQuery } from '../api/audit-queries.ts';
import { statusCounts, wrongIn, wrongStatuses } from '../audit-words.ts';
import { count, money, plural } from '../format.ts';
import type { Search } from '../search-state.ts';
import { FilesIcon, FindingsIcon, InventoryIcon, KeyIcon } from './icons.tsx';
import { Sparkline } from './sparkline.tsx';

interface FigureProps {
  title: string;
  icon: ReactNode;
  value: string;
  /** Against the scan before; more is worse. */
  change: number | null;
  changeWords: (size: number) => string;
  less?: string;
  note?: string;
  trend: number[];
  search: Search;
}

function Change({ change, words, less }: { change: number | null; words: (size: number) => string; less: string }) {
  if (change === null) return <span className="dim">first scan</span>;
  if (Math.abs(change) < 0.005) return <span className="dim">no change</span>;
  const isMore = change > 0;
  return (
    <span className={isMore ? 'change change-worse' : 'change change-better'}>
      <span aria-hidden="true">{isMore ? '▲' : '▼'}</span> {words(Math.abs(change))} {isMore ? 'more' : less}
    </span>
  );
}

function Figure({ title, icon, value, change, changeWords, note, trend, search, less = 'fewer' }: FigureProps) {
  return (
    <Link to="/findings" search={search} className="figure">
      <span className="figure-title">{icon}{title}</span>
      <span className="figure-row">
        <span className="figure-value">{value}</span>
        <Sparkline values={trend} label={`${title} over the last ${trend.length} scans`} />
      </span>
      <span className="figure-foot"><Change change={change} words={changeWords} less={less} />{note === undefined ? null : <span className="dim"> · {note}</span>}</span>
    </Link>
  );
}

/** Grey with a reason where nothing is known. */
function FilesFigure() {
  const totals = useQuery(totalsQuery).data;
  const isKnown = totals !== undefined && totals.files > 0;
  const wrong = totals === undefined ? 0 : wrongIn(totals);
  return (
    <Link to="/files" search={wrong > 0 ? { status: wrongStatuses.join(',') } : {}} className={isKnown ? 'figure' : 'figure figure-unknown'}>
      <span className="figure-title"><FilesIcon size={14} />Tampered files</span>
      <span className="figure-row"><span className={wrong > 0 ? 'figure-value tone-bad' : 'figure-value'}>{isKnown ? count(wrong) : '–'}</span></span>
      <span className="figure-foot dim">{isKnown ? (wrong > 0 ? `of ${count(totals.files)}: ${statusCounts({ ...totals })}` : `of ${plural(totals.files, 'file')}`) : 'No files are watched: choose some'}</span>
    </Link>
  );
}

export function Figures({ data }: { data: Overview }) {
  const { unused, saving, keys, trend } = data;
  return (
    <div className="figures">
      <Figure title="Unused resources" icon={<InventoryIcon size={14} />} value={count(unused.total)} change={unused.change} changeWords={count} trend={trend.map((each) => each.unused)} search={{ headline: 'true' }} note={`${plural(data.by_region.filter((each) => each.count > 0 && each.region !== 'global').length, 'region')}`} />
      <Figure title="Could save a month" icon={<FindingsIcon size={14} />} value={money(saving.monthly, saving.currency, saving.is_estimate)} change={saving.change} less="less" changeWords={(size) => money(size, saving.currency)} trend={trend.map((each) => each.monthly_saving)} search={{}} note="list prices" />
      <Figure title="High-risk access keys" icon={<KeyIcon size={14} />} value={count(keys.high)} change={keys.change} changeWords={count} trend={trend.map((each) => each.high_risk_keys)} search={{ risk: 'High' }} note={`${count(keys.low)} Low`} />
      <FilesFigure />
    </div>
  );
}
