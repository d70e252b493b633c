import { CommanderError } from 'commander';
import type { Host } from './context.ts';
import { asFault, type ExitCode, exitCodes } from './fault.ts';
import { createProgram } from './program.ts';
import { complain, processTerminal } from './terminal.ts';

/** Runs one command line; answers the exit code and never throws. */
export async function runCommandLine(words: readonly string[], host: Host): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  try {
    await createProgram(host, (code) => {
      exitCode = code;
    }).parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has written its own message by now; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const fault = asFault(error);
    complain(host.terminal, fault.message);
    if ((host.environment['ROUNDSMAN_DEBUG'] ?? '') !== '') host.terminal.err(`${(fault.cause as Error | undefined)?.stack ?? fault.stack ?? ''}\n`);
    return fault.exitCode;
  }
}

/** As the process itself. The first Ctrl-C ends in order, the second at once. */
export async function runAsProcess(): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(exitCodes.interrupted);
      interrupted.abort();
    });
  }
  const exitCode = await runCommandLine(process.argv.slice(2), {
    terminal: processTerminal(process.env),
    environment: process.env,
    interrupted: interrupted.signal,
    // Imported on use: with a service running, the application is not needed here.
    openLocalApi: async (options) => (await import('../app.ts')).openLocalApi(options),
    readConfig: async ({ flags, environment }) => (await import('../app.ts')).readConfig(flags, environment),
  });
  // Not by itself: idle connections and timers of a store would hold the process a while longer.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}

if (import.meta.main) await runAsProcess();
