import { Refusal } from './answer.ts';

export const faultKinds = ['deny', 'throttle', 'hang', 'error500', 'close', 'half-page', 'expired-token', 'paging-loop'] as const;

/** What goes wrong, and for which calls; a field that is left out matches all. IAM is in region `global`, a bucket's calls are in its own. */
export interface Fault {
  service?: string;
  operation?: string;
  region?: string;
  account?: string;
  kind: (typeof faultKinds)[number];
  /** How many calls it hits; left out: all. */
  times?: number;
  retryAfterSeconds?: number;
}

export interface FaultScope { service: string; operation: string; region: string; account: string; arn: string }

export class Faults {
  #list: Fault[];

  constructor(list: readonly Fault[]) {
    this.#list = list.map((fault) => ({ ...fault }));
  }

  set(list: readonly Fault[]): void {
    this.#list = list.map((fault) => ({ ...fault }));
  }

  /** The first fault that matches, which uses up one of its times. */
  next(scope: FaultScope): Fault | undefined {
    const matches = (fault: Fault): boolean =>
      (['service', 'operation', 'region', 'account'] as const).every((key) => fault[key] === undefined || fault[key] === scope[key]) &&
      (fault.times ?? 1) > 0;
    const fault = this.#list.find(matches);
    if (fault?.times !== undefined) fault.times -= 1;
    return fault;
  }
}

/** The permission behind an S3 operation is not always its name. */
const s3Actions: Record<string, string> = {
  ListBuckets: 'ListAllMyBuckets', ListObjectVersions: 'ListBucketVersions', ListObjectsV2: 'ListBucket', HeadBucket: 'ListBucket',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
};

/** Services with JSON on the wire name their errors with an ending. */
const hasJsonErrors = (service: string): boolean => ['lambda', 'ecs', 'efs', 'eks', 'apigateway', 'kms', 'apprunner', 'cloudcontrol', 'organizations', 'dynamodb', 'cloudwatchlogs', 'secretsmanager', 'kinesis', 'opensearch', 'workspaces'].includes(service);
/** Where permissions are not called like the client. */
const permissionPrefix: Record<string, string> = { elasticloadbalancingv2: 'elasticloadbalancing', cloudcontrol: 'cloudformation', efs: 'elasticfilesystem', cloudwatchlogs: 'logs', opensearch: 'es' };

export function denied({ service, operation, arn }: FaultScope): Refusal {
  const action = `${permissionPrefix[service] ?? service}:${service === 's3' ? (s3Actions[operation] ?? operation) : operation}`;
  const sentence = `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  if (service === 'ec2') return new Refusal(403, 'UnauthorizedOperation', `You are not authorized to perform this operation. ${sentence}`);
  if (service === 'pricing' || hasJsonErrors(service)) return new Refusal(400, 'AccessDeniedException', sentence);
  return new Refusal(403, 'AccessDenied', sentence);
}

export function throttled(service: string, retryAfterSeconds: number | undefined): Refusal {
  const headers: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  if (service === 'ec2') return new Refusal(503, 'RequestLimitExceeded', 'Request limit exceeded.', { headers });
  if (service === 's3') return new Refusal(503, 'SlowDown', 'Please reduce your request rate.', { headers });
  return new Refusal(400, service === 'pricing' || hasJsonErrors(service) ? 'ThrottlingException' : 'Throttling', 'Rate exceeded', { headers });
}

export function expiredToken(service: string): Refusal {
  if (service === 'ec2') return new Refusal(400, 'RequestExpired', 'Request has expired.');
  if (service === 's3') return new Refusal(400, 'ExpiredToken', 'The provided token has expired.');
  if (service === 'pricing') return new Refusal(400, 'ExpiredTokenException', 'The security token included in the request is expired');
  return new Refusal(403, 'ExpiredToken', 'The security token included in the request is expired');
}

export function internalError(service: string): Refusal {
  if (service === 's3') return new Refusal(500, 'InternalError', 'We encountered an internal error. Please try again.');
  if (service === 'iam') return new Refusal(500, 'ServiceFailure', 'The request processing has failed because of an unknown error.');
  if (service === 'pricing') return new Refusal(500, 'InternalErrorException', 'An error on the server occurred during the processing of your request.');
  return new Refusal(500, 'InternalError', 'An internal error has occurred');
}
