import fs from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { createMarks } from './marks.ts';
import { watchRoot, type RootWatch } from './watch-root.ts';
import type { WatchReply, WatchRequest, WatchSpec } from './watch-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const reply = (message: WatchReply): void => port.postMessage(message);

const watches = new Map<string, { key: string; watch: RootWatch }>();

/** The kernel keeps so many events for us and drops the rest; Node does not pass on that it did. */
function queueLength(): number {
  try {
    return Number(fs.readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
  } catch {
    return 16_384;
  }
}

const lagMs = 1000;
const lookMs = 100;
const marks = createMarks({
  mostAtOnce: Math.min(16_000, queueLength() - 1),
  send: (all) => reply({ kind: 'marked', marks: all }),
  onOverflow: (detail) => troubleEverywhere('overflow', detail),
});

function troubleEverywhere(trouble: 'overflow' | 'lag', detail: string): void {
  for (const rootId of watches.keys()) reply({ kind: 'trouble', rootId, trouble, detail });
}

let lookedAt = performance.now();
setInterval(() => {
  const now = performance.now();
  const lag = now - lookedAt - lookMs;
  lookedAt = now;
  if (lag > lagMs) troubleEverywhere('lag', `nothing was taken from the kernel for ${(lag / 1000).toFixed(1)} s`);
}, lookMs);

async function setRoots(roots: readonly WatchSpec[]): Promise<void> {
  const wanted = new Map(roots.map((root) => [root.id, { root, key: JSON.stringify(root) }]));
  for (const [id, { key, watch }] of watches) {
    if (wanted.get(id)?.key === key) continue;
    watch.close();
    watches.delete(id);
  }
  const added: RootWatch[] = [];
  for (const [id, { root, key }] of wanted) {
    if (watches.has(id)) continue;
    const watch = watchRoot(root, { mark: (path) => marks.add(id, path), trouble: (trouble, detail) => reply({ kind: 'trouble', rootId: id, trouble, detail }) });
    watches.set(id, { key, watch });
    added.push(watch);
  }
  await Promise.all(added.map((watch) => watch.armed));
}

port.on('message', (request: WatchRequest) => {
  if (request.op === 'taken') marks.taken();
  else void setRoots(request.roots).then(() => reply({ kind: 'armed', id: request.id }));
});
