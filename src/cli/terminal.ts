import type { Paint } from './table.ts';
import { visible } from './text.ts';

/** Where a command writes. The process has one; tests make their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  isOutTerminal: boolean;
  isErrTerminal: boolean;
  columns(): number;
  errColumns(): number;
  hasColor: boolean;
}

export function processTerminal(environment: NodeJS.ProcessEnv): Terminal {
  const { stdout, stderr } = process;
  // A reader that has seen enough, such as `head`, closes the pipe: that is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  stderr.on('error', () => undefined);
  const forced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isOutTerminal: stdout.isTTY === true,
    isErrTerminal: stderr.isTTY === true,
    columns: () => stdout.columns ?? 80,
    errColumns: () => stderr.columns ?? 80,
    hasColor: !refused && (forced || stdout.isTTY === true),
  };
}

const codes = { good: '32', attention: '33', bad: '31', quiet: '2', title: '1' } as const;
export const painter = (hasColor: boolean): Paint => (hasColor ? (text, tone) => `\u001b[${codes[tone]}m${text}\u001b[0m` : (text) => text);

/** One line on stderr, whatever the message holds. */
export function complain(terminal: Terminal, message: string): void {
  terminal.err(`roundsman: ${visible(message.replaceAll(/\s*\n\s*/g, ' '))}\n`);
}
