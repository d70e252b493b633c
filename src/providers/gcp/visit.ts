import { AppError } from '../../core/errors.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { assetTypesOf, type LeftOver, rowsFor, type Sweep, sweepAssets } from './asset-sweep.ts';
import type { GcpResourceType, GcpRow } from './define.ts';
import { isOfCloud, resultOf, toAppError } from './failure.ts';
import { readUnit } from './service-lists.ts';
import type { Sinks, TargetSink } from './target-sink.ts';

/** Services asked at once where Cloud Asset does not answer for them; the pacing lets their calls out. */
const servicesAtOnce = 8;

/** What a sweep takes, for the lists too. */
export type AccountVisit = Sweep;

/** Reads the targets of one account: by Cloud Asset what it knows, by the services' own lists the rest. */
export async function visitAccount(visit: AccountVisit): Promise<void> {
  const open = visit.sinks.all.filter(({ isEnded }) => !isEnded);
  const sweep: Sweep = visit;
  const isPolicy = ({ type }: TargetSink): boolean => type.source.from === 'policy';
  const resources = open.filter((sink) => !isPolicy(sink) && sink.type.source.from !== 'list');
  for (const sink of open) if (sink.type.source.from !== 'list') sink.path = 'cloud-asset';
  const left = [...(await sweepAssets(sweep, 'RESOURCE', resources)), ...(await sweepAssets(sweep, 'IAM_POLICY', open.filter(isPolicy)))];
  const lists = open.filter(({ type }) => type.source.from === 'list').map((sink): LeftOver => ({ sink, error: undefined }));
  await readLists(visit, [...left, ...lists]);
}

/** Targets that one reading of lists answers for: of a unit, and of what lies inside its rows. */
interface Group {
  unit: GcpResourceType;
  sinks: TargetSink[];
}

async function readLists(visit: AccountVisit, left: readonly LeftOver[]): Promise<void> {
  const groups = new Map<string, Group>();
  for (const { sink, error } of left) {
    const unit = listedBy(sink.type, visit.types);
    if (unit === undefined) {
      await endUnlisted(sink, error, visit.signal);
      continue;
    }
    sink.path = 'list';
    const group = groups.get(unit.id) ?? { unit, sinks: [] };
    group.sinks.push(sink);
    groups.set(unit.id, group);
  }
  const parents = new Parents(visit, groups);
  for await (const _ of mapConcurrently(groups.values(), servicesAtOnce, (group) => readGroup(visit, group, parents))) void _;
}

/** The unit whose lists bring a type's rows; undefined where there are none. */
function listedBy(type: GcpResourceType, types: ReadonlyMap<string, GcpResourceType>): GcpResourceType | undefined {
  const { source } = type;
  if (source.from === 'others') return undefined;
  if (source.from !== 'body') return source.lists.length === 0 ? undefined : type;
  return [...types.values()].find((unit) => unit.source.from === 'asset' && unit.source.lists.length > 0 && assetTypesOf(unit).includes(source.parent));
}

/** Only Cloud Asset knows of it, and did not answer. */
async function endUnlisted(sink: TargetSink, error: unknown, signal: AbortSignal): Promise<void> {
  await sink.endAs(resultOf(error, { ...sink.asked, permission: sink.type.source.from === 'policy' ? 'cloudasset.assets.listIamPolicy' : 'cloudasset.assets.listResource' }, { emitted: sink.emitted, signal }));
}

async function readGroup({ api, account, sinks: all, signal }: AccountVisit, { unit, sinks }: Group, parents: Parents): Promise<void> {
  const [first] = sinks;
  if (first === undefined) return;
  const deliver = async (row: GcpRow): Promise<void> => {
    for (const sink of sinks) for (const own of rowsFor(sink.type, row)) await all.take(sink, own);
  };
  try {
    const kept = parents.isShared(unit.id) ? await parents.of(unit.id) : undefined;
    for (const row of kept?.rows ?? []) await deliver(row);
    const missing = kept?.missing ?? (await readUnit(unit, { api, account, signal, counter: first.counter, parentsOf: (id) => parents.of(id), deliver }));
    for (const sink of sinks) {
      sink.missing([...missing, ...lacksOf(sink.type)]);
      await sink.end();
    }
  } catch (error) {
    if (!isOfCloud(error) || (error instanceof AppError && error.code === 'INTERNAL')) throw error;
    for (const sink of sinks) await sink.end({ error });
  }
}

function lacksOf({ source }: GcpResourceType): AppError[] {
  return source.from === 'policy' && source.lacks !== undefined ? [new AppError('GCP_ACCESS_DENIED', { detail: source.lacks, permission: 'cloudasset.assets.listIamPolicy' })] : [];
}

interface ParentRows {
  rows: readonly GcpRow[];
  missing: readonly AppError[];
}

/** Rows below which other lists are, read once for all that need them. */
class Parents {
  readonly #visit: AccountVisit;
  readonly #groups: ReadonlyMap<string, Group>;
  readonly #needed: ReadonlySet<string>;
  readonly #read = new Map<string, Promise<ParentRows>>();

  constructor(visit: AccountVisit, groups: ReadonlyMap<string, Group>) {
    this.#visit = visit;
    this.#groups = groups;
    this.#needed = new Set([...groups.values()].flatMap(({ unit: { source } }) => ('below' in source && source.below !== undefined ? [source.below] : [])));
  }

  /** Whether another unit asks below these rows. */
  isShared(id: string): boolean {
    return this.#needed.has(id);
  }

  of(id: string): Promise<ParentRows> {
    let reading = this.#read.get(id);
    if (reading === undefined) {
      reading = this.#readAll(id);
      this.#read.set(id, reading);
      // The groups wait for it later; until then a failure must not count as unhandled.
      reading.catch(() => undefined);
    }
    return reading;
  }

  async #readAll(id: string): Promise<ParentRows> {
    const { api, account, signal, types } = this.#visit;
    const unit = types.get(id);
    if (unit === undefined) throw new AppError('INTERNAL', { detail: `There is no type ${id} to look below.` });
    const rows: GcpRow[] = [];
    const needing = [...this.#groups.values()].find(({ unit: { source } }) => 'below' in source && source.below === id);
    const counter = (this.#groups.get(id) ?? needing)?.sinks[0]?.counter ?? { calls: 0, throttled: 0 };
    const missing = await readUnit(unit, { api, account, signal, counter, parentsOf: (below) => this.of(below), deliver: async (row) => void rows.push(row) });
    return { rows: rows.flatMap((row) => rowsFor(unit, row)), missing };
  }
}

/** What is wrong with the account as a whole ends all that is still open. */
export async function endAll(sinks: Sinks, error: unknown, account: string): Promise<void> {
  const described = toAppError(error, { account });
  for (const sink of sinks.all) await sink.end({ error: described });
}
