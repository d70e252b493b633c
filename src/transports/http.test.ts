import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import type { Artifact } from '../core/artifact.ts';
import type { HttpSettings, OpenTransport, Outgoing } from './define.ts';
import { createHttpSender } from './http.ts';

const artifactOf = (n: number) => ({ schema: 'roundsman.artifact/v1', id: `arn:aws:ec2:eu-west-1:1:volume/vol-${n}`, service: 'ec2', tags: { Name: 'ä"\\' } }) as unknown as Artifact;
const batch = (count: number): Outgoing => ({
  key: 'key-1', runId: 'job-1', runAt: new Date(), number: 4, count,
  async *artifacts() {
    for (let from = 0; from < count; from += 500) yield Array.from({ length: Math.min(500, count - from) }, (_, n) => artifactOf(from + n));
  },
});

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) => void;
async function receiverWith(handler: Handler, tls?: https.ServerOptions): Promise<AsyncDisposable & { url: string }> {
  const listen: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => handler(request, response, Buffer.concat(chunks)));
  };
  const server = tls === undefined ? http.createServer(listen) : https.createServer(tls, listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/in?token=in-the-address`, [Symbol.asyncDispose]: close };
}

const transportTo = (url: string, more: Partial<OpenTransport> = {}): OpenTransport & { settings: HttpSettings } => ({
  id: 't', name: 't', kind: 'http', onlyChanges: false, token: new Secret('secret-of-the-receiver'), allowPrivate: true, allowInsecureTls: false, settings: { url, timeout_seconds: 1, max_retries: 0 }, ...more,
} as OpenTransport & { settings: HttpSettings });

async function send(handler: Handler, count = 2): Promise<{ code: string; message: string } | 'sent'> {
  await using receiver = await receiverWith(handler);
  const sender = createHttpSender(transportTo(receiver.url));
  try {
    await sender.send(batch(count), [], new AbortController().signal);
    return 'sent';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  } finally {
    await sender.close();
  }
}

it('posts a batch compressed, with its key and the token', async () => {
  let seen: { headers: http.IncomingHttpHeaders; body: { batch: unknown; artifacts: unknown[] } } | undefined;
  const outcome = await send((request, response, body) => {
    seen = { headers: request.headers, body: JSON.parse(gunzipSync(body).toString()) as never };
    response.writeHead(204).end();
  }, 1203);
  expect(outcome).toBe('sent');
  expect(seen?.headers).toMatchObject({ 'idempotency-key': 'key-1', 'content-encoding': 'gzip', authorization: 'Bearer secret-of-the-receiver' });
  expect(seen?.body.batch).toEqual({ job_id: 'job-1', number: 4, count: 1203 });
  expect(seen?.body.artifacts).toHaveLength(1203);
  expect(seen?.body.artifacts[1202]).toEqual(artifactOf(1202));
});

it('tells what may be tried again from what must not, without a word of the secrets', async () => {
  const answering = (status: number, headers: http.OutgoingHttpHeaders = {}): Handler => (_request, response) => void response.writeHead(status, headers).end('no: secret-of-the-receiver in-the-address');
  for (const status of [500, 503, 429, 408]) expect(await send(answering(status))).toMatchObject({ code: 'TRANSPORT_UNREACHABLE' });
  for (const status of [400, 401, 404, 413, 301]) expect(await send(answering(status))).toMatchObject({ code: 'TRANSPORT_REFUSED' });
  const refused = await send(answering(403));
  expect(refused).toMatchObject({ message: expect.stringMatching(/answered 403: no: \*\*\* \*\*\*/) as string });
});

it('gives up on a receiver that hangs, cuts the connection, or ends in the middle of its answer', async () => {
  const startedAt = performance.now();
  expect(await send(() => undefined)).toMatchObject({ code: 'TRANSPORT_UNREACHABLE', message: expect.stringContaining('no answer in time') as string });
  expect(performance.now() - startedAt).toBeLessThan(20_000);
  expect(await send((request) => request.socket.destroy())).toMatchObject({ code: 'TRANSPORT_UNREACHABLE', message: expect.stringContaining('ECONNRESET') as string });
  expect(await send((_request, response) => {
    response.writeHead(200, { 'content-length': 1000 }).write('half', () => response.socket?.destroy());
  })).toMatchObject({ code: 'TRANSPORT_UNREACHABLE' });
});

it('takes no certificate that nobody vouches for, unless that is allowed', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=receiver'], { stdio: 'ignore' });
  await using receiver = await receiverWith((_request, response) => void response.end(), { key: fs.readFileSync(key), cert: fs.readFileSync(cert) });
  fs.rmSync(folder, { recursive: true });
  const strict = createHttpSender(transportTo(receiver.url));
  await expect(strict.send(batch(1), [], new AbortController().signal)).rejects.toMatchObject({ code: 'TRANSPORT_UNREACHABLE', message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') as string });
  const lenient = createHttpSender(transportTo(receiver.url, { allowInsecureTls: true }));
  await expect(lenient.send(batch(1), [], new AbortController().signal)).resolves.toEqual({ files: [] });
  await Promise.all([strict.close(), lenient.close()]);
});

it('does not go where the address may not lead', async () => {
  const sender = createHttpSender(transportTo('http://169.254.169.254/latest', { allowPrivate: false }));
  await expect(sender.send(batch(1), [], new AbortController().signal)).rejects.toMatchObject({ code: 'DESTINATION_NOT_ALLOWED' });
});

it('is tried with an empty batch, and a receiver that does not take it is told', async () => {
  const bodies: unknown[] = [];
  let status = 200;
  await using receiver = await receiverWith((_request, response, body) => {
    bodies.push(JSON.parse(gunzipSync(body).toString()));
    response.writeHead(status).end();
  });
  const sender = createHttpSender(transportTo(receiver.url));
  await expect(sender.probe(new AbortController().signal)).resolves.toBe('The receiver took an empty batch.');
  expect(bodies).toEqual([{ batch: { job_id: 'test', number: 0, count: 0 }, artifacts: [] }]);
  status = 401;
  await expect(sender.probe(new AbortController().signal)).rejects.toMatchObject({ code: 'TRANSPORT_REFUSED', message: expect.stringContaining('answered 401') as string });
  await sender.close();
});
