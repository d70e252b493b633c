import { type Run, type RunDetail, runPage } from '../../api/contract/index.ts';
import { ask, pagesOf, query } from '../api-call.ts';
import { type Context, withConnection } from '../context.ts';
import { type ExitCode, exitCodes } from '../fault.ts';
import { followRuns } from '../follow-runs.ts';
import type { Column, Tone } from '../table.ts';
import { visible } from '../text.ts';
import { readRun } from '../watch-run.ts';
import { count, duration, inWords, localIso, localTime, plural } from '../words.ts';
import { type ListOptions, wantedItems } from './findings.ts';
import { toItsEnd } from './scan.ts';

export interface RunOptions extends ListOptions {
  status?: string[];
  follow?: boolean;
}

export async function runs(context: Context, id: string | undefined, options: RunOptions): Promise<ExitCode> {
  return withConnection(context, async (connection) => {
    const { call } = connection;
    if (id !== undefined) {
      const run = options.follow === true ? await toItsEnd(context, connection, id) : await readRun(call, id);
      if (context.isJson) context.json(run);
      else tellOne(context, run);
      return exitCodes.done;
    }
    if (options.follow === true) return followRuns(context, connection);
    const list = await pagesOf((cursor, limit) => ask(call, runPage, 'GET', `/api/v1/runs${query({ status: options.status?.join(','), limit, cursor })}`), options.limit === undefined && options.all !== true ? 20 : wantedItems(options));
    if (context.isJson) context.json({ items: list.items, total: list.total, is_whole: list.isWhole });
    else if (list.items.length === 0 && context.terminal.isOutTerminal) context.say('Nothing has run yet. Start a scan with `roundsman scan`.');
    else {
      context.table(runColumns, list.items);
      if (!list.isWhole) context.say(`\n${count(list.items.length)} of ${plural(list.total, 'run')}; see the rest with --all.`);
    }
    return exitCodes.done;
  });
}

const tones: Record<string, Tone> = { completed: 'good', complete: 'good', partial: 'attention', denied: 'attention', failed: 'bad', unavailable: 'bad', cancelled: 'quiet', not_applicable: 'quiet' };
export const toneOfStatus = (status: string): Tone | undefined => tones[status];

const runColumns: readonly Column<Run>[] = [
  { title: 'Started', shown: (run) => localTime(run.started_at ?? run.created_at), plain: (run) => localIso(run.started_at ?? run.created_at) },
  { title: 'Status', shown: ({ status }) => status, tone: ({ status }) => tones[status] },
  { title: 'Took', shown: ({ duration_seconds: seconds }) => (seconds === null ? '' : duration(seconds)), plain: ({ duration_seconds: seconds }) => seconds, align: 'right' },
  { title: 'By', shown: (run) => run.schedule_name ?? run.source ?? run.origin, shrinksTo: 8, dropsAt: 3 },
  { title: 'Resources', shown: ({ counts }) => count(counts.resources), plain: ({ counts }) => counts.resources, align: 'right', dropsAt: 1 },
  { title: 'New', shown: ({ counts }) => count(counts.findings_opened), plain: ({ counts }) => counts.findings_opened, align: 'right', dropsAt: 2 },
  { title: 'Resolved', shown: ({ counts }) => count(counts.findings_resolved), plain: ({ counts }) => counts.findings_resolved, align: 'right', dropsAt: 4 },
  { title: 'Result', shown: ({ headline }) => headline, shrinksTo: 16 },
  { title: 'Id', shown: ({ id }) => id, isPlainOnly: true },
];

function tellOne(context: Context, run: RunDetail): void {
  context.say(`${context.paint(inWords(run.status), tones[run.status] ?? 'title')}  ${localTime(run.started_at ?? run.created_at, true)}${run.duration_seconds === null ? '' : `, ${duration(run.duration_seconds)}`}`);
  context.say(`${visible(run.headline)}\n`);
  context.table(targetColumns, run.targets);
}

const targetColumns: readonly Column<RunDetail['targets'][number]>[] = [
  { title: 'Type', shown: ({ type }) => type, shrinksTo: 10 },
  { title: 'Account', shown: ({ account }) => account, dropsAt: 2 },
  { title: 'Region', shown: ({ region }) => region },
  { title: 'Status', shown: ({ status }) => inWords(status), plain: ({ status }) => status, tone: ({ status }) => tones[status] },
  { title: 'Resources', shown: ({ resources }) => count(resources), plain: ({ resources }) => resources, align: 'right' },
  { title: 'Calls', shown: (target) => count(target.api_calls), plain: (target) => target.api_calls, align: 'right', dropsAt: 3 },
  { title: 'Took', shown: ({ duration_ms: ms }) => (ms === null ? '' : duration(ms / 1000)), plain: ({ duration_ms: ms }) => ms, align: 'right', dropsAt: 4 },
  { title: 'Error', shown: ({ error }) => error?.message ?? '', shrinksTo: 16 },
];
