import type { CollectTarget, VisitParts } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { azureResourceTypes } from '../index.ts';
import { grantOf, refusalOf, type SubscriptionAccess } from './access.ts';
import { armListOf, armPages, childPages, isOther, otherTypes, tenantPages } from './arm-lists.ts';
import type { AzureResourceType, AzureRow } from './define.ts';
import { directoryRows } from './directory.ts';
import { sweep } from './sweep.ts';
import type { Asking, AzureSession } from './session.ts';
import { HandOverFailure, RowSorter, TargetFlow } from './target-flow.ts';

/** Subscriptions whose permissions are asked for, and lists of Resource Manager that are read, at once. */
const atOnce = 16;

export interface VisitOf {
  session: AzureSession;
  /** Who may do what in a subscription; kept for the life of the collector. */
  accessOf(asking: Omit<Asking, 'call'>): Promise<SubscriptionAccess>;
}

/** Reads targets of any subscriptions together: what Resource Graph has by one query for each of its tables, the rest by lists. */
export async function visitAzure(visit: VisitOf, targets: readonly CollectTarget[], parts: VisitParts): Promise<void> {
  const { session } = visit;
  const flows = targets.map((target, place) => {
    const type = azureResourceTypes.get(target.type);
    if (type === undefined) throw new AppError('INTERNAL', { detail: `No collector for ${target.type}.` });
    return new TargetFlow(place, target, type, { parts, session });
  });
  try {
    const unknown = await refuseWhatIsKnown(visit, flows, parts.signal);
    const open = flows.filter(({ isEnded }) => !isEnded);
    const [together, alone] = [open.filter(isInGraph), open.filter((flow) => !isInGraph(flow))];
    const left = await sweep(session, together.filter(({ target }) => !unknown.has(target.account)), parts.signal);
    await readByLists(session, [...left, ...together.filter(({ target }) => unknown.has(target.account))], parts.signal);
    for (const flow of alone) await readAlone(session, flow, parts.signal);
  } catch (error) {
    if (error instanceof HandOverFailure) throw error.cause;
    if (!parts.signal.aborted) throw error;
    for (const flow of flows) {
      flow.forgetWaiting();
      await flow.end({ status: 'cancelled', isListed: false, error: new AppError('TARGET_CANCELLED').toStored() });
    }
  }
}

const isInGraph = ({ type: { source } }: TargetFlow): boolean => source.from === 'graph' || source.from === 'body';

/**
 * Resource Graph leaves out what the principal may not read, and says nothing: so it is asked for nothing that is
 * known to be refused, and those targets end with the reason. Answers the subscriptions of which nothing is known;
 * they are read by lists, which do say.
 */
async function refuseWhatIsKnown({ accessOf }: VisitOf, flows: readonly TargetFlow[], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const unknown = new Set<string>();
  const bySubscription = Map.groupBy(flows.filter(({ target, type }) => !target.account.startsWith('tenants/') && type.accountKind !== 'tenant'), ({ target }) => target.account);
  for await (const _ of mapConcurrently(bySubscription, atOnce, async ([account, ownFlows]) => {
    const [first] = ownFlows;
    if (first === undefined) return;
    let access: SubscriptionAccess;
    try {
      access = await accessOf({ account, counter: first.counter, signal });
    } catch (error) {
      if (signal.aborted) throw error;
      for (const flow of ownFlows) await flow.fail(error);
      return;
    }
    if (access.grants === undefined) unknown.add(account);
    for (const flow of ownFlows) await refuseOne(flow, access);
  }));
  return unknown;
}

async function refuseOne(flow: TargetFlow, access: SubscriptionAccess): Promise<void> {
  const { source, nativeType, permissions, id } = flow.type;
  const isBelow = source.from === 'body' || source.from === 'children';
  const refusal = refusalOf(access, isBelow ? source.parent : nativeType, [...permissions, ...(isBelow ? [`${source.parent}/read`] : [])]);
  if (refusal !== undefined) return flow.fail(refusal);
  if (id !== otherTypes || (access.grants !== undefined && grantOf(access.grants, '*/read') === 'yes')) return;
  flow.hole(new AppError('AZURE_ACCESS_DENIED', { detail: 'The principal lacks part of `*/read`, and what it may not read is left out without a word.', permission: '*/read' }));
}

