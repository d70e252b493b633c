import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { absolute, localZone, relative } from '../format.ts';

let now = Date.now();
const listeners = new Set<() => void>();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** One clock for all relative times on the page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** `4 min ago`, with the exact time in both zones in the tooltip. */
export function Time({ at, prefix = '' }: { at: string; prefix?: string }) {
  const current = Math.max(useNow(), 0);
  const label = localZone === 'UTC' ? absolute(at, 'UTC') : `${absolute(at)} (here)\n${absolute(at, 'UTC')}`;
  return (
    <Tooltip label={label} style={{ whiteSpace: 'pre-line' }}>
      <time dateTime={at} className="time">
        {prefix}
        {relative(at, current)}
      </time>
    </Tooltip>
  );
}

export function TimeOrNever({ at, never = 'never' }: { at: string | null; never?: string }) {
  return at === null ? <span className="dim">{never}</span> : <Time at={at} />;
}
