import { type Finding, findingPage } from '../../api/contract/index.ts';
import { severities, atLeast, type Severity } from '../../core/severity.ts';
import { ask, pagesOf, query } from '../api-call.ts';
import { type Context, withConnection } from '../context.ts';
import { type ExitCode, exitCodes } from '../fault.ts';
import type { Column, Tone } from '../table.ts';
import { amount, count, inWords, localIso, localTime, money, plural } from '../words.ts';

export interface ListOptions {
  limit?: number;
  all?: boolean;
}

export interface FindingOptions extends ListOptions {
  status?: string[];
  type?: string[];
  rule?: string[];
  category?: string[];
  severity?: string[];
  risk?: string[];
  provider?: string[];
  region?: string[];
  account?: string[];
  q?: string;
  newSince?: string;
  sort?: string;
  failOn?: Severity;
}

export const wantedItems = ({ limit, all }: ListOptions): number => (all === true ? Infinity : (limit ?? 50));

export async function findings(context: Context, options: FindingOptions): Promise<ExitCode> {
  return withConnection(context, async ({ call }) => {
    const filters = filtersOf(options);
    const progress = context.progress();
    const list = await pagesOf(
      (cursor, limit) => ask(call, findingPage, 'GET', `/api/v1/findings${query({ ...filters, sort: options.sort, limit, cursor })}`),
      wantedItems(options),
      (done, total) => progress.update({ label: 'Reading', done, total, detail: `${count(done)} of ${count(total)} findings` }),
    ).finally(() => progress.end());
    if (context.isJson) context.json({ items: list.items, total: list.total, is_whole: list.isWhole });
    else tell(context, list);
    if (options.failOn === undefined) return exitCodes.done;
    const failing = await countFailing(call, filters, options.failOn);
    if (failing > 0) context.remark(`${plural(failing, 'finding')} of severity ${options.failOn} or higher.`);
    return failing > 0 ? exitCodes.found : exitCodes.done;
  });
}

function filtersOf(options: FindingOptions): Record<string, string | undefined> {
  const status = options.status ?? ['open', 'in_progress'];
  return {
    status: status.includes('all') ? undefined : status.join(','),
    type: options.type?.join(','),
    rule_id: options.rule?.join(','),
    category: options.category?.join(','),
    severity: options.severity?.join(','),
    risk: options.risk?.join(','),
    provider: options.provider?.join(','),
    region: options.region?.join(','),
    account: options.account?.join(','),
    q: options.q,
    new_since: options.newSince,
  };
}

async function countFailing(call: Parameters<typeof ask>[0], filters: Record<string, string | undefined>, failOn: Severity): Promise<number> {
  const asked = filters['severity']?.split(',');
  const wanted = severities.filter((each) => atLeast(each, failOn) && (asked === undefined || asked.includes(each)));
  if (wanted.length === 0) return 0;
  const { total } = await ask(call, findingPage, 'GET', `/api/v1/findings${query({ ...filters, severity: wanted.join(','), limit: 1 })}`);
  return total;
}

const tones: Record<Severity, Tone | undefined> = { critical: 'bad', high: 'bad', medium: 'attention', low: undefined, informational: 'quiet' };

function columns(hasSeveralAccounts: boolean): Column<Finding>[] {
  return [
    { title: 'Severity', shown: ({ severity }) => severity, tone: ({ severity }) => tones[severity] },
    { title: 'Resource', shown: ({ resource }) => resource.name, shrinksTo: 12 },
    { title: 'Type', shown: ({ resource }) => resource.type, shrinksTo: 10, dropsAt: 2 },
    { title: 'Account', shown: ({ resource }) => resource.account, isPlainOnly: !hasSeveralAccounts, dropsAt: 3 },
    { title: 'Region', shown: ({ resource }) => resource.region, dropsAt: 1 },
    { title: 'Finding', shown: ({ title, risk }) => (risk === null ? title : `${title} (${risk} risk)`), plain: ({ title }) => title, shrinksTo: 16 },
    { title: 'Status', shown: ({ status }) => inWords(status), plain: ({ status }) => status, dropsAt: 4 },
    { title: 'USD/month', shown: ({ monthly_saving: saving }) => (saving === 0 ? '' : amount(saving)), plain: ({ monthly_saving: saving }) => saving, align: 'right' },
    { title: 'First seen', shown: ({ first_seen: at }) => localTime(at), plain: ({ first_seen: at }) => localIso(at), dropsAt: 5 },
    { title: 'Risk', shown: ({ risk }) => risk ?? '', isPlainOnly: true },
    { title: 'Rule', shown: (finding) => finding.rule_id, isPlainOnly: true },
    { title: 'Resource id', shown: ({ resource }) => resource.id, isPlainOnly: true },
    { title: 'Id', shown: ({ id }) => id, isPlainOnly: true },
  ];
}

function tell(context: Context, { items, total, isWhole }: { items: readonly Finding[]; total: number; isWhole: boolean }): void {
  if (items.length === 0) context.say('No finding matches.');
  if (items.length > 0 || !context.terminal.isOutTerminal) context.table(columns(new Set(items.map(({ resource }) => resource.account)).size > 1), items);
  if (items.length === 0) return;
  const saving = items.reduce((sum, { monthly_saving: each, evidence }) => sum + (evidence.included_in === null ? each : 0), 0);
  const worth = saving === 0 ? '' : ` Worth ${money(saving)} a month.`;
  context.say(isWhole ? `\n${plural(total, 'finding')}.${worth}` : `\n${count(items.length)} of ${plural(total, 'finding')}; see the rest with --all.`);
}
