import type { CallCounter, CollectTarget, ReadPath, TargetResult, VisitParts } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { batchSize, resourcesOf } from '../resources-of.ts';
import type { GcpListContext, GcpNaming, GcpResourceType, GcpRow } from './define.ts';
import { withoutMetadataValues } from './instance-metadata.ts';
import { type Asked, isOfCloud, resultOf, toAppError } from './failure.ts';

/** Whoever takes the resources failed, e.g. a full store: no matter of the cloud. */
export class HandOverFailure extends Error {
  constructor(cause: unknown) {
    super('what was read could not be handed over', { cause });
    this.name = 'HandOverFailure';
  }
}

/** Rows that wait in memory over all targets of a visit; then the fullest buffer is handed over, though it is not full. */
const mostWaiting = 5000;
/** All buffers are added up so seldom. */
const rowsBetweenLooks = 100;

export interface SinkParts {
  place: number;
  target: CollectTarget;
  type: GcpResourceType;
  naming: Omit<GcpNaming, 'region'>;
  /** With the counter of the target: calls for details are its own. */
  context(counter: CallCounter): Omit<GcpListContext, 'gap'>;
  visit: VisitParts;
}

/** One target of a visit: takes its rows, hands them over in batches, and is ended once. */
export class TargetSink {
  readonly type: GcpResourceType;
  readonly counter: CallCounter = { calls: 0, throttled: 0 };
  path: ReadPath = 'list';
  emitted = 0;
  isEnded = false;
  readonly #parts: SinkParts;
  #rows: GcpRow[] = [];
  /** Details that could not be read. */
  readonly #gaps: AppError[] = [];
  /** Parts of the list itself that did not come. */
  readonly #missing: AppError[] = [];
  #handing: Promise<void> = Promise.resolve();

  constructor(parts: SinkParts) {
    this.#parts = parts;
    this.type = parts.type;
  }

  get waiting(): number {
    return this.#rows.length;
  }

  get asked(): Asked {
    return { account: this.#parts.target.account, permission: this.type.permissions[0] };
  }

  push(row: GcpRow): void {
    this.#rows.push({ ...row, data: withoutMetadataValues(row.data) });
  }

  /** Forgets what was not handed over, to be read again another way. */
  discard(): void {
    this.#rows = [];
  }

  /** A part of the list is missing: what was not seen is not gone. */
  missing(errors: readonly AppError[]): void {
    this.#missing.push(...errors);
  }

  flush(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length > 0) this.#handing = this.#handing.then(() => this.#hand(rows));
    return this.#handing;
  }

  /** Ends the target; what came before it failed is handed over first. */
  async end(failure?: { error: unknown }): Promise<void> {
    if (this.isEnded) return;
    const { signal } = this.#parts.visit;
    if (!signal.aborted) await this.flush();
    await this.endAs(failure === undefined && !signal.aborted ? this.#result() : resultOf(failure?.error, this.asked, { emitted: this.emitted, signal }));
  }

  async endAs(result: TargetResult): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    await this.#parts.visit.end(this.#parts.place, { result, ...this.counter, path: this.path });
  }

  #result(): TargetResult {
    const [first] = this.#missing;
    if (first !== undefined) return { status: 'partial', isListed: false, error: summed(this.#missing, first, 'parts') };
    const [gap] = this.#gaps;
    return gap === undefined ? { status: 'complete', isListed: true } : { status: 'partial', isListed: true, error: summed(this.#gaps, gap, 'details') };
  }

  async #hand(rows: readonly GcpRow[]): Promise<void> {
    const { place, target, naming, visit, context } = this.#parts;
    const { depth, keepsRaw } = target;
    const { signal } = visit;
    const parts = { context: { ...context(this.counter), gap: (error: AppError) => void this.#gaps.push(error) }, naming: { ...naming, region: 'global' }, depth, keepsRaw, known: (keys: string[]) => visit.known(place, keys) };
    let resources;
    try {
      resources = await resourcesOf(withGaps(this.type, this.asked), rows, parts);
    } catch (cause) {
      if (signal.aborted) return;
      // One answer that cannot be understood must not cost the other targets theirs.
      this.missing([cause instanceof AppError ? cause : new AppError('INTERNAL', { detail: `An answer for ${this.type.id} could not be understood: ${cause instanceof Error ? cause.message : String(cause)}`, cause })]);
      return;
    }
    signal.throwIfAborted();
    this.emitted += resources.length;
    await visit.emit(place, resources).catch((cause: unknown) => {
      throw new HandOverFailure(cause);
    });
  }
}

/** A type whose details, where they cannot be read, are gaps: what was listed is kept. */
function withGaps(type: GcpResourceType, asked: Asked): GcpResourceType {
  const { details } = type;
  if (details === undefined) return type;
  const read: typeof details.read = async (raw, context) => {
    try {
      return await details.read(raw, context);
    } catch (error) {
      if (context.signal.aborted || !isOfCloud(error)) throw error;
      context.gap(toAppError(error, asked));
      return raw;
    }
  };
  return { ...type, details: { ...details, read } };
}

function summed(errors: readonly AppError[], first: AppError, what: string) {
  return { ...first.toStored(), message: errors.length === 1 ? first.message : `${first.message} (and ${errors.length - 1} more ${what})` };
}

/** All targets of a visit, whose buffers are bounded together. */
export class Sinks {
  readonly all: readonly TargetSink[];
  #unlooked = 0;

  constructor(all: readonly TargetSink[]) {
    this.all = all;
  }

  async take(sink: TargetSink, row: GcpRow): Promise<void> {
    sink.push(row);
    if (sink.waiting >= batchSize) return sink.flush();
    this.#unlooked += 1;
    if (this.#unlooked < rowsBetweenLooks) return;
    this.#unlooked = 0;
    const waiting = this.all.reduce((sum, one) => sum + one.waiting, 0);
    if (waiting < mostWaiting) return;
    const fullest = this.all.reduce((most, one) => (one.waiting > most.waiting ? one : most), sink);
    await fullest.flush();
  }
}
