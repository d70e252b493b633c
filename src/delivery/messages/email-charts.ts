import type { RunSummary } from '../../core/summary.ts';
import type { BarChart } from '../charts/bar-chart.ts';
import { plainLine } from './plain.ts';
import { count, money } from './words.ts';

const shownRegions = 8;

/** The three images of a mail. Their numbers stand in its tables too, for those who see no images. */
export function chartsOf(summary: RunSummary): BarChart[] {
  const types = summary.headline.filter((group) => group.count > 0);
  const bySaving = summary.byRegion.filter(({ monthlySaving }) => monthlySaving > 0).toSorted((a, b) => b.monthlySaving - a.monthlySaving);
  const total = (value: number) => ({ value, text: String(value) });
  const saving = (value: number) => ({ value, text: `${summary.isEstimate ? '~' : ''}${money(value)}` });
  return [
    {
      id: 'unused-by-type',
      title: 'Unused resources by type',
      color: 'count',
      empty: 'Nothing unused in what was read.',
      bars: types.map((group) => ({ label: plainLine(group.label), ...total(group.count) })),
    },
    {
      id: 'unused-by-region',
      title: 'Unused resources by region',
      color: 'count',
      empty: 'Nothing unused in what was read.',
      bars: folded(summary.byRegion.filter((entry) => entry.count > 0).map((entry) => ({ label: plainLine(entry.region), value: entry.count })), total),
    },
    {
      id: 'saving-by-region',
      title: 'Saving a month by region',
      color: 'money',
      empty: 'Nothing with a known price in what was read.',
      bars: folded(bySaving.map((entry) => ({ label: plainLine(entry.region), value: entry.monthlySaving })), saving),
    },
  ];
}

/** What an image says, for those who do not see it. */
export function altText({ title, bars, empty }: BarChart): string {
  return `${title}: ${bars.length === 0 ? empty : bars.map(({ label, text }) => `${label} ${text}`).join(', ')}`;
}

function folded(bars: readonly { label: string; value: number }[], write: (value: number) => { value: number; text: string }): BarChart['bars'] {
  const shown = bars.length > shownRegions ? bars.slice(0, shownRegions - 1) : bars;
  const rest = bars.slice(shown.length);
  const drawn = shown.map(({ label, value }) => ({ label, ...write(value) }));
  if (rest.length === 0) return drawn;
  return [...drawn, { label: count(rest.length, 'other'), ...write(rest.reduce((sum, { value }) => sum + value, 0)) }];
}
