import { bytePathOf, nameOf, parentOf } from './byte-path.ts';
import type { WatchedRoot } from './interface.ts';
import { type FileRecord, findRecord } from './record.ts';
import { type EngineParts, startRun } from './run.ts';
import { createSession } from './session.ts';

/** Reads one path as a first baseline would. */
export async function readOne(parts: EngineParts, root: WatchedRoot, path: Buffer): Promise<FileRecord | null> {
  const run = startRun(parts, root, 'baseline', new AbortController().signal);
  try {
    const relative = run.spec.root.file ?? bytePathOf(path);
    const session = createSession(parts.pool, run.spec);
    const [outcome] = await session.judge([{ chunk: 0, unit: { folder: parentOf(relative), state: 'listed', names: nameOf(relative), block: null, seen: null, isPartial: relative !== '' } }]);
    if (outcome === undefined) return null;
    await session.complete(outcome);
    return outcome.block === null ? null : (findRecord(outcome.block, Buffer.from(nameOf(relative), 'latin1')) ?? null);
  } finally {
    run.end();
  }
}
