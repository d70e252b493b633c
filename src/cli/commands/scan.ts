import { deliveryPage, findingFacets, findingPage, run as runSchema, type RunDetail } from '../../api/contract/index.ts';
import { severities, atLeast, type Severity } from '../../core/severity.ts';
import { awsResourceTypes } from '../../providers/index.ts';
import { ask, type Connection, query } from '../api-call.ts';
import { type Context, withConnection } from '../context.ts';
import { CommandFault, couldNotRun, type ExitCode, exitCodes } from '../fault.ts';
import { complain } from '../terminal.ts';
import { visible } from '../text.ts';
import { cancelRun, pause, progressOf, watchRun } from '../watch-run.ts';
import { duration, inWords, money, plural } from '../words.ts';

export interface ScanOptions {
  provider?: string[];
  services?: string[];
  regions?: string[];
  accounts?: string[];
  failOn?: Severity;
  notify?: boolean;
}

/** Starts a scan and stays until it ended, wherever it is worked off. */
export async function scan(context: Context, options: ScanOptions): Promise<ExitCode> {
  return withConnection(context, async (connection) => {
    const { call } = connection;
    const { provider, services, regions, accounts, notify } = options;
    const started = await ask(call, runSchema, 'POST', '/api/v1/runs', {
      ...(provider === undefined ? {} : { providers: provider }),
      ...(services === undefined ? {} : { services }),
      ...(regions === undefined ? {} : { regions }),
      ...(accounts === undefined ? {} : { accounts }),
      notify: notify === true,
      source: 'roundsman scan',
    });
    const run = await toItsEnd(context, connection, started.id);
    if (notify === true) await messagesOut(context, connection, run.id);
    const open = await openFindings(connection, options);
    const failing = options.failOn === undefined ? undefined : await countFailing(connection, options, options.failOn);
    if (context.isJson) context.json({ run, open_findings: open, ...(failing === undefined ? {} : { fail_on: { severity: options.failOn, findings: failing } }) });
    else tell(context, run, open);
    if (run.status === 'failed') throw couldNotRun(run.error?.message ?? run.headline);
    if (run.status === 'cancelled') throw couldNotRun('The scan was cancelled before its end.');
    if (failing === undefined || failing === 0) return exitCodes.done;
    context.remark(`${plural(failing, 'open finding')} of severity ${options.failOn ?? ''} or higher.`);
    return exitCodes.found;
  });
}

/** Follows a run; Ctrl-C leaves a service's run alone and cancels one that this process works on. */
export async function toItsEnd(context: Context, { call, kind }: Connection, id: string): Promise<RunDetail> {
  const progress = context.progress();
  try {
    const run = await watchRun(call, id, { onChange: (each) => progress.update(progressOf(each)), signal: context.interrupted });
    if (!context.interrupted.aborted || run.finished_at !== null) return run;
    progress.end();
    if (kind === 'service') throw new CommandFault(exitCodes.interrupted, `The scan goes on in the service. Follow it with \`roundsman runs ${id} --follow\`.`);
    await cancelRun(call, id);
    await watchRun(call, id, { onChange: () => undefined, signal: AbortSignal.timeout(5000) });
    throw new CommandFault(exitCodes.interrupted, 'Interrupted: the scan was cancelled; what it had read is kept.');
  } finally {
    progress.end();
  }
}

/** Without a service nobody else sends the messages: the process stays until they are out, for a minute at most. */
async function messagesOut(context: Context, { call }: Connection, runId: string): Promise<void> {
  const limit = AbortSignal.any([context.interrupted, AbortSignal.timeout(60_000)]);
  for (;;) {
    const { items } = await ask(call, deliveryPage, 'GET', `/api/v1/deliveries${query({ run_id: runId })}`);
    const isUnderWay = items.some(({ state, attempts }) => state === 'sending' || (state === 'pending' && attempts === 0));
    if (isUnderWay && !limit.aborted) {
      await pause(300, limit);
      continue;
    }
    if (items.length === 0) complain(context.terminal, 'No channel is configured, so nobody was told. Set SLACK_WEBHOOK_URL, or SMTP_SERVER and NOTIFICATION_EMAIL_RECIPIENTS.');
    for (const { channel, state, last_error: why } of items) {
      if (state === 'delivered') context.say(`Told ${channel}.`);
      else complain(context.terminal, `The message to ${channel} is ${inWords(state)}${why === null ? '' : `: ${why}`}`);
    }
    return;
  }
}

interface OpenFindings {
  total: number;
  resources: number;
  monthly_saving: number;
  is_estimate: boolean;
  by_rule: { rule_id: string; count: number; monthly_saving: number }[];
}

