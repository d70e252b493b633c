import module from 'node:module';
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { FileReply, FileRequest, ThreadData, UnitAnswer } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
// A thread that starts is waited for: what it loads is kept compiled between starts.
module.enableCompileCache?.();
const [{ asAppError }, { Cancelled, createAnswerer }, { createPace }] = await Promise.all([import('../../core/errors.ts'), import('./answer.ts'), import('./pace.ts')]);

const { pace, isBackground } = workerData as ThreadData;
const answer = createAnswerer(createPace(pace));
// On Linux a priority is that of the calling thread, elsewhere of the whole process.
if (isBackground && process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

/** What is given away rather than copied: blocks of answers. */
function memoryOf(value: unknown): ArrayBuffer[] {
  if (!Array.isArray(value)) return [];
  return (value as UnitAnswer[]).flatMap(({ block, found }) => [block, found?.before, found?.after].flatMap((each) => (each == null ? [] : [each.buffer as ArrayBuffer])));
}

port.on('message', (request: FileRequest) => {
  answer(request).then(
    (value) => port.postMessage({ id: request.id, kind: 'answer', value } satisfies FileReply, memoryOf(value)),
    (error: unknown) => port.postMessage({ id: request.id, kind: 'error', error: asAppError(error).toStored(), isCancelled: error instanceof Cancelled } satisfies FileReply),
  );
});
