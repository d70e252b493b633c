import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BaselineChunk, createFileEngine, type FileChange, type FileEngine, type WatchedRoot } from '../src/providers/files/engine.ts';
import { printTable, seconds, temporaryFolder } from './service.ts';

const folderCount = 1000;
const deepest = 10;
const largestFile = 65_536;
const bigFiles = 4;
const rounds = 3;
const sweeps = 5;
/** A file hashed within a minute of its last change is read again by a sweep; see record.ts. */
const racyMs = 61_000;

/**
 * File integrity against what others hash with: small files (0 to 64 KiB, 12 kB on average, in 1,000 folders up to ten
 * deep) and four big ones, all in the page cache. `npm run bench -- files [small files] [MiB of each big file]`
 */
export async function bench(args: string[]): Promise<void> {
  const [files, bigMib] = [Number(args[0] ?? 100_000), Number(args[1] ?? 1024)];
  const corpus = makeCorpus(files, bigMib);
  const work = temporaryFolder();
  process.stdout.write(`files: ${files.toLocaleString('en-US')} small (${gigabytes(corpus.smallBytes)} GB) and ${bigFiles} × ${bigMib} MiB, ${os.availableParallelism()} cores, Node ${process.version}\n\n`);
  try {
    const small = peersOf(corpus.small, 500, work);
    const big = peersOf(corpus.big, 1, work);
    await sleep(Math.max(0, corpus.madeAt + racyMs - Date.now()));
    await measureEngine(corpus, small, big);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(2);

interface Corpus {
  small: string;
  big: string;
  smallBytes: number;
  madeAt: number;
}

/** Made once for each size and kept: making it takes longer than the benchmark. */
function makeCorpus(files: number, bigMib: number): Corpus {
  const folder = path.join(os.tmpdir(), `roundsman-corpus-${files}-${bigMib}`);
  const marker = path.join(folder, 'made.json');
  const corpus = { small: path.join(folder, 'small'), big: path.join(folder, 'big') };
  if (!fs.existsSync(marker)) {
    fs.rmSync(folder, { recursive: true, force: true });
    const smallBytes = makeSmall(corpus.small, files);
    makeBig(corpus.big, bigMib);
    fs.writeFileSync(marker, JSON.stringify({ smallBytes, madeAt: Date.now() }));
  }
  return { ...corpus, ...(JSON.parse(fs.readFileSync(marker, 'utf8')) as { smallBytes: number; madeAt: number }) };
}

/** The same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function makeSmall(base: string, files: number): number {
  const random = seeded(42);
  const folders = [{ path: base, depth: 0 }];
  fs.mkdirSync(base, { recursive: true });
  while (folders.length < Math.min(folderCount, files)) {
    const parent = folders[Math.floor(random() * folders.length)];
    if (parent === undefined || parent.depth >= deepest) continue;
    const made = path.join(parent.path, `folder-${folders.length.toString(36)}`);
    fs.mkdirSync(made);
    folders.push({ path: made, depth: parent.depth + 1 });
  }
  const noise = randomBytes(1 << 20);
  let bytes = 0;
  for (let index = 0; index < files; index += 1) {
    const normal = Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
    const size = Math.min(largestFile, Math.floor(Math.exp(8.9 + 1.1 * normal)));
    const content = Buffer.concat([Buffer.from(`${index} `), noise.subarray(Math.floor(random() * largestFile))]).subarray(0, size);
    fs.writeFileSync(path.join(folders[index % folders.length]?.path ?? base, `file-${index.toString(36)}.dat`), content);
    bytes += content.length;
  }
  return bytes;
}

function makeBig(folder: string, mib: number): void {
  fs.mkdirSync(folder, { recursive: true });
  for (let file = 0; file < bigFiles; file += 1) {
    const fd = fs.openSync(path.join(folder, `big-${file}`), 'w');
    const noise = randomBytes(1 << 20);
    for (let block = 0; block < mib; block += 1) fs.writeSync(fd, noise);
    fs.closeSync(fd);
  }
}

interface Times {
  best: number;
  median: number;
}

function timesOf(all: readonly number[]): Times {
  const sorted = [...all].sort((a, b) => a - b);
  return { best: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

interface Peers {
  rows: { what: string; times: Times | string }[];
  openssl: number;
  sha256sum: number;
  aideInit: number | undefined;
  aideCheck: number | undefined;
}

/** What others need for the same files; the first round only warms the page cache. */
function peersOf(folder: string, perCall: number, work: string): Peers {
  const shell = (script: string): number => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', folder], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0) throw new Error(`${script}: ${stderr}`);
    return performance.now() - startedAt;
  };
  const timed = (script: string): Times => timesOf(Array.from({ length: rounds }, () => shell(script)));
  const parallel = (command: string): string => `find "$1" -type f -print0 | xargs -0 -P2 -n${perCall} ${command}`;
  shell(parallel('cat'));
  const openssl = timed(parallel('openssl dgst -sha256'));
  const sha256sum = timed(parallel('sha256sum'));
  const aide = perCall === 1 ? undefined : runAide(folder, work);
  const rows = [
    { what: 'sha256sum, 2 at a time', times: sha256sum },
    { what: 'openssl dgst -sha256, 2 at a time', times: openssl },
    ...(perCall === 1 ? [] : [{ what: `${aide?.name ?? 'AIDE'} baseline`, times: aide?.init ?? 'not installed' }, { what: `${aide?.name ?? 'AIDE'} check`, times: aide?.check ?? 'not installed' }]),
  ];
  return { rows, openssl: openssl.best, sha256sum: sha256sum.best, aideInit: aide?.init.best, aideCheck: aide?.check.best };
}

function runAide(folder: string, work: string): { name: string; init: Times; check: Times } | undefined {
  const version = spawnSync('aide', ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined) return undefined;
  const name = /AIDE [\d.]+/i.exec(`${version.stdout}${version.stderr}`)?.[0] ?? 'AIDE';
  const file = path.join(work, 'aide.conf');
  fs.writeFileSync(file, `database_in=file:${work}/aide.db\ndatabase_out=file:${work}/aide.db\ngzip_dbout=no\nnum_workers=2\nreport_url=file:${work}/report\n${folder} p+i+n+u+g+s+m+c+sha256\n`);
  const run = (mode: string): number => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync('aide', [`--config=${file}`, mode], { encoding: 'utf8' });
    // Its check answers with bits of what it found, its troubles begin at 14.
    if (status === null || status >= 14) throw new Error(`aide ${mode}: ${stderr}`);
    return performance.now() - startedAt;
  };
  const repeat = (mode: string): Times => timesOf(Array.from({ length: rounds - 1 }, () => run(mode)));
  return { name, init: repeat('--init'), check: repeat('--check') };
}

