import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../core/errors.ts';
import type { OpenTransport, S3Settings, Sender } from './define.ts';
import { createFilesystemSender } from './filesystem.ts';
import type { S3Answer, S3Task } from './s3-upload.ts';

export interface S3Options {
  /** Files are written here first and uploaded whole. */
  spool: string;
  endpointUrl: string | undefined;
  now: () => Date;
}

/** Files as the filesystem transport writes them, uploaded when they are finished, in several parts where they are large. */
export function createS3Sender({ id, settings }: OpenTransport & { settings: S3Settings }, { spool, endpointUrl, now }: S3Options): Sender {
  const { bucket, region } = settings;
  const below = settings.prefix === '' ? '' : `${settings.prefix.replace(/^\/+|\/+$/g, '')}/`;
  const files = createFilesystemSender({
    transportId: id,
    base: spool,
    maxBytes: settings.max_bytes,
    // Nothing is left there to delete; the notes of what was uploaded go after a week.
    keepDays: 7,
    now,
    async handOn(file, row, signal) {
      // An upload that ended before a crash left no file behind.
      if (!(await exists(file))) return;
      await inThread({ kind: 'upload', file, bucket, key: `${below}${row.path}`, region, endpointUrl }, signal);
      await fs.unlink(file);
    },
  });
  return {
    ...files,
    async probe(signal) {
      await files.probe(signal);
      const key = `${below}.roundsman-test-${randomUUID()}`;
      const stays = await inThread({ kind: 'probe', bucket, key, region, endpointUrl }, signal);
      return stays === null ? `The bucket ${bucket} took an object, which was removed again.` : `The bucket ${bucket} took an object. It stays there as ${key}: it could not be removed (${stays}), which handing on does not need.`;
    },
  };
}

const exists = (file: string): Promise<boolean> => fs.access(file).then(() => true, () => false);

/** In a thread of its own: loading the SDK alone would hold up answers for longer than they may wait. Answers why an object stays that should not. */
function inThread(task: S3Task, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./s3-upload.ts', import.meta.url), { workerData: task, name: 's3-upload', resourceLimits: { maxOldGenerationSizeMb: 128 } });
    const onAbort = (): void => {
      void worker.terminate();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    worker.once('message', ({ error, isRefused, stays }: S3Answer) => {
      signal.removeEventListener('abort', onAbort);
      void worker.terminate();
      if (error === null) resolve(stays);
      else reject(new AppError(isRefused ? 'TRANSPORT_REFUSED' : 'TRANSPORT_UNREACHABLE', { detail: `The bucket ${task.bucket} did not take ${task.key}: ${error}` }));
    });
    worker.once('error', (cause) => {
      signal.removeEventListener('abort', onAbort);
      reject(new AppError('TRANSPORT_UNREACHABLE', { detail: `The upload to ${task.bucket} failed inside.`, cause }));
    });
  });
}
