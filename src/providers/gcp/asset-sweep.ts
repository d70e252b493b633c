import type { CallCounter } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { CloudFailure } from '../cloud-http.ts';
import type { GcpApi } from './api.ts';
import type { GcpData, GcpResourceType, GcpRow } from './define.ts';
import { isFinal, isOfCloud } from './failure.ts';
import { pagesOf } from './pages.ts';
import type { Sinks, TargetSink } from './target-sink.ts';

interface Asset {
  name?: string;
  assetType?: string;
  resource?: { data?: GcpData; location?: string };
  iamPolicy?: GcpData;
  /** From the closest up: `projects/123`, `folders/4`, `organizations/5`. */
  ancestors?: string[];
}

type Content = 'RESOURCE' | 'IAM_POLICY';

export interface Sweep {
  api: GcpApi;
  account: string;
  /** Every unit that there is: what none of them has is for `others`. */
  types: ReadonlyMap<string, GcpResourceType>;
  sinks: Sinks;
  /** Types that Cloud Asset said it does not know, for all projects of a run. */
  unknownTypes: Set<string>;
  /** Whether all types of a content were found to be known. */
  checked: Set<string>;
  signal: AbortSignal;
}

/** What is left to their own lists, and why Cloud Asset could not answer for them. */
export interface LeftOver {
  sink: TargetSink;
  error: unknown;
}

/** Asset types that a unit takes rows of; of `others` and of policies of everything there is no telling. */
export function assetTypesOf({ source }: GcpResourceType): readonly string[] {
  if (source.from === 'asset' || source.from === 'policy') return source.assetTypes;
  return source.from === 'body' ? [source.parent] : [];
}

const wantsAll = ({ source }: GcpResourceType): boolean => source.from === 'others' || (source.from === 'policy' && source.assetTypes.length === 0);

/** Reads all that the targets want of one content in one sweep of the project; answers with those that it could not tell about. */
export async function sweepAssets(sweep: Sweep, content: Content, wanted: readonly TargetSink[]): Promise<LeftOver[]> {
  const { unknownTypes } = sweep;
  const left: LeftOver[] = [];
  if (sweep.account.startsWith('billingAccounts/')) return wanted.map((sink) => ({ sink, error: new AppError('CLOUD_SERVICE_OFF', { detail: 'Cloud Asset does not look into billing accounts.' }) }));
  let sinks = [...wanted];
  const drop = (error: unknown): boolean => {
    const dropped = sinks.filter(({ type }) => assetTypesOf(type).some((name) => unknownTypes.has(name)));
    left.push(...dropped.map((sink) => ({ sink, error })));
    sinks = sinks.filter((sink) => !dropped.includes(sink));
    return dropped.length > 0;
  };
  drop(new AppError('GCP_UNAVAILABLE', { detail: 'Cloud Asset does not know this type.' }));
  while (sinks.length > 0) {
    const progress = { rows: 0 };
    try {
      await check(sweep, content, sinks);
      await readAll(sweep, content, sinks, progress);
      for (const sink of sinks) await sink.end();
      return left;
    } catch (error) {
      if (!isOfCloud(error) || (error instanceof AppError && error.code === 'INTERNAL')) throw error;
      noteUnknown(error, sinks, unknownTypes);
      if (progress.rows === 0 && drop(error)) continue;
      return [...left, ...(await endOrLeave(sinks, error, sweep.signal))];
    }
  }
  return left;
}

/** What has begun to be handed over ends here; the rest can still be read another way. */
async function endOrLeave(sinks: readonly TargetSink[], error: unknown, signal: AbortSignal): Promise<LeftOver[]> {
  const left: LeftOver[] = [];
  for (const sink of sinks) {
    if (sink.emitted === 0 && !isFinal(error, signal)) {
      sink.discard();
      left.push({ sink, error });
    } else await sink.end({ error });
  }
  return left;
}

