import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Artifact } from '../../src/core/artifact.ts';
import type { OpenTransport, S3Settings } from '../../src/transports/define.ts';
import { uploadFile } from '../../src/transports/s3-upload.ts';
import { createS3Sender } from '../../src/transports/s3.ts';
import { useOwnCredentials } from '../collect-aws.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { type Moto, motoPython, startMoto } from './start-moto.ts';

const python = motoPython();
if (python === undefined && process.env['CI'] === 'true') throw new Error('moto is missing: .ci/conformance.sh installs it');

describe.skipIf(python === undefined)(`the S3 transport on moto${python === undefined ? ' (skipped: no moto)' : ''}`, () => {
  let moto: Moto;
  let folder: string;
  let s3: S3Client;
  const bucket = 'hand-on';
  beforeAll(async () => {
    useOwnCredentials();
    folder = makeTestFolder('s3');
    moto = await startMoto(python ?? '');
    const { S3Client: Client, CreateBucketCommand } = await import('@aws-sdk/client-s3');
    s3 = new Client({ endpoint: moto.url, region: 'us-east-1', forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await moto.reset();
  });
  afterAll(() => moto?.stop());

  const read = async (key: string): Promise<Buffer> => {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  it('uploads a small file in one piece and a large one in parts, to the byte', async () => {
    for (const [name, size] of [['small', 1000], ['large', 20 * 1024 * 1024 + 17]] as const) {
      const file = path.join(folder, name);
      fs.writeFileSync(file, randomBytes(size));
      await uploadFile({ file, bucket, key: `raw/${name}`, region: 'us-east-1', endpointUrl: moto.url });
      expect(sha(await read(`raw/${name}`))).toBe(sha(fs.readFileSync(file)));
    }
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
    // The mark of an object that was put together from parts.
    expect((await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'raw/large' }))).ETag).toMatch(/-3"$/);
  });

  it('hands on files under the day and the job, and leaves none of them here', async () => {
    const transport = { id: 't1', name: 'archive', kind: 's3', onlyChanges: false, token: undefined, allowPrivate: true, allowInsecureTls: false, settings: { bucket, prefix: '/estate/', region: 'us-east-1', max_bytes: 1_000_000 } } as OpenTransport & { settings: S3Settings };
    const sender = createS3Sender(transport, { spool: path.join(folder, 'spool'), endpointUrl: moto.url, now: () => new Date() });
    const artifacts = [{ id: 'arn:1', service: 'ec2' }, { id: 'arn:2', service: 'ec2' }] as unknown as Artifact[];
    const never = new AbortController().signal;
    const { files } = await sender.send({ key: 'k', runId: 'job-1', runAt: new Date('2026-02-03T04:05:06Z'), number: 1, count: 2, async *artifacts() { yield await Promise.resolve(artifacts); } }, [], never);
    expect((await sender.finish?.(files, never))?.map(({ state }) => state)).toEqual(['done']);
    const lines = gunzipSync(await read('estate/2026/02/03/job-1/ec2.jsonl.gz')).toString().trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as Artifact).id)).toEqual(['arn:1', 'arn:2']);
    expect(fs.readdirSync(path.join(folder, 'spool'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.gz'))).toEqual([]);
    // After a crash between the upload and its note: nothing to do, nothing lost.
    expect((await sender.finish?.(files, never))?.map(({ state }) => state)).toEqual(['done']);
  });

  describe('is tried', () => {
    const never = new AbortController().signal;
    const own = (settings: Partial<S3Settings> = {}, endpointUrl = moto.url) => createS3Sender({ id: 't3', name: 'x', kind: 's3', onlyChanges: false, token: undefined, allowPrivate: true, allowInsecureTls: false, settings: { bucket, prefix: '/tried/', region: 'us-east-1', max_bytes: 1_000_000, ...settings } } as OpenTransport & { settings: S3Settings }, { spool: path.join(folder, 'spool-of-tests'), endpointUrl, now: () => new Date() });
    const left = async (): Promise<string[]> => {
      const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
      return ((await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'tried/' }))).Contents ?? []).map(({ Key = '' }) => Key);
    };

    it('with an object that is removed again', async () => {
      await expect(own().probe(never)).resolves.toBe(`The bucket ${bucket} took an object, which was removed again.`);
      expect(await left()).toEqual([]);
      expect(await moto.calls()).toMatchObject({ 's3:PutObject us-east-1': expect.any(Number) as number });
    });

    it('and says which bucket, permission or server is missing', async () => {
      await expect(own({ bucket: 'no-such-bucket' }).probe(never)).rejects.toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringMatching(/^The bucket no-such-bucket did not take tried\/\S+: NoSuchBucket: .*\. Check the name of the bucket/) as string });
      await expect(own({}, 'http://127.0.0.1:1').probe(never)).rejects.toMatchObject({ code: 'TRANSPORT_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') as string });
    });

    it('and says that its object stays where it may not remove it', async () => {
      const before = { ...process.env };
      const probeWith = async (action: string): Promise<unknown> => {
        await moto.allow({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
        await moto.enforce(true);
        return own().probe(never).catch((error: unknown) => error).finally(() => moto.enforce(false));
      };
      try {
        Object.assign(process.env, { AWS_ACCESS_KEY_ID: moto.scanner.access_key_id, AWS_SECRET_ACCESS_KEY: moto.scanner.secret_access_key });
        const said = await probeWith('s3:PutObject');
        const denied = await probeWith('s3:ListBucket');
        const [stayed, ...more] = await left();
        expect(more).toEqual([]);
        expect(said).toBe(`The bucket ${bucket} took an object. It stays there as ${stayed}: it could not be removed (AccessDenied), which handing on does not need.`);
        expect(denied).toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringMatching(/AccessDenied: .* Allow s3:PutObject on it/) as string });
      } finally {
        Object.assign(process.env, before);
      }
    });
  });

  it('tells a bucket that is not there from a server that does not answer', async () => {
    const sender = (settings: Partial<S3Settings>, endpointUrl: string) => createS3Sender({ id: 't2', name: 'x', kind: 's3', onlyChanges: false, token: undefined, allowPrivate: true, allowInsecureTls: false, settings: { bucket, prefix: '', region: 'us-east-1', max_bytes: 1_000_000, ...settings } } as OpenTransport & { settings: S3Settings }, { spool: path.join(folder, `spool-${Math.random()}`), endpointUrl, now: () => new Date() });
    const batch = { key: 'k', runId: 'job-2', runAt: new Date(), number: 1, count: 1, async *artifacts() { yield await Promise.resolve([{ id: 'arn:1', service: 'ec2' } as unknown as Artifact]); } };
    const never = new AbortController().signal;
    const finish = async (own: ReturnType<typeof sender>): Promise<unknown> => own.finish?.((await own.send(batch, [], never)).files, never);
    await expect(finish(sender({ bucket: 'no-such-bucket' }, moto.url))).rejects.toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringContaining('NoSuchBucket') as string });
    await expect(finish(sender({}, 'http://127.0.0.1:1'))).rejects.toMatchObject({ code: 'TRANSPORT_UNREACHABLE' });
  });
});
