import type { WebSocket } from 'ws';
import type { Access } from '../access/access.ts';
import { type Actor, ownerOf } from '../access/roles.ts';
import type { Clock } from '../platform/clock.ts';
import { timeId } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore, LiveEvent } from '../store/events.ts';
import { toCounts } from './views/run-view.ts';
import type { RunsStore } from '../store/runs.ts';

interface Frame {
  id: string;
  type: string;
  at: string;
  data: Record<string, unknown>;
}

export interface LiveHub {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Takes the socket of somebody; `runId` narrows it to one run, `since` sends what came after that event first. */
  add(socket: WebSocket, options: { actor: Actor; runId?: string | undefined; since?: string | undefined }): Promise<void>;
  /** Says that a run moved on; several calls within a moment are one frame. */
  progressed(runId: string): void;
  readonly clients: number;
}

export const progressChannel = 'roundsman_progress';
const progressEveryMs = 300;
const replayPage = 1000;
/** A reader that does not read is let go before its frames fill the memory. */
const mostBufferedBytes = 4 * 1024 * 1024;
const pingEveryMs = 30_000;
const mostClients = 200;
/** What a socket is closed with whose reader has to sign in first, or again. */
export const signInCode = 4401;

/** Who reads only what is its own hears of its files and of nothing else. */
function mayHear(actor: Actor, { type, data }: Pick<Frame, 'type' | 'data'>): boolean {
  const owner = ownerOf(actor);
  return owner === undefined || type === 'hello' || (type === 'file.tampered' && data['owner_id'] === owner);
}

/** Live events to browsers and programs. Progress is not kept: only where a run stands now is worth sending. */
export function createLiveHub({ db, events, runs, access, clock, logger }: { db: Db; events: EventsStore; runs: RunsStore; access: Pick<Access, 'mode' | 'stillIn' | 'onChange'>; clock: Clock; logger: Logger }): LiveHub {
  const clients = new Map<WebSocket, { actor: Actor; runId: string | undefined; isAlive: boolean }>();
  const moved = new Map<string, NodeJS.Timeout>();
  let stops: (() => Promise<void>)[] = [];
  let pinging: NodeJS.Timeout | undefined;

  function send(socket: WebSocket, frame: Frame): void {
    if (socket.bufferedAmount > mostBufferedBytes) {
      socket.close(1013, 'too slow; come back with ?since=');
      return;
    }
    socket.send(JSON.stringify(frame));
  }

  function broadcast(frame: Frame): void {
    for (const [socket, { actor, runId }] of clients) if ((runId === undefined || frame.data['run_id'] === runId) && mayHear(actor, frame)) send(socket, frame);
  }

  async function onRange(first: string, last: string): Promise<void> {
    if (clients.size === 0) return;
    for (const event of await events.range(first, last)) broadcast({ ...event, at: event.at.toISOString() });
  }

  async function onMoved(runId: string): Promise<void> {
    if (clients.size === 0) return;
    const [run, totals] = await Promise.all([runs.get(runId), runs.targetTotals([runId])]);
    if (run === undefined) return;
    broadcast({ id: timeId(), type: 'run.progress', at: clock.now().toISOString(), data: { run_id: runId, job_id: runId, status: run.status, phase: run.phase, counts: toCounts(run, totals.get(runId)) } });
  }

  /** Lets those go whose session or token has ended, or who came in while there was no account. */
  async function letGo(): Promise<void> {
    const asked = [...clients];
    if (asked.length === 0 || access.mode() === 'local') return;
    const still = await access.stillIn(asked.map(([, { actor }]) => actor));
    for (const [socket, { actor }] of asked) if (!still.has(actor)) socket.close(signInCode, 'sign in again');
  }

  const guarded = (work: Promise<void>): void => void work.catch((error: unknown) => logger.warn({ err: error }, 'A live event could not be sent'));

  return {
    async start() {
      stops = [await events.listen((first, last) => guarded(onRange(first, last))), await db.listen(progressChannel, (runId) => guarded(onMoved(runId)))];
      access.onChange(() => guarded(letGo()));
      pinging = setInterval(() => {
        guarded(letGo());
        for (const [socket, client] of clients) {
          if (!client.isAlive) socket.terminate();
          client.isAlive = false;
          socket.ping();
        }
      }, pingEveryMs);
      pinging.unref();
    },
    async stop() {
      clearInterval(pinging);
      for (const timer of moved.values()) clearTimeout(timer);
      for (const socket of clients.keys()) socket.close(1001, 'the service stops');
      for (const stop of stops) await stop();
    },
    async add(socket, { actor, runId, since }) {
      if (clients.size >= mostClients) {
        socket.close(1013, 'too many clients');
        return;
      }
      const client = { actor, runId, isAlive: true };
      socket.on('pong', () => {
        client.isAlive = true;
      });
      socket.on('close', () => clients.delete(socket));
      socket.on('error', () => clients.delete(socket));
      clients.set(socket, client);
      send(socket, { id: timeId(), type: 'hello', at: clock.now().toISOString(), data: {} });
      if (since === undefined) return;
      for (let last: string | undefined = since; last !== undefined && socket.readyState === socket.OPEN; ) {
        const missed: LiveEvent[] = await events.since(last, replayPage);
        for (const event of missed) if ((runId === undefined || event.data['run_id'] === runId) && mayHear(actor, event)) send(socket, { ...event, at: event.at.toISOString() });
        last = missed.length < replayPage ? undefined : missed.at(-1)?.id;
      }
    },
    progressed(runId) {
      if (moved.has(runId)) return;
      moved.set(
        runId,
        setTimeout(() => {
          moved.delete(runId);
          guarded(db.notify(progressChannel, runId));
        }, progressEveryMs),
      );
    },
    get clients() {
      return clients.size;
    },
  };
}
