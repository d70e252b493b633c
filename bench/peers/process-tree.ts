import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import readline from 'node:readline';

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) killTree(child.pid ?? 0);
});

function keep(child: ChildProcess): void {
  children.add(child);
  child.once('exit', () => children.delete(child));
}

export interface Child {
  /** The first line it said. */
  line: string;
  stop(): Promise<void>;
}

/** Starts a server that says one line when it is ready. */
export async function startChild(command: string, words: string[], environment: NodeJS.ProcessEnv, input?: string): Promise<Child> {
  const child = spawn(command, words, { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  keep(child);
  if (input !== undefined) child.stdin.write(`${input}\n`);
  const line = await new Promise<string>((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${words[0]} ended with ${code}`)));
  });
  return {
    line,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
        return undefined;
      }),
  };
}

/** A process and all that descend from it. */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/\)\s\S\s(\d+)/.exec(readOr(`/proc/${name}/stat`))?.[1] ?? 0);
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const all = [root];
  for (const each of all) all.push(...(parents.get(each) ?? []));
  return all;
}

function readOr(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}

const megabytes = (pid: number, name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readOr(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;

function killTree(root: number): void {
  for (const pid of treeOf(root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}

/** Samples a tree's memory: the greatest sum seen, and at least the peak that the kernel kept of any one process. */
export function watchMemory(root: number): { peak(): number; stop(): number } {
  let peak = 0;
  const sample = (): void => {
    const pids = treeOf(root);
    const sum = pids.reduce((total, pid) => total + megabytes(pid, 'VmRSS'), 0);
    peak = Math.max(peak, sum, ...pids.map((pid) => megabytes(pid, 'VmHWM')));
  };
  sample();
  const timer = setInterval(sample, 250);
  return {
    peak: () => Math.round(peak),
    stop() {
      clearInterval(timer);
      if (fs.existsSync(`/proc/${root}`)) sample();
      return Math.round(peak);
    },
  };
}

export interface Ended {
  /** `stopped` where it took longer than it may. */
  exit: number | 'stopped';
  wallMs: number;
  peakMb: number;
  output: string;
}

/** Runs a command to its end, its output kept in a file. */
export async function runMeasured(command: string, words: string[], options: { environment: NodeJS.ProcessEnv; folder: string; log: string; timeoutMs: number }): Promise<Ended> {
  const file = fs.openSync(options.log, 'w');
  const startedAt = performance.now();
  const child = spawn(command, words, { env: options.environment, cwd: options.folder, stdio: ['ignore', file, file] });
  keep(child);
  const memory = watchMemory(child.pid ?? 0);
  let isStopped = false;
  const timer = setTimeout(() => {
    isStopped = true;
    killTree(child.pid ?? 0);
  }, options.timeoutMs);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (number, signal) => resolve(number ?? (signal === null ? 1 : 128)));
  });
  clearTimeout(timer);
  const peakMb = memory.stop();
  fs.closeSync(file);
  return { exit: isStopped ? 'stopped' : code, wallMs: performance.now() - startedAt, peakMb, output: fs.readFileSync(options.log, 'utf8') };
}
