import type { TargetResult } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { at, listAt, textAt } from '../fields.ts';
import { type CloudAnswer, CloudFailure, type FailureKind } from '../cloud-http.ts';

/** Google's errors in both shapes: `error.errors[].reason` of the older, `error.details[]` of the newer services (google.aip.dev/193). */
function reasonsOf(body: unknown): string[] {
  const texts = [textAt(body, 'error.status'), ...listAt(body, 'error.errors').map((one) => textAt(one, 'reason')), ...listAt(body, 'error.details').map((one) => textAt(one, 'reason'))];
  return texts.filter((text) => text !== null);
}

export const messageOf = (body: unknown): string => (textAt(body, 'error.message') ?? (typeof body === 'string' ? body.replace(/<[^>]*>/g, ' ') : '')).replace(/\s+/g, ' ').trim().slice(0, 400);

const throttled = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded', 'RATE_LIMIT_EXCEEDED', 'RESOURCE_EXHAUSTED', 'resourceExhausted']);
const switchedOff = new Set(['SERVICE_DISABLED', 'accessNotConfigured', 'BILLING_DISABLED', 'billingNotEnabled', 'accountDisabled']);
const billing = new Set(['BILLING_DISABLED', 'billingNotEnabled', 'accountDisabled']);
const projectOff = new Set(['CONSUMER_INVALID', 'CONSUMER_SUSPENDED', 'USER_PROJECT_DENIED', 'USER_PROJECT_INVALID', 'projectDeleted', 'userProjectMissing']);

const hasOne = (body: unknown, reasons: ReadonlySet<string>): boolean => reasonsOf(body).some((reason) => reasons.has(reason));
const isProjectOff = (body: unknown): boolean => hasOne(body, projectOff) || /project .{0,80}(has been|was|is being|is) (deleted|pending deletion|scheduled for deletion)|pending deletion/i.test(messageOf(body));
/** Of a request for a project that has no billing; Compute says it in words alone. */
const isBillingOff = (body: unknown): boolean => hasOne(body, billing) || /requires billing|billing (account )?(is |to be |has been )?(disabled|enabled|not enabled)|enable billing/i.test(messageOf(body));

export function kindOfAnswer({ status, body }: CloudAnswer): FailureKind | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 401) return 'credentials';
  if (status === 429) return 'throttled';
  if (status === 408 || status >= 500) return 'transient';
  if (status === 404) return isProjectOff(body) ? 'other' : 'missing';
  if (status === 403 || status === 400) {
    if (hasOne(body, throttled)) return 'throttled';
    if (isProjectOff(body)) return 'other';
    if (hasOne(body, switchedOff) || isBillingOff(body)) return 'disabled';
    if (status === 403) return 'denied';
  }
  return 'other';
}

/** The permission that an answer names; several services say it each in their own way. */
function permissionIn(body: unknown): string | undefined {
  for (const detail of listAt(body, 'error.details')) {
    const named = textAt(detail, 'metadata.permission') ?? textAt(detail, 'metadata.permissions');
    if (named !== null) return named.split(',')[0];
  }
  const message = messageOf(body);
  return /(?:[Rr]equired|[Pp]ermissions?:?|lacks)\s+['"`]([a-z][A-Za-z]+(?:\.[A-Za-z]+){1,4})['"`]/.exec(message)?.[1] ?? /\bhave (?:the )?(?:permission )?['"`]?([a-z][A-Za-z]+(?:\.[A-Za-z]+){2,4})['"`]?(?: access)?/.exec(message)?.[1] ?? /[Pp]ermission ([a-z][A-Za-z]+(?:\.[A-Za-z]+){2,4})\b/.exec(message)?.[1];
}

/** The id under which a perimeter's refusal is found in the audit log. */
function perimeterIn(body: unknown): string | undefined {
  const message = messageOf(body);
  const isPerimeter = hasOne(body, new Set(['SECURITY_POLICY_VIOLATED', 'VPC_SERVICE_CONTROLS', 'vpcServiceControls'])) || /vpcServiceControls/i.test(message) || JSON.stringify(at(body, 'error.details') ?? '').includes('VPC_SERVICE_CONTROLS');
  if (!isPerimeter) return undefined;
  for (const detail of listAt(body, 'error.details')) {
    const uid = textAt(detail, 'metadata.uid');
    if (uid !== null) return uid;
  }
  return /vpcServiceControlsUniqueIdentifier:\s*([\w-]+)/i.exec(message)?.[1] ?? 'not told';
}

