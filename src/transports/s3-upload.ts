import fs from 'node:fs/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { S3Client } from '@aws-sdk/client-s3';

export interface UploadRequest {
  file: string;
  bucket: string;
  key: string;
  region: string;
  endpointUrl: string | undefined;
}

export interface UploadAnswer {
  error: string | null;
  /** Trying again will not help: no such bucket, no permission. */
  isRefused: boolean;
}

/** S3 takes parts of 5 MiB and more, at most 10,000 of them. */
const smallestPart = 8 * 1024 * 1024;
const mostParts = 9000;

/** Uploads one file: in one piece where it is small, else in parts, of which a broken upload leaves none behind. */
export async function uploadFile({ file, bucket, key, region, endpointUrl }: UploadRequest): Promise<void> {
  const { S3Client: Client, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const client = new Client({ region, ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl, forcePathStyle: true }) });
  const handle = await fs.open(file, 'r');
  try {
    const { size } = await handle.stat();
    const named = { Bucket: bucket, Key: key };
    if (size <= smallestPart) await client.send(new PutObjectCommand({ ...named, Body: await handle.readFile(), ContentType: 'application/gzip' }));
    else await inParts(handle, size, named, client);
  } finally {
    await handle.close();
    client.destroy();
  }
}

async function inParts(handle: fs.FileHandle, size: number, named: { Bucket: string; Key: string }, client: S3Client): Promise<void> {
  const { AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } = await import('@aws-sdk/client-s3');
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...named, ContentType: 'application/gzip' }));
  const partBytes = Math.max(smallestPart, Math.ceil(size / mostParts));
  try {
    const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
    for (let from = 0; from < size; from += partBytes) {
      const length = Math.min(partBytes, size - from);
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, from);
      const PartNumber = Parts.length + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...named, UploadId, PartNumber, Body: buffer }));
      Parts.push({ ETag, PartNumber });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...named, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...named, UploadId })).catch(() => undefined);
    throw error;
  }
}

const refusals = new Set(['NoSuchBucket', 'AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidBucketName', 'AllAccessDisabled']);

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const answer = (message: UploadAnswer): void => port.postMessage(message);
  uploadFile(workerData as UploadRequest).then(
    () => answer({ error: null, isRefused: false }),
    (error: unknown) => answer({ error: `${(error as Error).name}: ${(error as Error).message}`, isRefused: refusals.has((error as Error).name) }),
  );
}
