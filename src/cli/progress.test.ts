import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgress, progressLine } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { displayWidth } from './text.ts';

afterEach(() => void vi.useRealTimers());

const screen = (isErrTerminal: boolean): { terminal: Terminal; written: () => string } => {
  let text = '';
  const terminal: Terminal = { out: () => undefined, err: (more) => void (text += more), isOutTerminal: true, isErrTerminal, columns: () => 60, errColumns: () => 60, hasColor: false };
  return { terminal, written: () => text };
};
const state = { label: 'Collecting', done: 12, total: 48, detail: '12 of 48 targets' };

describe('the progress bar', () => {
  it('shows after a second and is gone at the end', () => {
    vi.useFakeTimers();
    const { terminal, written } = screen(true);
    const progress = createProgress(terminal, { isQuiet: false });
    progress.update(state);
    vi.advanceTimersByTime(900);
    expect(written()).toBe('');
    vi.advanceTimersByTime(400);
    expect(written()).toContain('Collecting ██████░░░░░░░░░░░░░░░░░░  25 %');
    progress.end();
    expect(written().endsWith('\r\u001b[K')).toBe(true);
    const length = written().length;
    vi.advanceTimersByTime(2000);
    expect(written()).toHaveLength(length);
  });

  it('writes nothing into a pipe, and nothing when quiet', () => {
    vi.useFakeTimers();
    for (const [isTerminal, isQuiet] of [[false, false], [true, true]] as const) {
      const { terminal, written } = screen(isTerminal);
      const progress = createProgress(terminal, { isQuiet });
      progress.update(state);
      vi.advanceTimersByTime(5000);
      progress.end();
      expect(written()).toBe('');
    }
  });

  it('never reaches the last column and says what it knows', () => {
    for (const columns of [20, 60, 200]) expect(displayWidth(progressLine(state, 3, columns))).toBeLessThan(columns);
    expect(progressLine({ label: 'Waiting', done: 0, total: 0, detail: '' }, 3, 60)).toBe('Waiting …  3.0 s');
    expect(progressLine({ ...state, done: 100 }, 3, 80)).toContain('100 %');
  });
});
