import type { ErrorCode } from '../../core/errors.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { isOther, otherTypes, unitOf } from './arm-lists.ts';
import type { AzureRow, GraphTable } from './define.ts';
import { describeFailure } from './errors.ts';
import { graphPages, mostSubscriptions } from './resource-graph.ts';
import type { AzureSession } from './session.ts';
import { HandOverFailure, RowSorter, type TargetFlow } from './target-flow.ts';

/** Queries at once; their pace is that of the tenant. */
const atOnce = 4;
/** Targets whose last rows are handed over, with their details, at once. */
const finishedAtOnce = 64;
/** With these another way would fail as well. */
const failsEverywhere: ReadonlySet<ErrorCode> = new Set(['BUDGET_SPENT', 'AZURE_CREDENTIALS_REJECTED', 'AZURE_NO_CREDENTIALS', 'CLOUD_CLOCK_OFF', 'SETTING_INVALID', 'INTERNAL']);

interface Query {
  table: GraphTable;
  flows: TargetFlow[];
}

/** Reads what Resource Graph has, one query for each table, and answers the targets for which it did not. */
export async function sweep(session: AzureSession, flows: readonly TargetFlow[], signal: AbortSignal): Promise<TargetFlow[]> {
  const left: TargetFlow[] = [];
  for await (const more of mapConcurrently(queriesOf(flows), atOnce, (query) => sweepOne(session, query, signal))) left.push(...more);
  return left;
}

function queriesOf(flows: readonly TargetFlow[]): Query[] {
  return [...Map.groupBy(flows, tableOf)].flatMap(([table, ofTable]) => {
    const accounts = [...Map.groupBy(ofTable, ({ target }) => target.account).values()];
    const count = Math.ceil(accounts.length / mostSubscriptions);
    return Array.from({ length: count }, (_, number) => ({ table, flows: accounts.slice(number * mostSubscriptions, (number + 1) * mostSubscriptions).flat() }));
  });
}

function tableOf({ type: { source } }: TargetFlow): GraphTable {
  if (source.from === 'graph') return source.table;
  return (source.from === 'body' ? unitOf(source.parent)?.source.table : undefined) ?? 'Resources';
}

const rowTypeOf = ({ type: { source, nativeType } }: TargetFlow): string => (source.from === 'body' ? source.parent : nativeType).toLowerCase();

async function sweepOne(session: AzureSession, { table, flows }: Query, signal: AbortSignal): Promise<TargetFlow[]> {
  const [first] = flows;
  if (first === undefined) return [];
  const sorter = new RowSorter();
  for (const flow of flows) sorter.add(keyOf(flow.target.account, flow.type.id === otherTypes ? '*' : rowTypeOf(flow)), flow);
  const wantsAll = flows.some(({ type }) => type.id === otherTypes);
  const question = { table, nativeTypes: wantsAll ? undefined : [...new Set(flows.map(rowTypeOf))], subscriptions: [...new Set(flows.map(({ target }) => target.account))] };
  const slow = Map.groupBy(flows.filter(({ isSlow }) => isSlow), ({ target }) => target.account.toLowerCase());
  let current = '';
  try {
    const asking = { account: 'tenant', call: `Resource Graph (${table})`, counter: first.counter, signal };
    for await (const page of graphPages(session, question, asking)) {
      for (const row of page) {
        // Rows come in the order of their ids: with the next subscription the one before is whole, and its details are asked for while others are still listed.
        const account = accountOf(row).toLowerCase();
        if (account !== current) for (const flow of slow.get(current) ?? []) await sorter.flushBeside(flow);
        current = account;
        await sortIn(sorter, row);
      }
    }
    // The rest too, of each subscription at its own pace: one after the other they would wait for each other.
    for await (const _ of mapConcurrently(flows, finishedAtOnce, (flow) => flow.finish('resource-graph'))) void _;
    await sorter.settle();
    return [];
  } catch (error) {
    const besides = await sorter.settle().then(() => undefined, (later: unknown) => later);
    if (besides instanceof HandOverFailure) throw besides;
    if (signal.aborted || error instanceof HandOverFailure) throw error;
    return leftAfter(error, flows);
  }
}

/** What has handed over nothing yet is read another way; the rest is as far as it came. */
async function leftAfter(error: unknown, flows: readonly TargetFlow[]): Promise<TargetFlow[]> {
  const left: TargetFlow[] = [];
  const described = describeFailure(error, 'Microsoft.ResourceGraph/resources/read');
  for (const flow of flows) {
    if (flow.isEnded) continue;
    if (flow.emitted > 0 || failsEverywhere.has(described.code)) await flow.fail(described, 'resource-graph');
    else {
      flow.forgetWaiting();
      left.push(flow);
    }
  }
  return left;
}

type GraphRow = AzureRow & { subscriptionId?: string | null };

const accountOf = (row: GraphRow): string => row.subscriptionId ?? /^\/subscriptions\/([^/]+)/i.exec(row.id)?.[1] ?? '';

async function sortIn(sorter: RowSorter, row: GraphRow): Promise<void> {
  const account = accountOf(row);
  const type = (row.type ?? '').toLowerCase();
  await sorter.take(keyOf(account, type), row);
  const other = keyOf(account, '*');
  if (sorter.has(other) && isOther(row)) await sorter.take(other, row);
}

const keyOf = (account: string, type: string): string => `${account.toLowerCase()}/${type}`;
