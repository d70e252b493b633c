import type { CallBudget, CallCounter } from '../core/collector.ts';
import { AppError } from '../core/errors.ts';
import { orAborted } from '../platform/or-aborted.ts';
import type { Pacing } from '../platform/pacing/pacing.ts';

/** What an answer that is no success means. `missing`: 404; `disabled`: the service is switched off or not registered. */
export type FailureKind = 'throttled' | 'denied' | 'credentials' | 'disabled' | 'missing' | 'transient' | 'other';

export interface CloudRequest {
  url: string;
  /** Sent as JSON by POST; left out: GET. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Whose limit the call counts against. */
  bucket: { account: string; region: string; service: string };
  /** What was asked, in words for errors: `Microsoft.Compute/disks`. */
  call: string;
  counter: CallCounter;
  signal: AbortSignal;
}

export interface CloudAnswer<Body = unknown> {
  status: number;
  headers: Headers;
  /** Parsed; undefined where the answer had no body. */
  body: Body;
}

/** An answer that is no success, or none at all (`status` 0), after all repeats. */
export class CloudFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number;
  readonly call: string;
  readonly body: unknown;
  readonly headers: Headers;

  constructor({ kind, status, call, body, headers, cause }: { kind: FailureKind; status: number; call: string; body: unknown; headers: Headers; cause?: unknown }) {
    super(`${call} answered ${status}`, cause === undefined ? undefined : { cause });
    this.name = 'CloudFailure';
    this.kind = kind;
    this.status = status;
    this.call = call;
    this.body = body;
    this.headers = headers;
  }
}

export interface CloudHttpOptions {
  pacing: Pacing;
  budget: CallBudget;
  /** How long one call may take, with its body. */
  requestTimeoutMs: number;
  /** How long one call may be throttled before its target is given up. */
  throttlePatienceMs: number;
  /** Headers that sign a call in; `isRenewed`: what was sent before was refused as expired. */
  authorize(request: CloudRequest, isRenewed: boolean): Promise<Record<string, string>>;
  /** Undefined for a success. */
  kindOf(answer: CloudAnswer): FailureKind | undefined;
  /** How long the server says that nothing more is granted, though it granted this. */
  pauseAfterMs?(answer: CloudAnswer): number | undefined;
}

const transientAttempts = 3;
/** The most that `Retry-After` is believed. */
const mostRetryAfterMs = 300_000;

/** Calls to a cloud's REST interface: paced by bucket, repeated here and nowhere else, counted for the target that made them. */
export class CloudHttp {
  readonly #options: CloudHttpOptions;

  constructor(options: CloudHttpOptions) {
    this.#options = options;
  }

  /** The answer where it is a success; throws CloudFailure, or AppError where the budget is spent. */
  async send<Body>(request: CloudRequest): Promise<CloudAnswer<Body>> {
    const { pacing, budget, throttlePatienceMs, kindOf, pauseAfterMs } = this.#options;
    const { bucket: where, counter, signal, call } = request;
    const bucket = pacing.bucket(where.account, where.region, where.service);
    let throttledSince: number | undefined;
    let isRenewed = false;
    for (let attempt = 1, isRepeat = false; ; isRepeat = true) {
      signal.throwIfAborted();
      if (budget.left <= 0) throw new AppError('BUDGET_SPENT');
      budget.left -= 1;
      const permit = await bucket.acquire(isRepeat, signal);
      counter.calls += 1;
      let answer: CloudAnswer;
      try {
        answer = await this.#once(request, isRenewed);
      } catch (cause) {
        permit.done('failed');
        if (signal.aborted || cause instanceof AppError) throw cause;
        if (attempt >= transientAttempts) throw new CloudFailure({ kind: 'transient', status: 0, call, body: undefined, headers: new Headers(), cause });
        attempt += 1;
        await pauseBefore(attempt);
        continue;
      }
      const kind = kindOf(answer);
      if (kind === undefined) {
        permit.done('granted');
        const pauseMs = pauseAfterMs?.(answer);
        if (pauseMs !== undefined) bucket.pauseFor(pauseMs);
        return answer as CloudAnswer<Body>;
      }
      if (kind === 'throttled') {
        counter.throttled += 1;
        permit.done({ throttled: true, retryAfterMs: retryAfterMs(answer.headers, Date.now()) ?? pauseAfterMs?.(answer) });
        // Counted from the first refusal: time in the queue is not the server's doing.
        throttledSince ??= Date.now();
        if (Date.now() - throttledSince <= throttlePatienceMs) continue;
      } else permit.done('failed');
      if (kind === 'credentials' && !isRenewed) {
        isRenewed = true;
        continue;
      }
      if (kind !== 'transient' || attempt >= transientAttempts) throw new CloudFailure({ kind, call, ...answer });
      attempt += 1;
      await pauseBefore(attempt, retryAfterMs(answer.headers, Date.now()));
    }
  }

  async #once(request: CloudRequest, isRenewed: boolean): Promise<CloudAnswer> {
    const { authorize, requestTimeoutMs } = this.#options;
    const { url, body, signal } = request;
    const signed = await orAborted(authorize(request, isRenewed), signal);
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...request.headers, ...signed },
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text, response.ok) };
  }
}

/** Half a page of JSON is a broken connection; a refusal may well be HTML. */
function parsed(text: string, isSuccess: boolean): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isSuccess) throw error;
    return text.slice(0, 500);
  }
}

const pauseBefore = (attempt: number, retryMs = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(Math.min(retryMs, 30_000), 200 * 2 ** attempt * (0.5 + Math.random() / 2))));

/** What `Retry-After` asked for, in milliseconds; it is seconds or a date. Microsoft says milliseconds in headers of its own. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const ms = Number(headers.get('retry-after-ms') ?? headers.get('x-ms-retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms)) return Math.min(Math.max(0, ms), mostRetryAfterMs);
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.min(Math.max(0, seconds) * 1000, mostRetryAfterMs);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), mostRetryAfterMs);
}
