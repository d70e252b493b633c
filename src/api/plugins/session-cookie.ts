import type { FastifyReply } from 'fastify';
import { sessionDays } from '../../access/sessions.ts';

/** Behind TLS the name itself forbids that a neighbour under the same domain sets it. */
const nameFor = (publicUrl: string): string => (publicUrl.startsWith('https:') ? '__Host-roundsman_session' : 'roundsman_session');

/** The signed session in the Cookie header. */
export function sessionOf(header: string | undefined, publicUrl: string): string | undefined {
  const name = nameFor(publicUrl);
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      return /^[\w.%~-]{20,300}$/.test(value) ? value : undefined;
    }
  }
  return undefined;
}

export function setSession(reply: FastifyReply, session: string, publicUrl: string): void {
  write(reply, session, sessionDays * 86_400, publicUrl);
}

export function clearSession(reply: FastifyReply, publicUrl: string): void {
  write(reply, '', 0, publicUrl);
}

function write(reply: FastifyReply, value: string, maxAgeSeconds: number, publicUrl: string): void {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  void reply.header('set-cookie', `${nameFor(publicUrl)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`);
}