const never = new AbortController().signal;
const rootOf = (folder: string): WatchedRoot => ({ id: folder, path: Buffer.from(folder), kind: 'folder', recursive: true, include: [], exclude: [], mode: 'standard', never: [] });

/** The baseline in memory, as far as this benchmark is concerned. */
interface Kept {
  root: WatchedRoot;
  chunks: BaselineChunk[];
}

async function timedBaseline(engine: FileEngine, folder: string): Promise<{ ms: number; kept: Kept }> {
  const kept: Kept = { root: rootOf(folder), chunks: [] };
  const startedAt = performance.now();
  await engine.baseline(kept.root, (given) => Promise.resolve(void kept.chunks.push(...given)), { signal: never });
  const ms = performance.now() - startedAt;
  kept.chunks.sort((a, b) => Buffer.compare(a.folder, b.folder) || a.chunk - b.chunk);
  return { ms, kept };
}

async function timedCheck(engine: FileEngine, { root, chunks }: Kept, kind: 'sweep' | 'full'): Promise<{ ms: number; found: FileChange[] }> {
  async function* load(): AsyncGenerator<BaselineChunk> {
    yield* chunks;
  }
  const found: FileChange[] = [];
  const startedAt = performance.now();
  await engine.check(root, kind, { version: '1', load }, { found: (changes) => Promise.resolve(void found.push(...changes)), refreshed: () => Promise.resolve('1') }, { signal: never });
  return { ms: performance.now() - startedAt, found };
}

