import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';

export const root = path.resolve(import.meta.dirname, '../..');

/** Nothing of this machine's own clouds, proxies or settings reaches a child. */
export function bareEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG, TZ: 'UTC', AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent', ...more };
}

export interface StartedProcess {
  child: ChildProcess;
  /** Everything it wrote, by lines; the last ones explain a failure. */
  lines: string[];
  /** The first line of its standard output that the test accepts. */
  line(accepts: (line: string) => boolean, timeoutMs: number): Promise<string>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startProcess(command: string, words: readonly string[], options: { environment: NodeJS.ProcessEnv; cwd?: string }): StartedProcess {
  const child = spawn(command, words, { cwd: options.cwd ?? root, env: options.environment, stdio: ['pipe', 'pipe', 'pipe'] });
  running.add(child);
  const lines: string[] = [];
  const hearers = new Set<(line: string) => void>();
  const hear = (line: string): void => {
    lines.push(line);
    for (const hearer of hearers) hearer(line);
  };
  readline.createInterface({ input: child.stdout }).on('line', hear);
  readline.createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  child.stdin.on('error', () => undefined);
  // Not `exit`: what it wrote last is still to be read then.
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  const tail = (): string => lines.slice(-15).join('\n');
  return {
    child,
    lines,
    ended,
    line: (accepts, timeoutMs) =>
      new Promise((resolve, reject) => {
        const known = lines.find(accepts);
        if (known !== undefined) return resolve(known);
        const end = (finish: () => void): void => {
          clearTimeout(timer);
          hearers.delete(hearer);
          finish();
        };
        const hearer = (line: string): void => {
          if (accepts(line)) end(() => resolve(line));
        };
        const timer = setTimeout(() => end(() => reject(new Error(`${command} ${words[0] ?? ''} said nothing useful within ${timeoutMs / 1000} s:\n${tail()}`))), timeoutMs);
        hearers.add(hearer);
        void ended.then(({ code, signal }) => end(() => reject(new Error(`${command} ${words[0] ?? ''} ended with ${code ?? signal}:\n${tail()}`))));
      }),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