/** What is asked, for an error's words. */
export interface Asked {
  account: string;
  /** The unit's own, where the answer names none. */
  permission?: string | undefined;
}

/** A failure in the product's words; what no call threw is our own mistake. */
export function toAppError(error: unknown, { account, permission }: Asked): AppError {
  if (error instanceof AppError) return error;
  if (isTimeout(error)) return new AppError('CLOUD_TIMEOUT', { detail: `${account} did not answer in time. The next run reads it again.`, cause: error });
  if (!(error instanceof CloudFailure)) return new AppError('INTERNAL', { detail: `Reading ${account} failed inside: ${error instanceof Error ? error.message : String(error)}`, cause: error });
  const { kind, call, body, status } = error;
  const make = (code: AppError['code'], detail: string, named?: string): AppError => new AppError(code, { detail, cause: error, permission: named });
  switch (kind) {
    case 'denied': {
      const perimeter = perimeterIn(body);
      if (perimeter !== undefined) return make('GCP_ACCESS_DENIED', `Denied in ${account}: VPC Service Controls refused ${call} (policy id ${perimeter}). Let the principal into the perimeter by an access level or ingress rule.`);
      const named = permissionIn(body) ?? permission;
      return make('GCP_ACCESS_DENIED', named === undefined ? `Denied in ${account}: ${call}.` : `Denied in ${account}: the principal lacks \`${named}\`.`, named);
    }
    case 'credentials':
      return make('GCP_CREDENTIALS_REJECTED', `Google refused the credentials when asked for ${call} in ${account}. Renew them, then trigger the scan again.`);
    case 'disabled':
      return make('CLOUD_SERVICE_OFF', isBillingOff(body) ? `${call} is not available in ${account}: billing is switched off there.` : `${call} is not available in ${account}: its API is switched off there.`);
    case 'missing':
      return make('CLOUD_SERVICE_OFF', `${call} was never set up in ${account}.`);
    case 'throttled':
      return make('GCP_THROTTLED', `Google Cloud kept throttling ${call} in ${account}. The next run reads it again.`);
    case 'transient':
      if ((error.cause as Error | undefined)?.name === 'TimeoutError') return make('CLOUD_TIMEOUT', `${call} in ${account} did not answer in time. The next run reads it again.`);
      return make('GCP_UNAVAILABLE', `${call} in ${account} did not answer usefully${status === 0 ? '' : ` (${status})`}. The next run reads it again.`);
    case 'other':
      if (isProjectOff(body)) return make('CLOUD_ACCOUNT_DISABLED', `The project ${account} cannot be asked: ${messageOf(body) || 'it is disabled, or about to be deleted'}`);
      return make('GCP_UNAVAILABLE', `${call} in ${account} answered ${status}: ${messageOf(body)}`);
  }
}

/** How a target ends that failed; `emitted`: what came before is true, and kept. */
export function resultOf(error: unknown, asked: Asked, { emitted, signal }: { emitted: number; signal: AbortSignal }): TargetResult {
  if (signal.aborted) return { status: 'cancelled', isListed: false, error: new AppError('TARGET_CANCELLED').toStored() };
  const described = toAppError(error, asked);
  const stored = described.toStored();
  if (stored.code === 'BUDGET_SPENT' && emitted === 0) return { status: 'deferred', isListed: false, error: stored };
  if (emitted > 0) return { status: 'partial', isListed: false, error: stored };
  if (stored.code === 'CLOUD_SERVICE_OFF') return { status: 'not_applicable', isListed: false, error: stored };
  return { status: stored.code === 'GCP_ACCESS_DENIED' ? 'denied' : 'unavailable', isListed: false, error: stored };
}

const isTimeout = (error: unknown): boolean => (error as Error | undefined)?.name === 'TimeoutError';

/** Whether a failure came of a call; another is our own mistake. */
export const isOfCloud = (error: unknown): boolean => error instanceof CloudFailure || error instanceof AppError || isTimeout(error);

/** What would fail for every other call too: the sign-in, the budget, a stop. */
export function isFinal(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted || !isOfCloud(error) || isKind(error, 'credentials')) return true;
  return error instanceof AppError && error.code !== 'CLOUD_PAGING_LOOP' && error.code !== 'GCP_UNAVAILABLE';
}

export const isKind = (error: unknown, kind: FailureKind): boolean => error instanceof CloudFailure && error.kind === kind;
