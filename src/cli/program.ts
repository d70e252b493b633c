import { readFileSync } from 'node:fs';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { findingSort } from '../api/contract/index.ts';
import { severities } from '../core/severity.ts';
import { config } from './commands/config.ts';
import { doctor } from './commands/doctor.ts';
import { type FindingOptions, findings } from './commands/findings.ts';
import { permissionProviders, permissions } from './commands/permissions.ts';
import { type ResourceOptions, resources } from './commands/resources.ts';
import { type RunOptions, runs } from './commands/runs.ts';
import { scan, type ScanOptions } from './commands/scan.ts';
import { listSchedules, pauseSchedule, resumeSchedule, triggerSchedule } from './commands/schedules.ts';
import { verify, type VerifyOptions } from './commands/verify.ts';
import { verifyHistoryFile, type VerifyHistoryOptions } from './commands/verify-history.ts';
import { type Context, createContext, type GlobalOptions, type Host } from './context.ts';
import type { ExitCode } from './fault.ts';

/** Every command and option; `onDone` hears the exit code of the one that ran. */
export function createProgram(host: Host, onDone: (exitCode: ExitCode) => void): Command {
  const program = new Command('roundsman')
    .description('Walks the rounds of your clouds and files: what is unused, exposed or tampered with, with evidence and a price.')
    .version(versionOf(), '-V, --version')
    .option('--json', 'print JSON, times in UTC')
    .option('--url <url>', 'the service to talk to (ROUNDSMAN_URL)')
    .option('--token <token>', 'who you are (better in ROUNDSMAN_TOKEN: other users see command lines)')
    .option('--data-dir <dir>', 'the store to work on where no service runs (DATA_DIR)')
    .option('--port <port>', 'where the local service listens (PORT)')
    .option('--no-color', 'no colours (NO_COLOR)')
    .option('--quiet', 'only results and errors')
    .addHelpText('after', '\nExit code: 0 done, 1 problems found where --fail-on asks, 2 wrong usage, 3 it could not run.')
    .showHelpAfterError('(roundsman help tells more)')
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.terminal.out(text),
      writeErr: (text) => host.terminal.err(text),
      getOutHelpWidth: () => host.terminal.columns(),
      getErrHelpWidth: () => host.terminal.errColumns(),
      getOutHasColors: () => host.terminal.hasColor,
      getErrHasColors: () => host.terminal.hasColor,
      outputError: (text, write) => write(text.replace(/^error: /, 'roundsman: ')),
    });
  const run = <Arguments extends unknown[]>(work: (context: Context, ...given: Arguments) => Promise<ExitCode> | ExitCode) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command;
      onDone(await work(createContext(host, command.optsWithGlobals<GlobalOptions>()), ...(given.slice(0, -1) as Arguments)));
    };

  addScan(program, run);
  addLists(program, run);
  addSchedules(program, run);
  addFiles(program, run);
  addInspection(program, run);
  return program;
}

type Runner = <Arguments extends unknown[]>(work: (context: Context, ...given: Arguments) => Promise<ExitCode> | ExitCode) => (...given: unknown[]) => Promise<void>;

/** `a,b` and a repeated option are the same list. */
const list = (value: string, before: string[] | undefined): string[] => {
  const parts = value.split(',').map((part) => part.trim()).filter((part) => part !== '');
  if (parts.length === 0) throw new InvalidArgumentError('It is empty.');
  return [...(before ?? []), ...parts];
};
const positive = (value: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('It must be a number from 1.');
  return Number(value);
};
const moment = (value: string): string => {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('It must be a time like 2026-05-01 or 2026-05-01T14:00:00Z.');
  return at.toISOString();
};
const listOption = (flags: string, help: string): Option => new Option(flags, help).argParser(list);
const failOn = (): Option => new Option('--fail-on <severity>', 'exit 1 where an open finding is at least this severe').choices([...severities].reverse());

function addScan(program: Command, run: Runner): void {
  program
    .command('scan')
    .description('scan now, and wait for the end')
    .addOption(listOption('--provider <list>', 'only these providers'))
    .addOption(listOption('--services <list>', 'only these services, e.g. ec2,s3'))
    .addOption(listOption('--regions <list>', 'only these regions'))
    .addOption(listOption('--accounts <list>', 'only these accounts'))
    .addOption(failOn())
    .option('--notify', 'tell the channels, as a scheduled scan does')
    .action(run((context, options: ScanOptions) => scan(context, options)));
}

