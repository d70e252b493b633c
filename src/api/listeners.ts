import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Api } from './server.ts';

export interface Listeners {
  /** The main port in use. */
  port: number;
  extractionPort: number | undefined;
  close(): Promise<void>;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

export const isLoopback = (host: string): boolean => loopbackNames.has(host) || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Listens on PORT and, where it is free, on EXTRACTION_PORT: the same routes on both, on IPv4 and IPv6 of loopback.
 * Throws PORT_TAKEN where the main port is in use.
 */
export async function listen(api: Api, { host, port, extractionPort, logger }: { host: string; port: number; extractionPort: number | 'off'; logger: Logger }): Promise<Listeners> {
  const servers: http.Server[] = [];
  const addresses = host === 'localhost' ? ['127.0.0.1', '::1'] : [host.replace(/^\[|\]$/g, '')];

  async function open(wanted: number): Promise<number> {
    let used = wanted;
    for (const [index, address] of addresses.entries()) {
      const server = serverFor(api);
      try {
        used = await bind(server, used, address);
        servers.push(server);
      } catch (error) {
        // A machine without IPv6 still listens on IPv4.
        const isMissing = index > 0 && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '');
        if (!isMissing) throw error;
      }
    }
    return used;
  }

  let used: number;
  try {
    used = await open(port);
  } catch (cause) {
    for (const server of servers) server.close();
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is in use by another program. Stop that one' : code === 'EACCES' ? 'may not be used by this user. Use one above 1023' : `cannot be listened on (${code ?? 'unknown'}). Check HOST`;
    throw new AppError('PORT_TAKEN', { detail: `Port ${port} ${why}, or set PORT to another one.`, cause });
  }
  let second: number | undefined;
  if (extractionPort !== 'off' && extractionPort !== used) {
    const before = servers.length;
    try {
      second = await open(extractionPort);
    } catch (error) {
      for (const server of servers.splice(before)) server.close();
      logger.warn({ port: extractionPort, code: (error as NodeJS.ErrnoException).code }, 'EXTRACTION_PORT is in use by another program; going on without the second listener');
    }
  }
  return {
    port: used,
    extractionPort: second,
    async close() {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeIdleConnections();
              // Answers under way get a moment; streams and sockets would hold the stop for ever.
              setTimeout(() => server.closeAllConnections(), 1000).unref();
            }),
        ),
      );
    },
  };
}

function serverFor(api: Api): http.Server {
  const server = http.createServer((request, response) => api.routing(request, response));
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  server.on('upgrade', (request, socket, head) => api.server.emit('upgrade', request, socket, head));
  return server;
}

function bind(server: http.Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: address, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
