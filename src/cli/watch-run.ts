import { type Run, run as runSchema, runDetail, type RunDetail } from '../api/contract/index.ts';
import { ask, type ApiCall } from './api-call.ts';
import type { ProgressState } from './progress.ts';
import { count } from './words.ts';

const finals: ReadonlySet<string> = new Set(['completed', 'partial', 'failed', 'cancelled']);
export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean => finals.has(status);

const leastPauseMs = 400;

/** Asks again and again until the run ended or the signal came; slow answers are asked for less often. */
export async function watchRun(call: ApiCall, id: string, options: { onChange: (run: RunDetail) => void; signal: AbortSignal }): Promise<RunDetail> {
  for (;;) {
    const askedAt = performance.now();
    const run = await readRun(call, id);
    options.onChange(run);
    if (hasEnded(run) || options.signal.aborted) return run;
    await pause(Math.max(leastPauseMs, 4 * (performance.now() - askedAt)), options.signal);
  }
}

export const readRun = (call: ApiCall, id: string): Promise<RunDetail> => ask(call, runDetail, 'GET', `/api/v1/runs/${encodeURIComponent(id)}`);
export const cancelRun = (call: ApiCall, id: string): Promise<Run> => ask(call, runSchema, 'POST', `/api/v1/runs/${encodeURIComponent(id)}/cancel`, {});

/** Resolves early when the signal comes. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

const phases: Record<string, string> = { plan: 'Planning', collect: 'Collecting', evaluate: 'Judging', notify: 'Telling', done: 'Done' };

export function progressOf({ status, phase, counts }: Run): ProgressState {
  if (status === 'queued') return { label: 'Waiting', done: 0, total: 0, detail: '' };
  const detail = counts.targets === 0 ? '' : `${count(counts.finished)} of ${count(counts.targets)} targets, ${count(counts.resources)} resources`;
  return { label: phases[phase] ?? phase, done: counts.finished, total: counts.targets, detail };
}