function addLists(program: Command, run: Runner): void {
  program
    .command('findings')
    .description('list what was found')
    .addOption(listOption('--status <list>', 'open, in_progress, suppressed, resolved or all (default: open,in_progress)'))
    .addOption(listOption('--type <list>', 'resource types, e.g. aws:ec2:volume'))
    .addOption(listOption('--rule <list>', 'rule ids, e.g. aws-ebs-unattached'))
    .addOption(listOption('--category <list>', 'waste, posture, governance, recovery, integrity'))
    .addOption(listOption('--severity <list>', 'critical, high, medium, low, informational'))
    .addOption(listOption('--risk <list>', 'High or Low (access keys)'))
    .addOption(listOption('--provider <list>', 'providers'))
    .addOption(listOption('--region <list>', 'regions'))
    .addOption(listOption('--account <list>', 'accounts'))
    .addOption(new Option('--new-since <time>', 'first seen or reopened after this time').argParser(moment))
    .option('-q <words>', 'words in the name, the id or the title')
    .addOption(new Option('--sort <order>', 'a minus means the largest first').choices(findingSort.options))
    .addOption(new Option('--limit <number>', 'at most so many (default: 50)').argParser(positive))
    .option('--all', 'every one of them')
    .addOption(failOn())
    .action(run((context, options: FindingOptions) => findings(context, options)));
  program
    .command('resources')
    .description('list what there is')
    .addOption(listOption('--type <list>', 'resource types, e.g. aws:ec2:volume'))
    .addOption(listOption('--provider <list>', 'providers'))
    .addOption(listOption('--region <list>', 'regions'))
    .addOption(listOption('--account <list>', 'accounts'))
    .option('--tag <tag>', 'NAME or NAME=VALUE')
    .option('-q <words>', 'words in the name or the id')
    .addOption(new Option('--as-of <time>', 'as it was at this time').argParser(moment))
    .addOption(new Option('--limit <number>', 'at most so many (default: 50)').argParser(positive))
    .option('--all', 'every one of them')
    .action(run((context, options: ResourceOptions) => resources(context, options)));
  program
    .command('runs')
    .description('list the runs, newest first, or show one with its targets')
    .argument('[id]', 'one run')
    .option('--follow', 'stay, and tell as runs start and end')
    .addOption(listOption('--status <list>', 'queued, running, completed, partial, failed, cancelled'))
    .addOption(new Option('--limit <number>', 'at most so many (default: 20)').argParser(positive))
    .option('--all', 'every one of them')
    .action(run((context, id: string | undefined, options: RunOptions) => runs(context, id, options)));
}

function addSchedules(program: Command, run: Runner): void {
  const schedules = program.command('schedules').description('list the schedules; pause, resume or trigger one');
  schedules.command('list', { isDefault: true }).description('list the schedules').action(run((context) => listSchedules(context)));
  schedules
    .command('pause')
    .description('let no run start until it is resumed')
    .argument('<name>', 'the schedule')
    .option('--note <text>', 'why, for those who wonder')
    .action(run((context, name: string, { note }: { note?: string }) => pauseSchedule(context, name, note)));
  schedules.command('resume').description('let runs start again').argument('<name>', 'the schedule').action(run((context, name: string) => resumeSchedule(context, name)));
  schedules
    .command('trigger')
    .description('start a run now')
    .argument('<name>', 'the schedule')
    .option('--wait', 'wait for the end of the run')
    .action(run((context, name: string, { wait }: { wait?: boolean }) => triggerSchedule(context, name, wait === true)));
}

function addFiles(program: Command, run: Runner): void {
  program
    .command('verify')
    .description('compare files with a baseline in a file of its own, without a service; the first time takes it')
    .argument('[paths...]', 'files and folders; those of the baseline where none is named')
    .option('--baseline <file>', 'the file of the baseline (default: ./roundsman.baseline)')
    .option('--update', 'what is there now becomes the baseline')
    .option('--sweep', 'look at sizes, times and permissions, and read only what differs')
    .addOption(listOption('--include <list>', 'patterns of what is watched'))
    .addOption(listOption('--exclude <list>', 'patterns of what is left out'))
    .option('--aide-conf <file>', 'take the selection from an aide.conf')
    .addOption(new Option('--fail-on <severity>', 'exit 1 where a change is at least this severe (default: any)').choices([...severities].reverse()))
    .action(run((context, paths: string[], options: VerifyOptions) => verify(context, paths, options)));
  program
    .command('verify-history')
    .description('check an exported history, without a service: is it whole, and is it the one that was signed?')
    .argument('<file>', 'the export, as it is or packed by gzip; - reads the standard input')
    .addOption(listOption('--checkpoint <list>', 'POSITION:HASH of a mail, a Slack message or a webhook'))
    .option('--public-key <base64>', 'the key of a message')
    .action(run((context, file: string, options: VerifyHistoryOptions) => verifyHistoryFile(context, file, options)));
}

function addInspection(program: Command, run: Runner): void {
  program
    .command('permissions')
    .description('print the least that a scan must be allowed')
    .addArgument(new Argument('<provider>', 'the cloud').choices(permissionProviders))
    .action(run((context, provider: (typeof permissionProviders)[number]) => permissions(context, provider)));
  program.command('doctor').description('look for what stops a start or a scan').action(run((context) => doctor(context)));
  program.command('config').description('print every setting in force and where it comes from').action(run((context) => config(context)));
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}
