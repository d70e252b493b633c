import { AppError, type ErrorCode } from '../../core/errors.ts';

const throttleCodes = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'PriorRequestNotComplete',
  'EC2ThrottledException',
  // Of a read only the calls are too many: Kinesis says so of five lists a second.
  'LimitExceededException',
]);
const deniedCodes = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError', 'Forbidden', 'AllAccessDisabled']);
const credentialCodes = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidAccessKeyId',
  'AuthFailure',
  'TokenRefreshRequired',
  'CredentialsProviderError',
]);
const disabledCodes = new Set(['OptInRequired', 'SubscriptionRequiredException', 'InvalidRegionException']);
/** Cloud Control of a type that it does not have in the region, or cannot list. */
const notListedCodes = new Set(['TypeNotFoundException', 'UnsupportedActionException']);
/** Cloud Control of what the service behind it said. */
const withinCodes = new Set(['GeneralServiceException', 'HandlerFailureException', 'HandlerInternalFailureException', 'ServiceInternalErrorException']);

/** What the SDK calls an answer that it cannot read, as of a gateway or an endpoint on the way. */
const unreadCodes = new Set(['SyntaxError', 'Unknown', 'UnknownError', 'Error', '']);

/** A service has no address in a region where it is not offered. Those that are everywhere are left out: there it is the network. */
const endpoint = /^(?!s3|ec2|sts|iam)[a-z][a-z0-9-]*(\.[a-z]+(-[a-z]+)+-\d)?\.(amazonaws\.com(\.cn)?|api\.aws)$/;

interface SdkError {
  name?: string;
  code?: string;
  hostname?: string;
  Code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { headers?: Record<string, string> };
  $retryable?: { throttling?: boolean };
}

export type AwsErrorKind = 'throttled' | 'denied' | 'credentials' | 'disabled' | 'transient' | 'other';

const codeOf = (error: SdkError): string => error.Code ?? error.name ?? '';

/** Where the permission is not called like the call. */
const permissionOf: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:HeadBucket': 's3:ListBucket',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
};

/** Where permissions begin with another word than the client's name. */
const prefixOf: Readonly<Record<string, string>> = { elasticloadbalancingv2: 'elasticloadbalancing', cloudcontrol: 'cloudformation', efs: 'elasticfilesystem', cloudwatchlogs: 'logs', opensearch: 'es' };

/** The permission that a call of a client needs, e.g. `elasticloadbalancing:DescribeTags`. */
export function permissionOfCall(call: string): string {
  const [service = '', operation = ''] = call.split(':');
  // API Gateway's permissions are the verbs of its addresses.
  if (service === 'apigateway') return 'apigateway:GET';
  return permissionOf[call] ?? `${prefixOf[service] ?? service}:${operation}`;
}

/** Whether Cloud Control itself answered, and the service behind it refused. */
export function isDeniedWithin(error: unknown): boolean {
  const sdk = error as SdkError;
  return withinCodes.has(codeOf(sdk)) && /access ?denied|not authorized|unauthorized|forbidden/i.test(sdk.message ?? '');
}

export function kindOf(error: unknown): AwsErrorKind {
  const sdk = error as SdkError;
  const code = codeOf(sdk);
  const status = sdk.$metadata?.httpStatusCode;
  if (throttleCodes.has(code) || status === 429 || sdk.$retryable?.throttling === true) return 'throttled';
  if (deniedCodes.has(code) || isDeniedWithin(error) || (status === 403 && unreadCodes.has(code))) return 'denied';
  if (credentialCodes.has(code)) return 'credentials';
  if (disabledCodes.has(code) || notListedCodes.has(code) || (sdk.code === 'ENOTFOUND' && endpoint.test(sdk.hostname ?? ''))) return 'disabled';
  if (status !== undefined && status >= 500) return 'transient';
  // No whole answer came: a broken connection, a time limit, or half a page that does not parse.
  if (status === undefined || code === 'SyntaxError' || /pars|unexpected end|deserializ|socket|aborted|terminated/i.test(`${code} ${sdk.message ?? ''}`)) return 'transient';
  return 'other';
}

/** What `Retry-After` asked for, in milliseconds; it is seconds or a date. */
export function retryAfterMs(error: unknown, now: number): number | undefined {
  const text = (error as SdkError).$response?.headers?.['retry-after'];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.min(Math.max(0, seconds), 300) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), 300_000);
}

/** An SDK error in the product's words; `call` is `service:Operation`, the permission asked for unless AWS names another. */
export function toAppError(error: unknown, call: string, region: string): AppError {
  if (error instanceof AppError) return error;
  const sdk = error as SdkError;
  const request = sdk.$metadata?.requestId === undefined ? '' : ` (request ${sdk.$metadata.requestId})`;
  const make = (code: ErrorCode, detail: string, permission?: string) => new AppError(code, { detail, cause: error, permission });
  switch (kindOf(error)) {
    case 'denied': {
      const permission = /not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(sdk.message ?? '')?.[1] ?? permissionOfCall(call);
      return make('AWS_ACCESS_DENIED', `Denied in ${region}: the role lacks \`${permission}\`${request}.`, permission);
    }
    case 'credentials':
      return make('AWS_CREDENTIALS_REJECTED', `AWS refused the credentials in ${region} (${codeOf(sdk)})${request}. Renew them, or check that the region is enabled.`);
    case 'throttled':
      return make('AWS_THROTTLED', `AWS kept throttling ${call} in ${region}. The next run reads it again.`);
    case 'transient':
      if (codeOf(sdk) === 'TimeoutError') return make('CLOUD_TIMEOUT', `${call} in ${region} did not answer in time. The next run reads it again.`);
      return make('AWS_UNAVAILABLE', `${call} in ${region} did not answer usefully (${codeOf(sdk)})${request}. The next run reads it again.`);
    case 'disabled':
      if (notListedCodes.has(codeOf(sdk))) return make('AWS_UNAVAILABLE', `Cloud Control cannot list this type in ${region} (${codeOf(sdk)}).`);
      return make('AWS_UNAVAILABLE', `${call.split(':')[0]} is not offered in ${region}, or not to this account.`);
    default:
      return make('AWS_UNAVAILABLE', `${call} in ${region} answered ${codeOf(sdk)}${request}.`);
  }
}
