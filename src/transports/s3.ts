import fs from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../core/errors.ts';
import type { OpenTransport, S3Settings, Sender } from './define.ts';
import { createFilesystemSender } from './filesystem.ts';
import type { UploadAnswer, UploadRequest } from './s3-upload.ts';

export interface S3Options {
  /** Files are written here first and uploaded whole. */
  spool: string;
  endpointUrl: string | undefined;
  now: () => Date;
}

/** Files as the filesystem transport writes them, uploaded when they are finished, in several parts where they are large. */
export function createS3Sender({ id, settings }: OpenTransport & { settings: S3Settings }, { spool, endpointUrl, now }: S3Options): Sender {
  return createFilesystemSender({
    transportId: id,
    base: spool,
    maxBytes: settings.max_bytes,
    // Nothing is left there to delete; the notes of what was uploaded go after a week.
    keepDays: 7,
    now,
    async handOn(file, row, signal) {
      const key = `${settings.prefix === '' ? '' : `${settings.prefix.replace(/^\/+|\/+$/g, '')}/`}${row.path}`;
      // An upload that ended before a crash left no file behind.
      if (!(await exists(file))) return;
      await upload({ file, bucket: settings.bucket, key, region: settings.region, endpointUrl }, signal);
      await fs.unlink(file);
    },
  });
}

const exists = (file: string): Promise<boolean> => fs.access(file).then(() => true, () => false);

/** In a thread of its own: loading the SDK alone would hold up answers for longer than they may wait. */
function upload(request: UploadRequest, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./s3-upload.ts', import.meta.url), { workerData: request, name: 's3-upload', resourceLimits: { maxOldGenerationSizeMb: 128 } });
    const onAbort = (): void => {
      void worker.terminate();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    worker.once('message', ({ error, isRefused }: UploadAnswer) => {
      signal.removeEventListener('abort', onAbort);
      void worker.terminate();
      if (error === null) resolve();
      else reject(new AppError(isRefused ? 'TRANSPORT_REFUSED' : 'TRANSPORT_UNREACHABLE', { detail: `The bucket ${request.bucket} did not take ${request.key}: ${error}` }));
    });
    worker.once('error', (cause) => reject(new AppError('TRANSPORT_UNREACHABLE', { detail: `The upload to ${request.bucket} failed inside.`, cause })));
  });
}