/** What Resource Graph did not answer: the lists of Resource Manager, each read once for all targets that are made of it. */
async function readByLists(session: AzureSession, flows: readonly TargetFlow[], signal: AbortSignal): Promise<void> {
  const lists = Map.groupBy(flows, ({ target, type }) => `${target.account}/${listedType(type)}`);
  for await (const _ of mapConcurrently(lists.values(), atOnce, (sharing) => readList(session, sharing, signal)));
}

const listedType = ({ source, nativeType }: AzureResourceType): string => (source.from === 'body' ? source.parent : nativeType).toLowerCase();

async function readList(session: AzureSession, sharing: readonly TargetFlow[], signal: AbortSignal): Promise<void> {
  const [first] = sharing;
  if (first === undefined) return;
  const { target: { account }, type } = first;
  const nativeType = type.source.from === 'body' ? type.source.parent : type.nativeType;
  const sorter = new RowSorter();
  for (const flow of sharing) sorter.add('', flow);
  const notes = { permission: first.permission, hole: (error: AppError) => sharing.forEach((flow) => flow.hole(error)) };
  try {
    for await (const page of armPages(session, armListOf(nativeType, type.apiVersion), { account, call: nativeType, counter: first.counter, signal }, notes)) {
      for (const row of page) if (type.id !== otherTypes || isOther(row)) await sorter.take('', row);
    }
    for (const flow of sharing) await flow.finish('arm');
  } catch (error) {
    if (signal.aborted || error instanceof HandOverFailure) throw error;
    for (const flow of sharing) await flow.fail(error, 'arm');
  }
}

/** A target that has a list, or lists, of its own. */
async function readAlone(session: AzureSession, flow: TargetFlow, signal: AbortSignal): Promise<void> {
  const { target: { account }, type: { source, nativeType, apiVersion } } = flow;
  const asking: Asking = { account, call: nativeType, counter: flow.counter, signal };
  const sorter = new RowSorter();
  sorter.add('', flow);
  const path = source.from === 'directory' ? 'directory' : 'arm';
  try {
    for await (const page of pagesOf()) for (const row of page) await sorter.take('', row);
    await flow.finish(path);
  } catch (error) {
    if (signal.aborted || error instanceof HandOverFailure) throw error;
    await flow.fail(error, path);
  }

  function pagesOf(): AsyncIterable<AzureRow[]> {
    const notes = { permission: flow.permission, hole: (error: AppError) => flow.hole(error) };
    switch (source.from) {
      case 'children': {
        // By the list, not by Resource Graph: its few queries a second are shared by all subscriptions.
        const parents = only(armPages(session, armListOf(source.parent, apiVersion), { ...asking, call: source.parent }, notes), source.isIn);
        return childPages(session, { parents, path: source.path, apiVersion, query: {} }, asking, notes);
      }
      case 'subscription':
        return session.pages(`/subscriptions/${account}/${source.path}`, apiVersion, asking, source.query) as AsyncGenerator<AzureRow[]>;
      case 'tenant':
        return tenantPages(session, source, apiVersion, asking, (error) => flow.gap(error));
      case 'directory':
        return directoryRows(session, source, asking, { permission: flow.permission, gap: (error) => flow.gap(error) });
      case 'graph':
      case 'body':
        throw new AppError('INTERNAL', { detail: `${nativeType} is not read alone.` });
    }
  }
}

async function* only(pages: AsyncIterable<AzureRow[]>, isIn: ((row: AzureRow) => boolean) | undefined): AsyncGenerator<AzureRow[]> {
  for await (const page of pages) yield isIn === undefined ? page : page.filter((row) => isIn(row));
}
