import type { FastifyRequest } from 'fastify';

type Asked = { headers: FastifyRequest['headers']; method: string };

const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-real-ip'];
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

function placeOf(host: string | undefined): { name: string; port: number | undefined } {
  const found = /^(.*?)(?::(\d+))?$/.exec(host ?? '');
  return { name: found?.[1]?.toLowerCase() ?? '', port: found?.[2] === undefined ? undefined : Number(found[2]) };
}

const otherSite = 'Another site may not change anything here.';
const comesFromElsewhere = ({ headers, method }: Asked): boolean => headers.origin === undefined && headers['sec-fetch-site'] === 'cross-site' && method !== 'GET';

/**
 * Local mode: who reaches the loopback listener without a detour is the administrator. A page of another site, a name
 * that was pointed here (DNS rebinding) and a proxy that makes strangers look local are refused.
 */
export function refusalOf(request: Asked, localPort: number): string | undefined {
  const { host, origin } = request.headers;
  const { name, port = 80 } = placeOf(host);
  if (!loopbackNames.has(name) || port !== localPort) return `The Host header must be localhost:${localPort}, 127.0.0.1:${localPort} or [::1]:${localPort}.`;
  const proxied = proxyHeaders.find((header) => request.headers[header] !== undefined) ?? Object.keys(request.headers).find((header) => header.startsWith('x-forwarded-'));
  if (proxied !== undefined) return `A request with the header ${proxied} comes through a proxy, and there is no account to sign in with yet. Call the service directly on this machine.`;
  if (origin !== undefined && origin !== `http://${host ?? ''}`) return 'The Origin header must be the address of this service itself.';
  return comesFromElsewhere(request) ? otherSite : undefined;
}

/**
 * Where people sign in: the names that lead here are those of this machine and of PUBLIC_URL, or any while others may
 * reach the listener, because then nobody is trusted for where they come from. A page of another site is refused.
 */
export function addressRefusal(request: Asked, { isExposed, publicUrl }: { isExposed: boolean; publicUrl: string }): string | undefined {
  const { host, origin } = request.headers;
  const known = new URL(publicUrl);
  if (!isExposed && !loopbackNames.has(placeOf(host).name) && host?.toLowerCase() !== known.host) return `The Host header must be localhost or ${known.host}. If the service has another name, set PUBLIC_URL to it.`;
  if (origin !== undefined && !isOwnOrigin(request, publicUrl)) return 'The Origin header must be the address of this service itself.';
  return comesFromElsewhere(request) ? otherSite : undefined;
}

/** Whether the request was sent by a page of this service: what changes something by a session must say so. */
export function isOwnOrigin({ headers: { host, origin } }: Asked, publicUrl: string): boolean {
  if (origin === undefined) return false;
  return origin === new URL(publicUrl).origin || (host !== undefined && (origin === `http://${host}` || origin === `https://${host}`));
}
