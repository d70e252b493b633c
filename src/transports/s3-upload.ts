import fs from 'node:fs/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { S3Client } from '@aws-sdk/client-s3';

export interface ObjectRequest {
  bucket: string;
  key: string;
  region: string;
  endpointUrl: string | undefined;
}

export interface UploadRequest extends ObjectRequest {
  file: string;
}

export type S3Task = ({ kind: 'upload' } & UploadRequest) | ({ kind: 'probe' } & ObjectRequest);

export interface S3Answer {
  error: string | null;
  /** Trying again will not help: no such bucket, no permission. */
  isRefused: boolean;
  /** Why the object of a probe could not be removed again. */
  stays: string | null;
}

/** S3 takes parts of 5 MiB and more, at most 10,000 of them. */
const smallestPart = 8 * 1024 * 1024;
const mostParts = 9000;

/** Uploads one file: in one piece where it is small, else in parts, of which a broken upload leaves none behind. */
export async function uploadFile({ file, bucket, key, region, endpointUrl }: UploadRequest): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await clientOf({ region, endpointUrl });
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

/** Puts a small object there and removes it again; answers why it stays where that is not allowed: nobody needs it for handing on. */
export async function probeBucket({ bucket, key, region, endpointUrl }: ObjectRequest): Promise<string | null> {
  const { DeleteObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await clientOf({ region, endpointUrl });
  const named = { Bucket: bucket, Key: key };
  try {
    await client.send(new PutObjectCommand({ ...named, Body: 'A test of Roundsman: this object may be deleted.\n', ContentType: 'text/plain' }));
    return await client.send(new DeleteObjectCommand(named)).then(() => null, (error: Error) => error.name);
  } finally {
    client.destroy();
  }
}

async function clientOf({ region, endpointUrl }: Pick<ObjectRequest, 'region' | 'endpointUrl'>): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  return new Client({ region, ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl, forcePathStyle: true }) });
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

/** What to do about it, where S3's own words leave that open. */
const advice: Readonly<Record<string, string>> = {
  NoSuchBucket: 'Check the name of the bucket, or make it first.',
  AccessDenied: 'Allow s3:PutObject on it to the credentials of the service.',
  PermanentRedirect: 'The bucket lies in another region: set that.',
  AuthorizationHeaderMalformed: 'The bucket may lie in another region: set that.',
  CredentialsProviderError: 'No AWS credentials were found.',
};

function failureOf(error: Error): S3Answer {
  const said = `${error.name}: ${error.message.replace(/\.?$/, '.')}`;
  const what = advice[error.name];
  return { error: what === undefined ? said : `${said} ${what}`, isRefused: refusals.has(error.name), stays: null };
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const task = workerData as S3Task;
  const work = task.kind === 'upload' ? uploadFile(task).then(() => null) : probeBucket(task);
  work.then((stays) => ({ error: null, isRefused: false, stays }), failureOf).then((answer: S3Answer) => port.postMessage(answer));
}
