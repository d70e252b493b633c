import { type settingEntry, settingList } from '../../api/contract/index.ts';
import type { z } from 'zod';
import { ask } from '../api-call.ts';
import type { Context } from '../context.ts';
import { couldNotRun, type ExitCode, exitCodes } from '../fault.ts';
import { httpCall, probeService } from '../http-call.ts';
import { shownValue } from '../settings.ts';
import type { Column } from '../table.ts';

type Entry = z.infer<typeof settingEntry>;

/** Every setting in force and where it comes from: the service's own where one runs, else what a start here would take. */
export async function config(context: Context): Promise<ExitCode> {
  const { url, isExplicit } = await context.url();
  const probe = await probeService(url);
  if (isExplicit && probe.state !== 'ours') throw couldNotRun(`No Roundsman answers at ${url.origin}. Start it, or correct --url or ROUNDSMAN_URL.`);
  const isRunning = probe.state === 'ours';
  const items = isRunning ? (await ask(httpCall(url, context.token), settingList, 'GET', '/api/v1/settings')).items : await ownEntries(context);
  if (context.isJson) context.json({ from: isRunning ? url.origin : 'this environment', items });
  else {
    context.table(columns, items);
    context.say(isRunning ? `\nAs the service at ${url.origin} has it.` : '\nNo service runs: what `npm start` would take here. Settings made in the dashboard are not in this list.');
  }
  return exitCodes.done;
}

async function ownEntries(context: Context): Promise<Entry[]> {
  return (await context.config()).entries().map((entry) => ({
    name: entry.declaration.name,
    help: entry.declaration.help,
    value: shownValue(entry),
    source: entry.source,
    locked: entry.locked,
    is_secret: entry.declaration.isSecret,
    editable: entry.locked === null && entry.declaration.isEditable,
  }));
}

const columns: readonly Column<Entry>[] = [
  { title: 'Setting', shown: ({ name }) => name, tone: ({ source }) => (source === 'default' ? 'quiet' : 'good') },
  { title: 'Value', shown: ({ value }) => value ?? '', shrinksTo: 12 },
  { title: 'Source', shown: ({ source }) => source },
  { title: 'Locked', shown: ({ locked }) => locked ?? '', shrinksTo: 10, dropsAt: 1 },
  { title: 'Meaning', shown: ({ help }) => help, shrinksTo: 16, dropsAt: 2 },
];