/** A type that Cloud Asset does not have would be missing from an unfiltered sweep without a word: asked for by name, it is refused. */
async function check({ api, account, checked, signal }: Sweep, content: Content, sinks: readonly TargetSink[]): Promise<void> {
  const asksAll = sinks.some(({ type }) => wantsAll(type));
  const assetTypes = namesOf(sinks).filter((name) => !checked.has(`${content} ${name}`));
  const [first] = sinks;
  if (!asksAll || assetTypes.length === 0 || first === undefined) return;
  await api.read({ ...callOf(account, content, first.counter, signal), query: { contentType: content, pageSize: '1', assetTypes } });
  for (const name of assetTypes) checked.add(`${content} ${name}`);
}

const namesOf = (sinks: readonly TargetSink[]): string[] => [...new Set(sinks.flatMap(({ type }) => assetTypesOf(type)))].sort();

function callOf(account: string, content: Content, counter: CallCounter, signal: AbortSignal) {
  const parent = account.includes('/') ? account : `projects/${account}`;
  return { host: 'cloudasset.googleapis.com', path: `v1/${parent}/assets`, account, call: content === 'RESOURCE' ? 'Cloud Asset' : 'IAM policies of Cloud Asset', counter, signal };
}

async function readAll({ api, account, types, sinks: all, signal }: Sweep, content: Content, sinks: readonly TargetSink[], progress: { rows: number }): Promise<void> {
  const [first] = sinks;
  if (first === undefined) return;
  const asksAll = sinks.some(({ type }) => wantsAll(type));
  const query = { contentType: content, pageSize: '1000', ...(asksAll ? {} : { assetTypes: namesOf(sinks) }) };
  const takers = takersOf(sinks, types);
  for await (const page of pagesOf<{ assets?: Asset[]; nextPageToken?: string }>(api, { ...callOf(account, content, first.counter, signal), query })) {
    for (const asset of page.assets ?? []) {
      // A folder's or an organisation's sweep brings what lies below it too; that is for the accounts below.
      if (account.includes('/') && asset.ancestors?.[0] !== account) continue;
      progress.rows += 1;
      await hand(asset, takers, all);
    }
  }
}

type Takers = (assetType: string) => readonly TargetSink[];

function takersOf(sinks: readonly TargetSink[], types: ReadonlyMap<string, GcpResourceType>): Takers {
  const known = new Set([...types.values()].flatMap((type) => (type.source.from === 'policy' ? [] : [type.nativeType, ...assetTypesOf(type)])));
  const everything = sinks.filter(({ type: { source } }) => source.from === 'policy' && source.assetTypes.length === 0);
  const others = sinks.filter(({ type }) => type.source.from === 'others');
  const byType = new Map<string, TargetSink[]>();
  for (const sink of sinks) for (const name of assetTypesOf(sink.type)) byType.set(name, [...(byType.get(name) ?? []), sink]);
  return (assetType) => [...(byType.get(assetType) ?? (known.has(assetType) ? [] : others)), ...everything];
}

async function hand(asset: Asset, takers: Takers, all: Sinks): Promise<void> {
  const { name, assetType = '', resource, iamPolicy } = asset;
  if (name === undefined) return;
  const row: GcpRow = { assetName: name, assetType, data: resource?.data ?? {}, ...(resource?.location === undefined ? {} : { location: resource.location }), ...(iamPolicy === undefined ? {} : { iamPolicy }) };
  for (const sink of takers(assetType)) for (const own of rowsFor(sink.type, row)) await all.take(sink, own);
}

/** What of a row is a unit's: the row, what lies inside it, or nothing. */
export function rowsFor({ source }: GcpResourceType, row: GcpRow): GcpRow[] {
  if (source.from === 'body') return source.rows(row);
  const isOne = source.from === 'asset' || source.from === 'list' ? source.isOne : undefined;
  return isOne === undefined || isOne(row) ? [row] : [];
}

/** `INVALID_ARGUMENT` names the types that it does not know, somewhere in its words. */
function noteUnknown(error: unknown, sinks: readonly TargetSink[], unknownTypes: Set<string>): void {
  if (!(error instanceof CloudFailure) || error.status !== 400) return;
  const words = JSON.stringify(error.body ?? '');
  for (const name of namesOf(sinks)) if (isNamed(name, words)) unknownTypes.add(name);
}

/** Not as the beginning of a longer name. */
const isNamed = (name: string, words: string): boolean => words.split(name).slice(1).some((rest) => !/^[\w/]/.test(rest));
