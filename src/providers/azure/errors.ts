import type { TargetResult } from '../../core/collector.ts';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import { type CloudAnswer, CloudFailure, type FailureKind } from '../cloud-http.ts';
import { textAt } from '../fields.ts';
import { clockError } from './sign-in/token-refusal.ts';

/** Codes of Resource Manager (learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors). */
const disabledAccountCodes = new Set(['ReadOnlyDisabledSubscription', 'DisabledSubscription', 'SubscriptionNotFound', 'SubscriptionDeleted', 'InvalidSubscriptionId']);
const serviceOffCodes = new Set(['MissingSubscriptionRegistration', 'SubscriptionNotRegistered', 'NoRegisteredProviderFound', 'InvalidResourceType', 'InvalidResourceNamespace', 'ResourceProviderNotRegistered', 'FeatureNotRegistered']);
const throttleCodes = new Set(['TooManyRequests', 'SubscriptionRequestsThrottled', 'RateLimiting', 'ResourceRequestsThrottled', 'OperationNotAllowedTooManyRequests']);
const clientCredentialCodes = new Set(['ExpiredAuthenticationToken', 'InvalidAuthenticationToken', 'InvalidAuthenticationTokenTenant', 'AuthenticationFailed', 'AuthenticationFailedMissingToken']);

export const codeOf = (body: unknown): string => textAt(body, 'error.code') ?? textAt(body, 'code') ?? textAt(body, 'error.details.0.code') ?? '';
const messageOf = (body: unknown): string => textAt(body, 'error.message') ?? textAt(body, 'message') ?? '';

/** What an answer of Resource Manager, Resource Graph or Microsoft Graph means; undefined for a success. */
export function kindOf({ status, body }: CloudAnswer): FailureKind | undefined {
  if (status >= 200 && status < 300) return undefined;
  const code = codeOf(body);
  if (status === 429 || throttleCodes.has(code)) return 'throttled';
  if (disabledAccountCodes.has(code) || serviceOffCodes.has(code)) return 'disabled';
  if (status === 401 || clientCredentialCodes.has(code)) return 'credentials';
  if (status === 403) return 'denied';
  if (status === 404) return 'missing';
  return status >= 500 || status === 408 ? 'transient' : 'other';
}

/** Below this many reads the next calls wait for the bucket to fill. */
const fewReads = 10;
const refillMs = 1000;

/** Resource Graph tells when its quota is used up, Resource Manager how many reads are left. */
export function pauseAfterMs({ headers }: CloudAnswer): number | undefined {
  if (headers.get('x-ms-user-quota-remaining') === '0') return durationMs(headers.get('x-ms-user-quota-resets-after')) ?? refillMs;
  const reads = headers.get('x-ms-ratelimit-remaining-subscription-reads') ?? headers.get('x-ms-ratelimit-remaining-tenant-reads');
  return reads !== null && Number(reads) < fewReads ? refillMs : undefined;
}

/** `00:00:05` and `00:00:05.5` of .NET, in milliseconds. */
export function durationMs(text: string | null): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '') ?? [];
  return seconds === undefined ? undefined : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** A failure in the product's words; `permission` is what the unit needs, named unless the answer names another. */
export function describeFailure(error: unknown, permission: string): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof CloudFailure)) return new AppError('INTERNAL', { detail: `Reading Azure failed inside: ${error instanceof Error ? error.message : String(error)}`, cause: error });
  const { kind, call, status, body, headers, cause } = error;
  const code = codeOf(body);
  const make = (as: ErrorCode, detail: string, missing?: string) => new AppError(as, { detail, cause: error, permission: missing });
  const name = code === '' ? String(status) : code;
  switch (kind) {
    case 'denied': {
      const missing = /perform action '([^']+)'/.exec(messageOf(body))?.[1] ?? permission;
      return make('AZURE_ACCESS_DENIED', `Denied: the principal lacks \`${missing}\`.`, missing);
    }
    case 'credentials':
      return clockError(headers, Date.now()) ?? make('AZURE_CREDENTIALS_REJECTED', `Azure refused the token for ${call} (${name}). Renew the credentials, then trigger the scan again.`);
    case 'throttled':
      return make('AZURE_THROTTLED', `Azure kept throttling ${call}. The next run reads it again.`);
    case 'disabled':
      if (disabledAccountCodes.has(code)) return make('CLOUD_ACCOUNT_DISABLED', `The subscription is disabled, deleted, or not there (${code}).`);
      if (/supported api-versions are '[^']/.test(messageOf(body))) return make('AZURE_UNAVAILABLE', `${call} is not offered in the version that was asked for (${code}).`);
      return make('CLOUD_SERVICE_OFF', `${call} is not registered in this subscription (${code}).`);
    case 'missing':
      return make('AZURE_UNAVAILABLE', `${call} was not found (${name}).`);
    case 'transient':
      if (isTimeout(cause)) return make('CLOUD_TIMEOUT', `${call} did not answer in time. The next run reads it again.`);
      return make('AZURE_UNAVAILABLE', `${call} did not answer usefully (${status === 0 ? 'no answer' : name}). The next run reads it again.`);
    case 'other':
      return make('AZURE_UNAVAILABLE', `${call} answered ${name}.`);
  }
}

const isTimeout = (cause: unknown): boolean => cause instanceof Error && (cause.name === 'TimeoutError' || (cause.cause instanceof Error && cause.cause.name === 'TimeoutError'));

/** How a target ends whose listing failed after it handed over so many resources. */
export function failedResult(error: AppError, emitted: number): TargetResult {
  const stored = error.toStored();
  if (error.code === 'TARGET_CANCELLED') return { status: 'cancelled', isListed: false, error: stored };
  if (emitted > 0) return { status: 'partial', isListed: false, error: stored };
  if (error.code === 'BUDGET_SPENT') return { status: 'deferred', isListed: false, error: stored };
  if (error.code === 'CLOUD_SERVICE_OFF') return { status: 'not_applicable', isListed: false, error: stored };
  return { status: error.code === 'AZURE_ACCESS_DENIED' ? 'denied' : 'unavailable', isListed: false, error: stored };
}
