import { useMemo } from 'react';
import { qrOf } from '../qr.ts';

/** Dark on white in both themes: readers want it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = useMemo(() => qrOf(text), [text]);
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return <svg className="qr" viewBox={`-2 -2 ${rows.length + 4} ${rows.length + 4}`} role="img" aria-label={label} shapeRendering="crispEdges"><path d={path} fill="#000" /></svg>;
}
