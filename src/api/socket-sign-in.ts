import type { FastifyRequest } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { Actor } from '../access/roles.ts';
import { signInCode } from './live.ts';
import type { ApiParts } from './parts.ts';

const waitMs = 5000;
const mostWaiting = 50;
const firstFrame = z.strictObject({ token: z.string().max(200) });

let waiting = 0;

/**
 * Who reads a socket: whom the guard has let in, or who sends a token in the first frame. Closes the socket and answers
 * undefined where that is nobody.
 */
export async function whoListens(socket: WebSocket, request: FastifyRequest, { access }: Pick<ApiParts, 'access'>): Promise<Actor | undefined> {
  // A socket that breaks before anybody listens must not end the process.
  socket.on('error', () => undefined);
  const known = request.actor as Actor | undefined;
  if (known !== undefined) return known;
  if (waiting >= mostWaiting) {
    socket.close(1013, 'too many clients');
    return undefined;
  }
  waiting += 1;
  try {
    const token = await firstToken(socket);
    const actor = token === undefined ? undefined : await access.byToken(token);
    if (actor === undefined) socket.close(signInCode, 'sign in, or send {"token": "…"} first');
    return actor;
  } finally {
    waiting -= 1;
  }
}

function firstToken(socket: WebSocket): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), waitMs);
    const end = (token: string | undefined): void => {
      clearTimeout(timer);
      resolve(token);
    };
    socket.once('message', (data: RawData) => end(tokenIn(data)));
    socket.once('close', () => end(undefined));
  });
}

function tokenIn(data: RawData): string | undefined {
  try {
    return firstFrame.safeParse(JSON.parse((data as Buffer).toString('utf8'))).data?.token;
  } catch {
    return undefined;
  }
}
