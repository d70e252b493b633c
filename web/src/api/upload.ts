import { problem, verifyAnswer, verifyStarted } from '../../../src/api/contract/index.ts';
import { z } from 'zod';
import { ApiError, made } from './client.ts';

export const registered = z.union([verifyAnswer, verifyStarted]);
export type Registered = z.infer<typeof registered>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Sends one file; says how much of it is on its way. `fetch` cannot say that. */
export function upload(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Registered> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('file', file, file.name);
    request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total); });
    request.addEventListener('load', () => {
      const answer = parsed(request.responseText);
      const good = registered.safeParse(answer);
      if (request.status < 300 && good.success) return resolve(good.data);
      const bad = problem.safeParse(answer);
      if (bad.success) return reject(new ApiError(bad.data));
      return reject(made(request.status, 'Not taken', request.status === 413 ? 'The file is larger than the service takes. Register it by its path instead.' : `The service answered with status ${request.status} and no reason.`));
    });
    // A server that refuses a large body may close the line before it has read all of it.
    request.addEventListener('error', () => reject(made(0, 'Not taken', 'The connection ended before the file was sent. It may be larger than the service takes: register it by its path instead.')));
    request.addEventListener('abort', () => reject(made(0, 'Stopped', 'You stopped it.')));
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', '/api/audit/upload');
    request.send(body);
  });
}
