import { EventEmitter } from 'node:events';
import pino from 'pino';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Access, AccessMode } from '../access/access.ts';
import { type Actor, localActor } from '../access/roles.ts';
import { systemClock } from '../platform/clock.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore, EventType, LiveEvent } from '../store/events.ts';
import type { RunsStore } from '../store/runs.ts';
import { createLiveHub } from './live.ts';

class ASocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  types: string[] = [];
  closedWith: number | undefined;
  send(text: string): void {
    this.types.push((JSON.parse(text) as { type: string }).type);
  }
  close(code: number): void {
    this.closedWith = code;
    this.emit('close');
  }
}

const personal: Actor = { kind: 'user', id: 'u1', name: 'P', role: 'personal', userId: 'u1', sessionId: 's1' };
const corporate: Actor = { kind: 'token', id: 't1', name: 'C', role: 'corporate', userId: 'u2' };
const event = (id: string, type: EventType, data: Record<string, unknown>): LiveEvent => ({ id, type, at: new Date(), data });

async function aHub() {
  let published: LiveEvent[] = [];
  let onRange: (first: string, last: string) => void = () => undefined;
  let onChange = (): void => undefined;
  let mode: AccessMode = 'account';
  const still = new Set<Actor>([personal, corporate]);
  const events = {
    listen: async (then: typeof onRange) => {
      onRange = then;
      return async () => undefined;
    },
    range: async () => published,
    since: async () => published,
  } as unknown as EventsStore;
  const access = { mode: () => mode, stillIn: async () => still, onChange: (then: () => void) => (onChange = then) } as Pick<Access, 'mode' | 'stillIn' | 'onChange'>;
  const hub = createLiveHub({ db: { listen: async () => async () => undefined } as unknown as Db, events, runs: {} as RunsStore, access, clock: systemClock, logger: pino({ level: 'silent' }) });
  await hub.start();
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    still,
    setMode: (next: AccessMode) => (mode = next),
    async join(actor: Actor, since?: string): Promise<ASocket> {
      const socket = new ASocket();
      await hub.add(socket as unknown as WebSocket, { actor, since });
      return socket;
    },
    async publish(...list: LiveEvent[]): Promise<void> {
      published = list;
      onRange('a', 'z');
      await settled();
    },
    async change(): Promise<void> {
      onChange();
      await settled();
    },
  };
}

const all = [event('1', 'run.started', { run_id: 'r' }), event('2', 'file.tampered', { owner_id: 'u1' }), event('3', 'file.tampered', { owner_id: 'u2' }), event('4', 'file.tampered', {})];

it('tells a person of the role Personal of its own files only, also of what it missed', async () => {
  const hub = await aHub();
  const [own, reader] = [await hub.join(personal), await hub.join(corporate)];
  await hub.publish(...all);
  expect(own.types).toEqual(['hello', 'file.tampered']);
  expect(reader.types).toEqual(['hello', 'run.started', 'file.tampered', 'file.tampered', 'file.tampered']);
  expect((await hub.join(personal, '0')).types).toEqual(['hello', 'file.tampered']);
});

it('lets go of who may not read any more, and of who came in before there were accounts', async () => {
  const hub = await aHub();
  hub.setMode('local');
  const [before, own, reader] = [await hub.join(localActor), await hub.join(personal), await hub.join(corporate)];
  await hub.change();
  expect(before.closedWith).toBeUndefined();
  hub.setMode('account');
  hub.still.delete(personal);
  await hub.change();
  expect([before.closedWith, own.closedWith, reader.closedWith]).toEqual([4401, 4401, undefined]);
  await hub.publish(...all);
  expect(own.types).toEqual(['hello']);
});
