import { liveEvent, type LiveEvent } from '../../src/api/contract/index.ts';
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

export type LiveState = 'connecting' | 'connected' | 'catching up' | 'offline';

interface LiveStore {
  state: LiveState;
  /** Findings that opened or resolved since a list was last read: lists don't move by themselves. */
  waiting: number;
  /** Runs that ended since the page was loaded: what was read may be more than a list shows. */
  ended: number;
}

let store: LiveStore = { state: 'connecting', waiting: 0, ended: 0 };
const listeners = new Set<() => void>();

function set(change: Partial<LiveStore>): void {
  store = { ...store, ...change };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const fileListeners = new Set<(event: LiveEvent) => void>();
/** Calls back for each change of a file as it becomes known. */
export function onFileEvent(listener: (event: LiveEvent) => void): () => void {
  fileListeners.add(listener);
  return () => fileListeners.delete(listener);
}

const runListeners = new Set<(event: LiveEvent) => void>();
/** Calls back whenever a run begins, moves on or ends. */
export function onRunEvent(listener: (event: LiveEvent) => void): () => void {
  runListeners.add(listener);
  return () => runListeners.delete(listener);
}

export const useLive = (): LiveStore => useSyncExternalStore(subscribe, () => store);
export const clearWaiting = (): void => set({ waiting: 0 });

/** Which answers an event makes old. */
const stale: Record<LiveEvent['type'], string[]> = {
  hello: [],
  'run.started': ['session', 'overview', 'runs', 'jobs', 'schedules', 'audit'],
  'run.progress': ['runs', 'jobs'],
  'run.finished': ['session', 'overview', 'runs', 'jobs', 'schedules', 'transports', 'deliveries', 'channels', 'audit'],
  'finding.opened': ['session', 'overview'],
  'finding.resolved': ['session', 'overview'],
  'file.tampered': ['overview', 'session', 'audit'],
  'resource.changed': [],
  'schedule.changed': ['schedules', 'overview'],
  'delivery.failed': ['deliveries', 'session', 'channels'],
};

/** What a socket is closed with whose reader has to sign in first, or again. */
const signInCode = 4401;
let isOpen = false;

/**
 * Keeps one socket open and marks answers as old when events say so; many events make one reading. Who has to sign in
 * first hears nothing; call it again then.
 */
export function startLive(client: QueryClient): void {
  if (isOpen) return;
  isOpen = true;
  let lastId: string | undefined;
  let attempt = 0;
  const pending = new Set<string>();
  let timer: number | undefined;

  const flush = (): void => {
    timer = undefined;
    for (const key of pending) void client.invalidateQueries({ queryKey: [key] });
    pending.clear();
  };

  const onEvent = (event: LiveEvent): void => {
    if (event.id !== '') lastId = event.id;
    if (event.type === 'finding.opened' || event.type === 'finding.resolved') set({ waiting: store.waiting + 1 });
    if (event.type === 'file.tampered') for (const listener of fileListeners) listener(event);
    if (event.type.startsWith('run.')) for (const listener of runListeners) listener(event);
    if (event.type === 'run.finished') set({ ended: store.ended + 1 });
    for (const key of stale[event.type]) pending.add(key);
    if (pending.size > 0 && timer === undefined) timer = window.setTimeout(flush, 400);
  };

  const connect = (): void => {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
    const since = lastId === undefined ? '' : `?since=${encodeURIComponent(lastId)}`;
    const socket = new WebSocket(`${scheme}://${window.location.host}/ws${since}`);
    socket.addEventListener('open', () => {
      const isBack = attempt > 0;
      attempt = 0;
      set({ state: isBack ? 'catching up' : 'connected' });
      if (!isBack) return;
      void client.invalidateQueries().finally(() => set({ state: 'connected' }));
    });
    socket.addEventListener('message', (message) => {
      const event = parse(message.data);
      if (event !== undefined) onEvent(event);
    });
    socket.addEventListener('close', ({ code }) => {
      if (code === signInCode) {
        isOpen = false;
        set({ state: 'offline' });
        void client.invalidateQueries({ queryKey: ['me'] });
        return;
      }
      attempt += 1;
      set({ state: attempt > 1 ? 'offline' : 'connecting' });
      window.setTimeout(connect, Math.min(15_000, 500 * 2 ** attempt) * (0.75 + Math.random() / 2));
    });
  };
  connect();
}

function parse(data: unknown): LiveEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed = liveEvent.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
