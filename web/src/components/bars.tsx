import { SegmentedControl, Skeleton, useComputedColorScheme } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { amount, count } from '../format.ts';
import type { Search } from '../search-state.ts';
import type { BarChart } from '../charts/bar-chart.ts';

export interface Bar {
  id: string;
  label: string;
  count: number;
  saving: number;
  search: Search;
}

interface BarsProps {
  label: string;
  unit: string;
  items: Bar[];
  empty: string;
}

const mostBars = 8;

/** The longest bars; what is left is one bar, so that the sum stays whole. */
function shownOf(items: Bar[]): Bar[] {
  if (items.length <= mostBars) return items;
  const rest = items.slice(mostBars - 1);
  const sum = (pick: (bar: Bar) => number): number => rest.reduce((total, bar) => total + pick(bar), 0);
  return [...items.slice(0, mostBars - 1), { id: 'rest', label: `${rest.length} others`, count: sum((bar) => bar.count), saving: sum((bar) => bar.saving), search: { headline: 'true' } }];
}

function Chart({ items, label, onPick }: { items: Bar[]; label: string; onPick: (bar: Bar) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<BarChart | null>(null);
  const [isReady, setReady] = useState(false);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    let isGone = false;
    void import('../charts/bar-chart.ts').then(({ drawBars }) => {
      if (isGone || place.current === null) return;
      chart.current = drawBars(place.current);
      setReady(true);
    });
    return () => {
      isGone = true;
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    if (isReady) chart.current?.update(items, scheme, onPick);
  }, [isReady, items, scheme, onPick]);
  const words = items.map((each) => `${each.label} ${each.count}`).join(', ');
  return (
    <div className="chart" style={{ height: items.length * 30 + 4 }}>
      {isReady ? null : <Skeleton height="100%" />}
      <div ref={place} role="img" aria-label={`${label}: ${words}`} className="chart-place" />
    </div>
  );
}

function AsTable({ items, label }: { items: Bar[]; label: string }) {
  return (
    <table className="table table-tight" aria-label={label}>
      <thead><tr><th>Name</th><th className="right">Resources</th><th className="right">USD a month</th></tr></thead>
      <tbody>
        {items.map((each) => (
          <tr key={each.id}>
            <td><Link to="/findings" search={each.search}>{each.label}</Link></td>
            <td className="right num">{count(each.count)}</td>
            <td className="right num">{each.saving === 0 ? '–' : amount(each.saving)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Bars({ label, items, empty }: BarsProps) {
  const [view, setView] = useState('Chart');
  const navigate = useNavigate();
  const pick = useRef((bar: Bar) => void navigate({ to: '/findings', search: bar.search }));
  if (items.length === 0) return <p className="dim card-none">{empty}</p>;
  return (
    <div className="bars">
      <SegmentedControl size="xs" className="bars-view" data={['Chart', 'Table']} value={view} onChange={setView} aria-label={`${label}: show as`} />
      {view === 'Chart' ? <Chart items={shownOf(items)} label={label} onPick={pick.current} /> : <AsTable items={items} label={label} />}
    </div>
  );
}
