import { z } from 'zod';
import { schedule as scheduleSchema, type Schedule, scheduleList } from '../../api/contract/index.ts';
import { type ApiCall, ask } from '../api-call.ts';
import { type Context, withConnection } from '../context.ts';
import { couldNotRun, type ExitCode, exitCodes, wrongUsage } from '../fault.ts';
import type { Column, Tone } from '../table.ts';
import { visible } from '../text.ts';
import { hasEnded, readRun } from '../watch-run.ts';
import { inWords, localIso, localTime, namesLike } from '../words.ts';
import { toItsEnd } from './scan.ts';

export async function listSchedules(context: Context): Promise<ExitCode> {
  return withConnection(context, async ({ call }) => {
    const list = await ask(call, scheduleList, 'GET', '/api/v1/schedules');
    if (context.isJson) context.json(list);
    else context.table(columns, list.items);
    return exitCodes.done;
  });
}

const stateOf = ({ enabled, paused }: Schedule): string => (!enabled ? 'off' : paused ? 'paused' : 'on');
const tones: Record<string, Tone> = { on: 'good', paused: 'attention', off: 'quiet', completed: 'good', partial: 'attention', failed: 'bad' };

const columns: readonly Column<Schedule>[] = [
  { title: 'Name', shown: ({ name }) => name, shrinksTo: 12 },
  { title: 'State', shown: stateOf, tone: (schedule) => tones[stateOf(schedule)] },
  { title: 'When', shown: ({ description }) => description, shrinksTo: 12 },
  { title: 'Next run', shown: (schedule) => localTime(schedule.next_run), plain: (schedule) => localIso(schedule.next_run) },
  { title: 'Last run', shown: (schedule) => localTime(schedule.last_run), plain: (schedule) => localIso(schedule.last_run), dropsAt: 2 },
  { title: 'Last status', shown: ({ last_status: status }) => inWords(status ?? ''), plain: ({ last_status: status }) => status, tone: ({ last_status: status }) => tones[status ?? ''], dropsAt: 1 },
  { title: 'Channels', shown: ({ channels }) => channels.join(', '), shrinksTo: 8, dropsAt: 3 },
  { title: 'Note', shown: (schedule) => schedule.pause_note ?? '', shrinksTo: 8, dropsAt: 4 },
  { title: 'Id', shown: ({ id }) => id, isPlainOnly: true },
];

/** By name as people know it, or by id. */
async function named(call: ApiCall, name: string): Promise<Schedule> {
  const { items } = await ask(call, scheduleList, 'GET', '/api/v1/schedules');
  const found = items.find((each) => each.name === name) ?? items.find(({ id }) => id === name);
  if (found === undefined) throw wrongUsage(`There is no schedule ${JSON.stringify(name)}: ${namesLike(items.map((each) => each.name))}.`);
  return found;
}

const pathOf = ({ id }: Schedule, action: string): string => `/api/v1/schedules/${encodeURIComponent(id)}/${action}`;

export async function pauseSchedule(context: Context, name: string, note: string | undefined): Promise<ExitCode> {
  return change(context, name, 'pause', note === undefined ? {} : { note });
}

export async function resumeSchedule(context: Context, name: string): Promise<ExitCode> {
  return change(context, name, 'resume', {});
}

async function change(context: Context, name: string, action: 'pause' | 'resume', body: object): Promise<ExitCode> {
  return withConnection(context, async ({ call }) => {
    const changed = await ask(call, scheduleSchema, 'POST', pathOf(await named(call, name), action), body);
    if (context.isJson) context.json(changed);
    else context.say(visible(action === 'pause' ? `${changed.name} is paused.` : `${changed.name} goes on${changed.next_run === null ? '.' : `; next at ${localTime(changed.next_run)}.`}`));
    return exitCodes.done;
  });
}

const triggered = z.object({ message: z.string(), run_id: z.string() });

/** Starts a run of the schedule now. Without a service it is worked off here. */
export async function triggerSchedule(context: Context, name: string, isWaiting: boolean): Promise<ExitCode> {
  return withConnection(context, async (connection) => {
    const { call, kind } = connection;
    const { message, run_id: id } = await ask(call, triggered, 'POST', pathOf(await named(call, name), 'trigger'), { source: 'roundsman schedules trigger' });
    const run = isWaiting || kind === 'local' ? await toItsEnd(context, connection, id) : await readRun(call, id);
    if (context.isJson) context.json(run);
    else if (context.terminal.isOutTerminal) context.say(visible(hasEnded(run) ? run.headline : `${message} Follow it with \`roundsman runs ${id} --follow\`.`));
    else context.terminal.out(`${id}\n`);
    if (run.status === 'failed') throw couldNotRun(run.error?.message ?? run.headline);
    return exitCodes.done;
  });
}
