import type { CallCounter, CollectTarget, ReadPath, TargetResult, VisitParts } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { batchSize, resourcesOf } from '../resources-of.ts';
import type { AzureListContext, AzureResourceType, AzureRow } from './define.ts';
import { describeFailure, failedResult } from './errors.ts';
import type { AzureSession } from './session.ts';

/** What we hand over to was not taken: wrong in the service itself, and no target's doing. */
export class HandOverFailure extends Error {}

/** One target of a visit: rows come in, batches of resources go out, and it is ended once. */
export class TargetFlow {
  readonly target: CollectTarget;
  readonly type: AzureResourceType;
  readonly counter: CallCounter = { calls: 0, throttled: 0 };
  emitted = 0;
  isEnded = false;
  /** Told of each row that waits no longer. */
  whenLess: ((rows: number) => void) | undefined;
  #rows: AzureRow[] = [];
  #flushing: Promise<void> | undefined;
  readonly #place: number;
  readonly #parts: VisitParts;
  readonly #context: AzureListContext;
  readonly #gaps: AppError[] = [];
  readonly #holes: AppError[] = [];

  constructor(place: number, target: CollectTarget, type: AzureResourceType, { parts, session }: { parts: VisitParts; session: AzureSession }) {
    this.target = target;
    this.type = type;
    this.#place = place;
    this.#parts = parts;
    const { signal } = parts;
    this.#context = {
      account: target.account,
      signal,
      now: new Date(),
      gap: (error) => void this.#gaps.push(error),
      get: (path, apiVersion, query) => session.get(path, apiVersion, { account: target.account, call: type.nativeType, counter: this.counter, signal }, query),
    };
  }

  get waiting(): number {
    return this.#rows.length;
  }

  /** The permission that is named where an answer names none. */
  get permission(): string {
    return this.type.permissions[0] ?? `${this.type.nativeType}/read`;
  }

  /** A detail that could not be read. */
  gap(error: AppError): void {
    this.#gaps.push(error);
  }

  /** Part of the list that could not be read: what is not in the rest may still be there. */
  hole(error: AppError): void {
    this.#holes.push(error);
  }

  /** Takes a row of its native type, or of the type that its own rows lie in. */
  take(row: AzureRow): void {
    const { source } = this.type;
    if (source.from === 'body') for (const inner of source.rows(row)) this.#rows.push({ ...inner, parent: inner.parent ?? row });
    else if (source.from !== 'graph' || source.isOne?.(row) !== false) this.#rows.push(row);
  }

  /** Whether calls are made for each of its rows before they can be handed over. */
  get isSlow(): boolean {
    return this.type.details !== undefined && this.target.depth === 'full';
  }

  get isFull(): boolean {
    return this.#rows.length >= batchSize;
  }

  /** Makes resources of what waits and hands them over; what cannot be made of them ends the target. Whoever asks meanwhile waits for the same. */
  flush(): Promise<void> {
    this.#flushing ??= this.#handOver().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #handOver(): Promise<void> {
    while (this.#rows.length > 0 && !this.isEnded) {
      const rows = this.#rows.slice(0, batchSize);
      this.#keepOnly(this.#rows.slice(batchSize));
      const { account, region, depth, keepsRaw } = this.target;
      const known = (keys: string[]) => handedOver(this.#parts.known(this.#place, keys));
      try {
        const batch = await resourcesOf(this.type, rows, { context: this.#context, naming: { account, region }, depth, keepsRaw, known });
        this.emitted += batch.length;
        await handedOver(this.#parts.emit(this.#place, batch));
      } catch (error) {
        if (error instanceof HandOverFailure || this.#parts.signal.aborted) throw error;
        this.#keepOnly([]);
        await this.#endFailed(error);
      }
    }
  }

  forgetWaiting(): void {
    this.#keepOnly([]);
  }

  #keepOnly(rows: AzureRow[]): void {
    this.whenLess?.(this.#rows.length - rows.length);
    this.#rows = rows;
  }

  /** Ends it as read, as far as nothing was noted. */
  async finish(path: ReadPath): Promise<void> {
    await this.flush();
    if (this.isEnded) return;
    const [hole, gap] = [this.#holes[0], this.#gaps[0]];
    if (hole !== undefined) return this.end(failedResult(withCount(hole, this.#holes.length, 'lists'), this.emitted), path);
    if (gap !== undefined) return this.end({ status: 'partial', isListed: true, error: withCount(gap, this.#gaps.length, 'details').toStored() }, path);
    await this.end({ status: 'complete', isListed: true }, path);
  }

  /** Ends it with what went wrong; what came before it is handed over, and kept. */
  async fail(error: unknown, path?: ReadPath): Promise<void> {
    if (this.isEnded) return;
    await this.flush();
    await this.#endFailed(error, path);
  }

  async #endFailed(error: unknown, path?: ReadPath): Promise<void> {
    await this.end(failedResult(describeFailure(error, this.permission), this.emitted), path);
  }

  async end(result: TargetResult, path?: ReadPath): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    this.#keepOnly([]);
    await handedOver(this.#parts.end(this.#place, { result, ...this.counter, ...(path === undefined ? {} : { path }) }));
  }
}

async function handedOver<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (cause) {
    throw new HandOverFailure('what was read could not be handed over', { cause });
  }
}

function withCount(error: AppError, count: number, what: string): AppError {
  if (count === 1) return error;
  return new AppError(error.code, { detail: `${error.message} (and ${count - 1} more ${what})`, permission: error.permission, cause: error });
}

/** Rows that wait over all targets of a visit at the most; beyond it those with the most are handed over first. */
const mostWaiting = 5000;
/** Targets whose rows are handed over while others still come. */
const besidesAtOnce = 64;

/** Sorts rows to the targets that want them. */
export class RowSorter {
  readonly #flows = new Map<string, TargetFlow[]>();
  readonly #besides = new Map<TargetFlow, Promise<void>>();
  #failure: { error: unknown } | undefined;
  #waiting = 0;

  add(key: string, flow: TargetFlow): void {
    flow.whenLess = (rows) => void (this.#waiting -= rows);
    const flows = this.#flows.get(key);
    if (flows === undefined) this.#flows.set(key, [flow]);
    else flows.push(flow);
  }

  has(key: string): boolean {
    return this.#flows.has(key);
  }

  async take(key: string, row: AzureRow): Promise<void> {
    for (const flow of this.#flows.get(key) ?? []) {
      if (flow.isEnded) continue;
      const before = flow.waiting;
      flow.take(row);
      this.#waiting += flow.waiting - before;
      if (flow.isFull) await (flow.isSlow ? this.flushBeside(flow) : flow.flush());
      while (this.#waiting > mostWaiting) {
        const fullest = this.#fullest();
        if (fullest === undefined || fullest.waiting === 0) break;
        await fullest.flush();
      }
    }
  }

  /** Hands over what waits, and what comes until that is done, while further rows are sorted. Throws what went wrong with an earlier one. */
  async flushBeside(flow: TargetFlow): Promise<void> {
    while (this.#besides.size >= besidesAtOnce) await Promise.race(this.#besides.values());
    this.#throwIfFailed();
    if (flow.waiting === 0 || this.#besides.has(flow)) return;
    const work = flow.flush().then(
      () => void this.#besides.delete(flow),
      (error: unknown) => {
        this.#besides.delete(flow);
        this.#failure ??= { error };
      },
    );
    this.#besides.set(flow, work);
  }

  /** Resolves when nothing is handed over any more; throws the first failure. */
  async settle(): Promise<void> {
    await Promise.all(this.#besides.values());
    this.#throwIfFailed();
  }

  #throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #fullest(): TargetFlow | undefined {
    let fullest: TargetFlow | undefined;
    for (const flows of this.#flows.values()) for (const flow of flows) if (fullest === undefined || flow.waiting > fullest.waiting) fullest = flow;
    return fullest;
  }
}
