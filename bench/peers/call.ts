import type http from 'node:http';

/** What is asked, told from the request alone. */
export interface Call {
  service: string;
  region: string;
  operation: string;
  protocol: 'query' | 'json' | 'rest';
  /** The same for every request that must have the same answer. */
  key: string;
}

const credential = /Credential=[^/]+\/\d+\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/;
/** Times differ from run to run; what is asked with them does not. */
const timeLike = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g;
const nonces = new Set(['ClientToken', 'X-Amz-Date', 'X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-SignedHeaders', 'X-Amz-Expires', 'x-id']);

export function callOf(request: http.IncomingMessage, body: Buffer): Call {
  const [, region = '-', service = 'unsigned'] = credential.exec(request.headers.authorization ?? '') ?? [];
  const url = new URL(request.url ?? '/', 'http://aws');
  const target = request.headers['x-amz-target'];
  const text = body.toString('utf8');
  if (typeof target === 'string') return { service, region, operation: target.slice(target.lastIndexOf('.') + 1), protocol: 'json', key: keyOf(service, region, target, text.replace(timeLike, 'TIME')) };
  const form = new URLSearchParams((request.headers['content-type'] ?? '').includes('form-urlencoded') ? text : '');
  const action = form.get('Action') ?? url.searchParams.get('Action');
  if (action !== null) return { service, region, operation: action, protocol: 'query', key: keyOf(service, region, sorted(form), sorted(url.searchParams)) };
  const method = request.method ?? 'GET';
  return { service, region, operation: restOperation(service, method, url), protocol: 'rest', key: keyOf(service, region, method, url.pathname, sorted(url.searchParams), text.replace(timeLike, 'TIME')) };
}

const keyOf = (...parts: string[]): string => parts.join('\n');

function sorted(parameters: URLSearchParams): string {
  const kept = [...parameters].filter(([name]) => !nonces.has(name)).map(([name, value]) => `${name}=${value.replace(timeLike, 'TIME')}`);
  return kept.sort().join('&');
}

/** REST services name no operation: method, depth and sub-resource tell enough to count by. */
function restOperation(service: string, method: string, url: URL): string {
  if (service !== 's3' || url.pathname.startsWith('/v20180820/')) return `${method} ${url.pathname.split('/').slice(0, 4).join('/')}`;
  const depth = url.pathname.replace(/^\/|\/$/g, '').split('/').filter((part) => part !== '').length;
  const subresource = [...url.searchParams].find(([name, value]) => value === '' && name !== 'prefix')?.[0] ?? (url.searchParams.has('list-type') ? 'list' : '');
  return `${method}${['Service', 'Bucket'][depth] ?? 'Object'}${subresource === '' ? '' : `:${subresource}`}`;
}
