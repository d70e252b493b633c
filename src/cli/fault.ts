import { AppError } from '../core/errors.ts';

/** What the process answers with. `interrupted` is what shells expect after Ctrl-C. */
export const exitCodes = { done: 0, found: 1, usage: 2, couldNotRun: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with one line on stderr that says what to do. */
export class CommandFault extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFault';
    this.exitCode = exitCode;
  }
}

export const couldNotRun = (message: string, cause?: unknown): CommandFault => new CommandFault(exitCodes.couldNotRun, message, cause === undefined ? undefined : { cause });
export const wrongUsage = (message: string): CommandFault => new CommandFault(exitCodes.usage, message);

/** Any thrown value as a fault; what nobody foresaw says so. */
export function asFault(error: unknown): CommandFault {
  if (error instanceof CommandFault) return error;
  if (error instanceof AppError) return new CommandFault(error.code === 'INVALID_VALUE' ? exitCodes.usage : exitCodes.couldNotRun, error.message, { cause: error });
  const words = error instanceof Error && error.message !== '' ? error.message : String(error);
  return couldNotRun(`${words} (unexpected; set ROUNDSMAN_DEBUG=1 to see where)`, error);
}
