import type { Logger as PinoLogger } from 'pino';

/** Structured log lines: fields first, then one plain sentence. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'level'> & { child(bindings: Record<string, unknown>): Logger };

const levels = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' } as const;
export type LogLevel = keyof typeof levels;

/** JSON lines on stdout, pretty on a terminal. Fields whose name says secret are masked whatever they hold. */
export async function createLogger(level: LogLevel, options: { isTerminal: boolean; toStderr?: boolean }): Promise<PinoLogger> {
  const { default: pino } = await import('pino');
  const shared = {
    level: levels[level],
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.password', '*.secret', '*.token', '*.authorization', 'password', 'secret', 'token', 'authorization', 'req.headers.authorization', 'req.headers.cookie'], censor: '***' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (!options.isTerminal) return pino(shared, pino.destination({ dest: options.toStderr === true ? 2 : 1, sync: true }));
  const { default: pretty } = await import('pino-pretty');
  return pino({ ...shared, formatters: {} }, pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', sync: true }));
}

export const setLevel = (logger: Pick<PinoLogger, 'level'>, level: LogLevel): void => {
  logger.level = levels[level];
};
