/** The shape of a figure over time; the figure beside it says the value. Zero-based. */
export function Sparkline({ values, label, width = 96, height = 32 }: { values: number[]; label: string; width?: number; height?: number }) {
  if (values.length < 2) return null;
  const top = Math.max(...values, 1);
  const step = (width - 6) / (values.length - 1);
  const points = values.map((value, index) => [3 + index * step, height - 3 - (value / top) * (height - 6)] as const);
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const last = points.at(-1);
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}: from ${values[0]} to ${values.at(-1)}`}>
      <polygon points={`3,${height - 3} ${line} ${width - 3},${height - 3}`} className="spark-area" />
      <polyline points={line} className="spark-line" />
      {last === undefined ? null : <circle cx={last[0]} cy={last[1]} r="2.5" className="spark-dot" />}
    </svg>
  );
}
