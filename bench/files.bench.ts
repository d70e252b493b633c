import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BaselineChunk, createFileEngine, type FileChange, type FileEngine, type WatchedRoot } from '../src/providers/files/engine.ts';
import { measureService } from './files-service.ts';
import { printTable, seconds, temporaryFolder } from './service.ts';

const folderCount = 1000;
const deepest = 10;
const largestFile = 65_536;
const bigFiles = 4;
const rounds = 5;
const roundsOfAide = 2;
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
    const aide = runAide(corpus.small, work);
    await sleep(Math.max(0, corpus.madeAt + racyMs - Date.now()));
    const openssl = await measure(corpus, aide);
    process.stdout.write('\nThe whole service, everything stored durably\n\n');
    await measureService(corpus.small, { aideInit: aide === undefined ? undefined : best(aide.init), aideCheck: aide === undefined ? undefined : best(aide.check), openssl });
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

/** Milliseconds of each round. */
type Rounds = number[];
const best = (rounds: Rounds): number => Math.min(...rounds);
const median = (rounds: Rounds): number => [...rounds].sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;

/** Others that hash the same files; they have their rounds between ours, so that what else the machine does hits all alike. */
function peersOf(folder: string, perCall: number): { openssl: Rounds; sha256sum: Rounds; round(): void } {
  const shell = (command: string): number => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync('sh', ['-c', `find "$1" -type f -print0 | xargs -0 -P2 -n${perCall} ${command}`, 'sh', folder], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
    return performance.now() - startedAt;
  };
  // For the page cache.
  shell('cat');
  const peers = { openssl: [] as Rounds, sha256sum: [] as Rounds };
  return {
    ...peers,
    round() {
      peers.openssl.push(shell('openssl dgst -sha256'));
      peers.sha256sum.push(shell('sha256sum'));
    },
  };
}

function runAide(folder: string, work: string): { name: string; init: Rounds; check: Rounds } | undefined {
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
  const repeat = (mode: string): Rounds => Array.from({ length: roundsOfAide }, () => run(mode));
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

/** The engine alone, the baseline in memory. Answers the best time of openssl for the small files, in milliseconds. */
async function measure(corpus: Corpus, aide: ReturnType<typeof runAide>): Promise<number> {
  const [small, big] = [peersOf(corpus.small, 500), peersOf(corpus.big, 1)];
  const engine = createFileEngine({ threads: 2, maxMbPerSecond: () => 0, isBackground: false });
  const stall = watchLoop();
  const check = async (kept: Kept, kind: 'sweep' | 'full', expected: number): Promise<number> => {
    stall.skip();
    const { ms, found } = await timedCheck(engine, kept, kind);
    if (found.length !== expected) throw new Error(`the ${kind} found ${found.length} changes, ${expected} were made`);
    return ms;
  };
  const times = { baseline: [] as Rounds, full: [] as Rounds, sweep: [] as Rounds, fullOfChanged: [] as Rounds, sweepOfChanged: [] as Rounds, big: [] as Rounds };
  const memoryBefore = memoryNow();
  const { ms: first, kept } = await timedBaseline(engine, corpus.small);
  for (let round = 0; round < rounds; round += 1) {
    small.round();
    times.full.push(await check(kept, 'full', 0));
    times.sweep.push(await check(kept, 'sweep', 0));
    times.baseline.push((await timedBaseline(engine, corpus.small)).ms);
  }
  // Planting lists the corpus in this process, which costs more memory than a check.
  const memory = peakMemory() - memoryBefore;
  const planted = plant(corpus.small);
  for (let round = 0; round < rounds; round += 1) {
    times.fullOfChanged.push(await check(kept, 'full', planted.count));
    times.sweepOfChanged.push(await check(kept, 'sweep', planted.count));
  }
  planted.undo();
  const bigKept = (await timedBaseline(engine, corpus.big)).kept;
  for (let round = 0; round < rounds; round += 1) {
    big.round();
    times.big.push(await check(bigKept, 'full', 0));
  }
  await engine.close();

  const head = ['what', 'best s', 'median s', '÷ openssl', '÷ sha256sum', '÷ AIDE baseline', '÷ AIDE check'];
  const row = (peers: typeof small, what: string, all: Rounds | undefined): (string | number)[] => {
    if (all === undefined) return [what, 'not installed', '', '', '', '', ''];
    const ratio = (peer: Rounds | undefined): string => (peer === undefined ? '-' : (best(all) / best(peer)).toFixed(2));
    const ofSame = peers === small ? aide : undefined;
    return [what, seconds(best(all)), seconds(median(all)), ratio(peers.openssl), ratio(peers.sha256sum), ratio(ofSame?.init), ratio(ofSame?.check)];
  };
  const peerRows = (peers: typeof small): (string | number)[][] => [row(peers, 'sha256sum, 2 at a time', peers.sha256sum), row(peers, 'openssl dgst -sha256, 2 at a time', peers.openssl)];
  process.stdout.write('Small files\n\n');
  printTable(head, [
    ...peerRows(small),
    row(small, `${aide?.name ?? 'AIDE'} baseline`, aide?.init),
    row(small, `${aide?.name ?? 'AIDE'} check`, aide?.check),
    row(small, 'Roundsman: first baseline, threads started', [first]),
    row(small, 'Roundsman: baseline again', times.baseline),
    row(small, 'Roundsman: full check', times.full),
    row(small, `Roundsman: full check, ${planted.count} changes`, times.fullOfChanged),
    row(small, 'Roundsman: sweep', times.sweep),
    row(small, `Roundsman: sweep, ${planted.count} changes`, times.sweepOfChanged),
  ]);
  process.stdout.write('Big files\n\n');
  printTable(head, [...peerRows(big), row(big, 'Roundsman: full check', times.big)]);
  process.stdout.write(`Longest work of the main thread in one go ${Math.round(stall.end())} ms of CPU; peak memory ${Math.round(memory)} MB above the start.\n`);
  return best(small.openssl);
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

/** The longest the main thread worked in one go, by its CPU time: its waiting for a core is the machine's doing. `skip` leaves out the benchmark's own work. */
function watchLoop(): { skip(): void; end(): number } {
  const used = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let [last, longest] = [used(), 0];
  const timer = setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  return {
    skip() {
      last = used();
    },
    end() {
      clearInterval(timer);
      return longest;
    },
  };
}

const memoryNow = (): number => process.memoryUsage().rss / 1e6;
const peakMemory = (): number => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1000;
