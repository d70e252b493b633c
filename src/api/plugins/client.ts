import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { isPublicAddress } from '../../delivery/safe-address.ts';

/**
 * Where a request comes from, as far as can be known: through a proxy of this machine or network the address that it
 * says it saw. It counts failed sign-ins and is shown beside a session, and decides nothing else.
 */
export function clientOf(request: FastifyRequest): { address: string; userAgent: string } {
  const peer = request.socket.remoteAddress ?? '';
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',').at(-1)?.trim() ?? '';
  const isNearProxy = isIP(forwarded) !== 0 && isIP(peer) !== 0 && !isPublicAddress(peer);
  return { address: isNearProxy ? forwarded : peer, userAgent: request.headers['user-agent'] ?? '' };
}