/**
 * What the scan looked at, as filters of the findings. A limit on regions holds for what lies in regions; buckets and
 * identities were listed whole.
 */
function lookedAt({ provider, services, regions, accounts }: ScanOptions): Record<string, string | undefined>[] {
  const scope = { status: 'open,in_progress', provider: provider?.join(',') ?? 'aws', account: accounts?.join(',') };
  if (services === undefined && regions === undefined) return [scope];
  const types = [...awsResourceTypes.values()].filter(({ service }) => services === undefined || services.includes(service));
  const of = (locality: 'regional' | 'global'): string => types.filter((type) => type.locality === locality).map(({ id }) => id).join(',');
  return [
    { ...scope, type: of('regional'), region: regions?.join(',') },
    { ...scope, type: of('global') },
  ].filter(({ type }) => type !== '');
}

async function openFindings({ call }: Connection, options: ScanOptions): Promise<OpenFindings> {
  const parts = await Promise.all(lookedAt(options).map((filters) => ask(call, findingFacets, 'GET', `/api/v1/findings/facets${query(filters)}`)));
  const sum = (value: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + value(part), 0);
  return {
    total: sum(({ total }) => total),
    resources: sum(({ resources }) => resources),
    monthly_saving: sum((part) => part.monthly_saving),
    is_estimate: parts.some((part) => part.is_estimate),
    by_rule: parts.flatMap(({ rule_id: rules }) => rules.map(({ value, ...rest }) => ({ rule_id: value, ...rest }))).sort((a, b) => b.monthly_saving - a.monthly_saving || b.count - a.count),
  };
}

async function countFailing({ call }: Connection, options: ScanOptions, failOn: Severity): Promise<number> {
  const severity = severities.filter((each) => atLeast(each, failOn)).join(',');
  const pages = await Promise.all(lookedAt(options).map((filters) => ask(call, findingPage, 'GET', `/api/v1/findings${query({ ...filters, severity, limit: 1 })}`)));
  return pages.reduce((sum, { total }) => sum + total, 0);
}

function tell(context: Context, run: RunDetail, open: OpenFindings): void {
  const took = run.duration_seconds === null ? '' : ` in ${duration(run.duration_seconds)}`;
  const { counts } = run;
  const tone = run.status === 'completed' ? 'good' : run.status === 'partial' ? 'attention' : 'bad';
  const facts = [plural(counts.resources, 'resource'), `${plural(counts.targets, 'target')}${counts.not_complete === 0 ? '' : `, ${counts.not_complete} not read in full`}`, `${counts.findings_opened} new and ${counts.findings_resolved} resolved findings`];
  context.say(`${context.paint(visible(inWords(run.status)), tone)}${took}: ${facts.join(', ')}.`);
  context.say(visible(run.headline));
  if (run.status === 'failed') return;
  if (open.by_rule.length > 0) {
    context.say('');
    context.table(
      [
        { title: 'Rule', shown: (row) => row.rule_id, shrinksTo: 16 },
        { title: 'Open', shown: (row) => String(row.count), plain: (row) => row.count, align: 'right' },
        { title: 'USD a month', shown: (row) => (row.monthly_saving === 0 ? '' : money(row.monthly_saving)), plain: (row) => row.monthly_saving, align: 'right' },
      ],
      open.by_rule,
    );
    context.say(`\n${plural(open.total, 'open finding')} on ${plural(open.resources, 'resource')}${open.monthly_saving === 0 ? '' : `, ${open.is_estimate ? 'about ' : ''}${money(open.monthly_saving)} a month`}. List them with \`roundsman findings\`.`);
  }
  gaps(context, run);
}

const mostGaps = 5;

/** What could not be read, by reason: a denied call in seventeen regions is one line. */
export function gaps(context: Context, run: RunDetail): void {
  const byReason = new Map<string, { regions: string[]; type: string; status: string; message: string }>();
  for (const { status, type, region, error } of run.targets) {
    if (status === 'complete' || status === 'not_applicable' || status === 'pending' || status === 'running') continue;
    const key = `${status} ${type} ${error?.permission ?? error?.code ?? ''}`;
    const known = byReason.get(key) ?? { regions: [], type, status, message: error?.message ?? '' };
    known.regions.push(region);
    byReason.set(key, known);
  }
  const all = [...byReason.values()];
  for (const { regions, type, status, message } of all.slice(0, mostGaps)) {
    const where = regions.length === 1 ? (regions[0] ?? '') : `${regions.length} regions`;
    complain(context.terminal, `${inWords(status)}: ${type} in ${where}. ${message}`);
  }
  if (all.length > mostGaps) complain(context.terminal, `and ${all.length - mostGaps} more; see \`roundsman runs ${run.id}\`.`);
}