async function measureEngine(corpus: Corpus, small: Peers, big: Peers): Promise<void> {
  const memoryBefore = memoryNow();
  const stall = watchLoop();
  const engine = createFileEngine({ threads: 2, maxMbPerSecond: () => 0 });
  const repeat = async (count: number, one: () => Promise<number>): Promise<Times> => {
    const all: number[] = [];
    for (let round = 0; round < count; round += 1) all.push(await one());
    return timesOf(all);
  };
  const check = async (kept: Kept, kind: 'sweep' | 'full', expected: number): Promise<number> => {
    const { ms, found } = await timedCheck(engine, kept, kind);
    if (found.length !== expected) throw new Error(`the ${kind} found ${found.length} changes, ${expected} were made`);
    return ms;
  };
  const first = await timedBaseline(engine, corpus.small);
  const baseline = await repeat(rounds, async () => (await timedBaseline(engine, corpus.small)).ms);
  const full = await repeat(rounds, () => check(first.kept, 'full', 0));
  const sweep = await repeat(sweeps, () => check(first.kept, 'sweep', 0));
  // Planting lists the corpus in this process, which costs more memory than a check.
  const peak = peakMemory();
  const planted = plant(corpus.small);
  stall.skip();
  const fullOfChanged = await repeat(rounds, () => check(first.kept, 'full', planted.count));
  const sweepOfChanged = await repeat(sweeps, () => check(first.kept, 'sweep', planted.count));
  planted.undo();
  stall.skip();
  const bigKept = (await timedBaseline(engine, corpus.big)).kept;
  const bigFull = await repeat(rounds, () => check(bigKept, 'full', 0));
  await engine.close();

  const head = ['what', 'best s', 'median s', '÷ openssl', '÷ sha256sum', '÷ AIDE baseline', '÷ AIDE check'];
  const row = (peers: Peers, what: string, times: Times | string): (string | number)[] => {
    if (typeof times === 'string') return [what, times, '', '', '', '', ''];
    const ratio = (peer: number | undefined): string => (peer === undefined ? '-' : (times.best / peer).toFixed(2));
    return [what, seconds(times.best), seconds(times.median), ratio(peers.openssl), ratio(peers.sha256sum), ratio(peers.aideInit), ratio(peers.aideCheck)];
  };
  process.stdout.write('Small files\n\n');
  printTable(head, [
    ...small.rows.map(({ what, times }) => row(small, what, times)),
    row(small, 'Roundsman: first baseline', { best: first.ms, median: first.ms }),
    row(small, 'Roundsman: baseline again', baseline),
    row(small, 'Roundsman: full check', full),
    row(small, `Roundsman: full check, ${planted.count} changes`, fullOfChanged),
    row(small, 'Roundsman: sweep', sweep),
    row(small, `Roundsman: sweep, ${planted.count} changes`, sweepOfChanged),
  ]);
  process.stdout.write('Big files\n\n');
  printTable(head, [...big.rows.map(({ what, times }) => row(big, what, times)), row(big, 'Roundsman: full check', bigFull)]);
  process.stdout.write(`Longest pause of the main thread ${Math.round(stall.end())} ms; peak memory ${Math.round(peak - memoryBefore)} MB above the start.\n`);
}

/** A hundred changes of all kinds in files of their own; each round names every one of them. */
function plant(folder: string): { count: number; undo(): void } {
  const files = fs.globSync('**/*.dat', { cwd: folder }).sort().map((file) => path.join(folder, file)).filter((file) => fs.statSync(file).size > 16);
  const random = seeded(7);
  const take = (count: number): string[] => Array.from({ length: Math.min(count, files.length) }, () => files.splice(Math.floor(random() * files.length), 1)[0] ?? '');
  const [rewritten, appended, modes, moved] = [take(40), take(20), take(20), take(10)];
  const flip = (file: string): void => {
    const { atime, mtime } = fs.statSync(file);
    const content = fs.readFileSync(file);
    content[9] = (content[9] ?? 0) ^ 1;
    fs.writeFileSync(file, content);
    fs.utimesSync(file, atime, mtime);
  };
  const sizes = new Map(appended.map((file) => [file, fs.statSync(file).size]));
  rewritten.forEach(flip);
  for (const file of appended) fs.appendFileSync(file, 'x');
  for (const file of modes) fs.chmodSync(file, 0o4755);
  for (const file of moved) fs.renameSync(file, `${file}.moved`);
  return {
    count: rewritten.length + appended.length + modes.length + 2 * moved.length,
    undo() {
      rewritten.forEach(flip);
      for (const [file, size] of sizes) fs.truncateSync(file, size);
      for (const file of modes) fs.chmodSync(file, 0o644);
      for (const file of moved) fs.renameSync(`${file}.moved`, file);
    },
  };
}

/** How long the main thread did nothing for others; `skip` leaves out what the benchmark itself just did. */
function watchLoop(): { skip(): void; end(): number } {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  return {
    skip() {
      last = performance.now();
    },
    end() {
      clearInterval(timer);
      return longest;
    },
  };
}

const memoryNow = (): number => process.memoryUsage().rss / 1e6;
const peakMemory = (): number => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1000;
