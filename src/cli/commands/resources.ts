import { type Resource, resourcePage } from '../../api/contract/index.ts';
import { ask, pagesOf, query } from '../api-call.ts';
import { type Context, withConnection } from '../context.ts';
import { type ExitCode, exitCodes } from '../fault.ts';
import type { Column } from '../table.ts';
import { count, localIso, localTime, plural } from '../words.ts';
import { type ListOptions, wantedItems } from './findings.ts';

export interface ResourceOptions extends ListOptions {
  type?: string[];
  provider?: string[];
  region?: string[];
  account?: string[];
  tag?: string;
  q?: string;
  asOf?: string;
}

export async function resources(context: Context, options: ResourceOptions): Promise<ExitCode> {
  return withConnection(context, async ({ call }) => {
    const filters = {
      type: options.type?.join(','),
      provider: options.provider?.join(','),
      region: options.region?.join(','),
      account: options.account?.join(','),
      tag: options.tag,
      q: options.q,
      as_of: options.asOf,
    };
    const progress = context.progress();
    const { items, total, isWhole } = await pagesOf(
      (cursor, limit) => ask(call, resourcePage, 'GET', `/api/v1/resources${query({ ...filters, limit, cursor })}`),
      wantedItems(options),
      (done, all) => progress.update({ label: 'Reading', done, total: all, detail: `${count(done)} of ${count(all)} resources` }),
    ).finally(() => progress.end());
    if (context.isJson) context.json({ items, total, is_whole: isWhole });
    else if (items.length === 0 && context.terminal.isOutTerminal) context.say('No resource matches. Start a scan with `roundsman scan`.');
    else {
      context.table(columns(new Set(items.map(({ account }) => account)).size > 1), items);
      context.say(isWhole ? `\n${plural(total, 'resource')}.` : `\n${count(items.length)} of ${plural(total, 'resource')}; see the rest with --all.`);
    }
    return exitCodes.done;
  });
}

const tagText = ({ tags }: Resource): string => Object.entries(tags).map(([name, value]) => `${name}=${value}`).join(', ');

function columns(hasSeveralAccounts: boolean): Column<Resource>[] {
  return [
    { title: 'Type', shown: ({ type }) => type, shrinksTo: 10 },
    { title: 'Name', shown: ({ name }) => name, shrinksTo: 16 },
    { title: 'Account', shown: ({ account }) => account, isPlainOnly: !hasSeveralAccounts, dropsAt: 2 },
    { title: 'Region', shown: ({ region }) => region },
    { title: 'Tags', shown: tagText, shrinksTo: 8, dropsAt: 4 },
    { title: 'First seen', shown: ({ first_seen: at }) => localTime(at), plain: ({ first_seen: at }) => localIso(at), dropsAt: 3 },
    { title: 'Last seen', shown: ({ last_seen: at }) => localTime(at), plain: ({ last_seen: at }) => localIso(at), dropsAt: 5 },
    { title: 'Id', shown: ({ id }) => id, isPlainOnly: true },
  ];
}
