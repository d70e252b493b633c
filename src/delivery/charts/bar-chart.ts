import { plainLine } from '../messages/plain.ts';

export interface BarChart {
  id: string;
  title: string;
  /** In the order they are drawn; `text` is the value as it is read. */
  bars: readonly { label: string; value: number; text: string }[];
  color: 'count' | 'money';
  /** Shown instead of bars where there are none. */
  empty: string;
}

export const chartWidth = 552;
const padding = 20;
const labelWidth = 150;
const rowHeight = 30;
const barHeight = 14;
const headHeight = 52;
/** A light card with a border of its own is legible on a white page and on a dark one. */
const colors = { card: '#f8fafc', border: '#e2e8f0', title: '#0f172a', label: '#475569', track: '#e9eef5', count: '#4f46e5', money: '#0d9488' };
const font = 'DejaVu Sans';

export function chartHeight({ bars }: BarChart): number {
  return headHeight + Math.max(1, bars.length) * rowHeight + padding - 8;
}

/** Horizontal bars from zero with the value at the end of each, as SVG. */
export function barChartSvg(chart: BarChart): string {
  const height = chartHeight(chart);
  const longest = Math.max(...chart.bars.map(({ text }) => text.length), 1);
  const valueWidth = longest * 8.2 + 12;
  const room = chartWidth - 2 * padding - labelWidth - valueWidth;
  const greatest = Math.max(...chart.bars.map(({ value }) => value), 0);
  const rows = chart.bars.map((bar, index) => row(bar, index, { room, greatest, color: colors[chart.color] }));
  const empty = `<text x="${padding}" y="${headHeight + 16}" font-size="13" fill="${colors.label}">${escapeXml(chart.empty)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${chartWidth}" height="${height}" viewBox="0 0 ${chartWidth} ${height}" font-family="${font}">
<rect x="0.5" y="0.5" width="${chartWidth - 1}" height="${height - 1}" rx="8" fill="${colors.card}" stroke="${colors.border}"/>
<text x="${padding}" y="33" font-size="14" font-weight="bold" fill="${colors.title}">${escapeXml(chart.title)}</text>
${rows.length === 0 ? empty : rows.join('\n')}
</svg>`;
}

function row(bar: BarChart['bars'][number], index: number, scale: { room: number; greatest: number; color: string }): string {
  const middle = headHeight + index * rowHeight + rowHeight / 2;
  const left = padding + labelWidth;
  // The least bar is still seen, and nothing is drawn for zero.
  const width = bar.value <= 0 || scale.greatest <= 0 ? 0 : Math.max(3, (bar.value / scale.greatest) * scale.room);
  const top = middle - barHeight / 2;
  const drawn = width === 0 ? '' : `<rect x="${left}" y="${top}" width="${width.toFixed(1)}" height="${barHeight}" rx="3" fill="${scale.color}"/>`;
  return [
    `<text x="${padding}" y="${middle + 4.5}" font-size="13" fill="${colors.label}">${escapeXml(plainLine(bar.label, 18))}</text>`,
    `<rect x="${left}" y="${top}" width="${scale.room.toFixed(1)}" height="${barHeight}" rx="3" fill="${colors.track}"/>`,
    drawn,
    `<text x="${chartWidth - padding}" y="${middle + 4.5}" text-anchor="end" font-size="13" font-weight="bold" fill="${colors.title}">${escapeXml(bar.text)}</text>`,
  ].join('');
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
