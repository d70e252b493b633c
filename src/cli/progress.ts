import type { Terminal } from './terminal.ts';
import { truncate, visible } from './text.ts';
import { duration } from './words.ts';

/** How far something is; without a total the bar only says that it goes on. */
export interface ProgressState {
  label: string;
  done: number;
  total: number;
  detail: string;
}

export interface Progress {
  update(state: ProgressState): void;
  /** Takes the bar away, e.g. before other lines are written; the next update draws it again. */
  clear(): void;
  end(): void;
}

const afterMs = 1000;
const everyMs = 100;
const barWidth = 24;

/** A bar on stderr for what takes longer than a second; nothing where stderr is no terminal. */
export function createProgress(terminal: Terminal, options: { isQuiet: boolean; afterMs?: number; now?: () => number }): Progress {
  const { isQuiet, now = () => performance.now() } = options;
  if (!terminal.isErrTerminal || isQuiet) return { update: () => undefined, clear: () => undefined, end: () => undefined };
  const startedAt = now();
  let state: ProgressState | undefined;
  let isDrawn = false;
  const draw = (): void => {
    if (state === undefined || now() - startedAt < (options.afterMs ?? afterMs)) return;
    isDrawn = true;
    terminal.err(`\r${progressLine(state, (now() - startedAt) / 1000, terminal.errColumns())}\u001b[K`);
  };
  const timer = setInterval(draw, everyMs);
  timer.unref();
  const clear = (): void => {
    if (isDrawn) terminal.err('\r\u001b[K');
    isDrawn = false;
  };
  return {
    update: (next) => {
      state = next;
    },
    clear,
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}

export function progressLine({ label, done, total, detail }: ProgressState, seconds: number, columns: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * barWidth);
  const bar = total > 0 ? `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${String(Math.floor(share * 100)).padStart(3)} %` : '…';
  // The last column stays free: a full line would scroll.
  return truncate(visible(`${label} ${bar}  ${detail}${detail === '' ? '' : ', '}${duration(seconds)}`), columns - 1);
}
