import type { IncomingMessage } from 'node:http';
import { Refusal } from './answer.ts';

/** One request, as far as the wire tells. */
export interface Parsed {
  /** One of the services that are written here by hand, or the client's name of one that is answered from its model. */
  service: string;
  operation: string;
  /** Of the credential scope. */
  region: string;
  accessKey: string;
  /** The form of the query protocols, the query string of S3. */
  params: URLSearchParams;
  /** S3 only. */
  bucket?: string | undefined;
  /** JSON protocols only. */
  json?: Record<string, unknown> | undefined;
  isRead: boolean;
}

const credential = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;

export function scopeOf(request: IncomingMessage, query: URLSearchParams): { accessKey: string; region: string; service: string } | undefined {
  const presigned = query.get('X-Amz-Credential');
  const text = request.headers.authorization ?? (presigned === null ? '' : `Credential=${presigned}`);
  const match = credential.exec(text);
  return match === null ? undefined : { accessKey: match[1]!, region: match[2]!, service: match[3]! };
}

/** The query protocols know their operation from the form, JSON from a header, S3 from method, path and query. */
export function parseRequest(request: IncomingMessage, body: string): Parsed {
  const url = new URL(request.url ?? '/', 'http://simulated');
  const scope = scopeOf(request, url.searchParams);
  if (scope === undefined) throw unsigned(request);
  const common = { region: scope.region, accessKey: scope.accessKey };
  if (scope.service === 's3') return { ...common, ...parseS3(request, url) };
  const target = request.headers['x-amz-target'];
  if (scope.service === 'pricing' && typeof target === 'string') {
    const operation = target.split('.')[1] ?? '';
    return { ...common, service: 'pricing', operation, params: new URLSearchParams(), json: parseJson(body), isRead: isReadName(operation) };
  }
  const params = body === '' ? url.searchParams : new URLSearchParams(body);
  const operation = params.get('Action') ?? '';
  return { ...common, service: scope.service, operation, params, isRead: isReadName(operation) };
}

function unsigned(request: IncomingMessage): Refusal {
  if (request.method !== 'POST') return new Refusal(403, 'AccessDenied', 'Access Denied');
  return new Refusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
}

function parseJson(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>;
  } catch {
    throw new Refusal(400, 'SerializationException', 'The request body is not JSON.');
  }
}

/** Asking for the credential report and for a session changes nothing. */
export const isReadName = (operation: string): boolean =>
  /^(Describe|List|Get|Head|Lookup|Search|Batch(Get|Describe)|AssumeRole|Simulate)/.test(operation) || operation === 'GenerateCredentialReport' || operation === '';

const bucketOperations: readonly [parameter: string, operation: string][] = [
  ['versions', 'ListObjectVersions'], ['list-type', 'ListObjectsV2'], ['location', 'GetBucketLocation'], ['tagging', 'GetBucketTagging'],
  ['versioning', 'GetBucketVersioning'], ['publicAccessBlock', 'GetPublicAccessBlock'], ['policyStatus', 'GetBucketPolicyStatus'],
  ['policy', 'GetBucketPolicy'], ['acl', 'GetBucketAcl'], ['encryption', 'GetBucketEncryption'], ['lifecycle', 'GetBucketLifecycleConfiguration'],
];

const hostBucket = /^(?<bucket>[^:]+?)\.(?:s3[.-][^:]+|localhost|s3)(?::\d+)?$/;

function parseS3(request: IncomingMessage, url: URL): Omit<Parsed, 'region' | 'accessKey'> {
  const fromHost = hostBucket.exec(request.headers.host ?? '')?.groups?.['bucket'];
  const path = decodeURIComponent(url.pathname).replace(/^\//, '');
  const [first = '', ...rest] = path.split('/');
  const bucket = fromHost ?? (first === '' ? undefined : first);
  const key = fromHost === undefined ? rest.join('/') : path;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return { service: 's3', operation: s3Operation(request.method ?? 'GET', bucket, key, url.searchParams), params: url.searchParams, bucket, isRead };
}

function s3Operation(method: string, bucket: string | undefined, key: string, query: URLSearchParams): string {
  const verb = method === 'DELETE' ? 'Delete' : method === 'POST' ? 'Post' : 'Put';
  if (bucket === undefined) return method === 'GET' ? 'ListBuckets' : `${verb}Service`;
  const thing = key === '' ? 'Bucket' : 'Object';
  if (method !== 'GET' && method !== 'HEAD') return `${verb}${thing}`;
  if (method === 'HEAD' || key !== '') return `${method === 'HEAD' ? 'Head' : 'Get'}${thing}`;
  return bucketOperations.find(([parameter]) => query.has(parameter))?.[1] ?? 'ListObjects';
}
