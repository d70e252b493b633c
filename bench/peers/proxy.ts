// A process of its own: records what moto answers, and answers from the record with a chosen latency and token buckets.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { countUp, emptyStats } from '../../demo/aws/stats.ts';
import { type Throttle, TokenBuckets } from '../../demo/aws/throttle.ts';
import { type Answer, asAws, isLacking, isPassing, lacking, throttled } from './aws-answers.ts';
import { type Call, callOf } from './call.ts';
import type { Planted, ProxyOptions, ProxyStats } from './start-proxy.ts';

const { motoUrl, account, regions, truth } = JSON.parse(process.argv[2] ?? '{}') as ProxyOptions;
const { bucket_regions: bucketRegions } = JSON.parse(fs.readFileSync(truth, 'utf8')) as Planted;
const moto = new URL(motoUrl);
// moto works one call at a time; more at once only waits there.
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const record = new Map<string, Answer>();
const buckets = new TokenBuckets('none');
let latencyMs = 0;
const noStats = (): ProxyStats => ({ ...emptyStats(), lacking: {}, misses: 0, inFlightMs: 0 });
let stats = noStats();

const hopByHop = new Set(['connection', 'transfer-encoding', 'content-length', 'keep-alive', 'server', 'date']);

function askMoto(request: http.IncomingMessage, body: Buffer): Promise<Answer> {
  const { 'accept-encoding': _encoding, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    const asked = http.request({ host: moto.hostname, port: moto.port, method: request.method, path: request.url, headers, agent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const kept = Object.entries(answer.headers).filter(([name]) => !hopByHop.has(name)).map(([name, value]) => [name, String(value)]);
        resolve({ status: answer.statusCode ?? 500, headers: Object.fromEntries(kept) as Record<string, string>, body: Buffer.concat(parts) });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function answerOf(request: http.IncomingMessage, body: Buffer): Promise<Answer> {
  const call = callOf(request, body);
  const place = `${account}/${call.region}/${call.service}`;
  stats.calls += 1;
  countUp(stats.byOperation, `${call.service}.${call.operation}`);
  countUp(stats.byRegion, call.region);
  countUp(stats.byBucket, place);
  const isGranted = buckets.take(place, call.service, performance.now());
  const [answer] = await Promise.all([isGranted ? recorded(call, request, body) : throttled(call), new Promise((resolve) => setTimeout(resolve, latencyMs))]);
  if (!isGranted) countUp(stats.throttled, place);
  if (answer.isLacking === true) countUp(stats.lacking, `${call.service}.${call.operation}`);
  return answer;
}

async function recorded(call: Call, request: http.IncomingMessage, body: Buffer): Promise<Answer> {
  const known = record.get(call.key);
  if (known !== undefined) return known;
  stats.misses += 1;
  const said = await askMoto(request, body);
  const made = isLacking(said, request.method ?? 'GET') ? lacking(call) : asAws(call, said, { regions, bucketRegions });
  if (!isPassing(call, made)) record.set(call.key, made);
  return made;
}

/** GET /_stats, POST /_reset, POST /_set: no name of AWS begins like this. */
function steer(request: http.IncomingMessage, body: Buffer): unknown {
  if (request.url === '/_reset') {
    stats = noStats();
    buckets.refill();
  }
  if (request.url === '/_set') {
    const options = JSON.parse(body.toString('utf8')) as { latencyMs: number; throttle: Throttle };
    latencyMs = options.latencyMs;
    buckets.set(options.throttle);
  }
  return stats;
}

const server = http.createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    if (request.url?.startsWith('/_') === true) return response.end(JSON.stringify(steer(request, body)));
    const since = performance.now();
    const counted = stats;
    counted.inFlight += 1;
    counted.peakInFlight = Math.max(counted.peakInFlight, counted.inFlight);
    answerOf(request, body)
      .then(({ status, headers, body: text }) => {
        response.writeHead(status, { ...headers, ...(request.method === 'HEAD' ? {} : { 'content-length': text.length }) });
        response.end(request.method === 'HEAD' ? undefined : text);
      })
      .catch((error: unknown) => response.writeHead(502).end(String(error)))
      .finally(() => {
        counted.inFlight -= 1;
        counted.inFlightMs += performance.now() - since;
      });
    return undefined;
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`));
