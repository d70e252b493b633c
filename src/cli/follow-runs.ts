import { type LiveEvent, type Run, runPage } from '../api/contract/index.ts';
import { type ApiCall, ask, type Connection } from './api-call.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes } from './fault.ts';
import { followEvents } from './live-events.ts';
import type { Progress } from './progress.ts';
import { complain } from './terminal.ts';
import { jsonText, visible } from './text.ts';
import { hasEnded, pause, progressOf } from './watch-run.ts';
import { duration, localTime } from './words.ts';

const leastPauseMs = 400;

/** Tells of every run as it starts and ends, with a bar for what is under way, until Ctrl-C. */
export async function followRuns(context: Context, connection: Connection): Promise<ExitCode> {
  const progress = context.progress();
  const board = createBoard(context, connection.call, progress);
  try {
    await board.read();
    await (connection.url === undefined ? poll(context, board) : live(context, connection.url, connection.token, board));
    return exitCodes.done;
  } finally {
    progress.end();
  }
}

interface Board {
  /** Reads the newest runs and tells what changed; calls that come while it reads are one more reading. */
  read(): Promise<void>;
}

function createBoard(context: Context, call: ApiCall, progress: Progress): Board {
  const known = new Map<string, Run['status']>();
  let isFirst = true;
  let reading: Promise<void> | undefined;
  let isAskedAgain = false;

  async function once(): Promise<void> {
    const { items } = await ask(call, runPage, 'GET', '/api/v1/runs?limit=20');
    for (const run of items.toReversed()) {
      const before = known.get(run.id);
      known.set(run.id, run.status);
      // Only what is under way counts at the start: the past is `roundsman runs`.
      const isNews = before === undefined ? !isFirst || !hasEnded(run) : before !== run.status;
      if (isNews && !context.isJson) tell(context, progress, run, before === undefined);
    }
    isFirst = false;
    const current = items.find(({ status }) => status === 'running') ?? items.find(({ status }) => status === 'queued');
    if (current === undefined) progress.clear();
    progress.update(current === undefined ? { label: 'Waiting for a run', done: 0, total: 0, detail: '' } : progressOf(current));
  }

  async function read(): Promise<void> {
    if (reading !== undefined) {
      isAskedAgain = true;
      return reading;
    }
    reading = (async () => {
      do {
        isAskedAgain = false;
        await once();
        if (isAskedAgain) await pause(leastPauseMs, context.interrupted);
      } while (isAskedAgain && !context.interrupted.aborted);
    })();
    try {
      await reading;
    } finally {
      reading = undefined;
    }
  }
  return { read };
}

function tell(context: Context, progress: Progress, run: Run, isNew: boolean): void {
  progress.clear();
  const by = run.schedule_name ?? run.source ?? run.origin;
  const line = (at: string | null, text: string): void => context.terminal.out(visible(`${localTime(at, true)}  ${text}`) + '\n');
  if (isNew) line(run.started_at ?? run.created_at, `${hasEnded(run) ? 'ran' : run.status}  ${by}  ${run.id}`);
  if (hasEnded(run)) line(run.finished_at, `${run.status}  ${by}  ${run.duration_seconds === null ? '' : `${duration(run.duration_seconds)}  `}${run.headline}`);
}

async function poll({ interrupted }: Context, board: Board): Promise<void> {
  while (!interrupted.aborted) {
    await pause(1000, interrupted);
    await board.read();
  }
}

async function live(context: Context, url: URL, token: string | undefined, board: Board): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([context.interrupted, failed.signal]);
  let failure: unknown;
  let isLost = false;
  const look = (): void =>
    void board.read().catch((error: unknown) => {
      // A service that restarts does not answer for a while; the socket comes back and asks again.
      if (isLost) return;
      failure = error;
      failed.abort();
    });
  await followEvents({
    url,
    token,
    signal,
    onEvent: (event) => {
      if (context.isJson) context.terminal.out(`${jsonText(event, 0)}\n`);
      if (isAboutRuns(event)) look();
    },
    onState: (state, why) => {
      if (state === 'lost') complain(context.terminal, `The connection to ${url.host} was lost (${why}); trying again.`);
      if (state === 'connected' && isLost) context.remark(`Connected to ${url.host} again.`);
      isLost = state === 'lost';
      if (state === 'connected') look();
    },
  });
  if (failure !== undefined) throw failure;
}

const isAboutRuns = ({ type }: LiveEvent): boolean => type.startsWith('run.');
