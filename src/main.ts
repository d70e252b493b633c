import { parseArgs } from 'node:util';
import { type App, createApp, logLevelOf, readConfig, type Role } from './app.ts';
import { AppError } from './core/errors.ts';
import { createLogger } from './platform/logger.ts';
import { hasCredentialSource } from './providers/aws/credential-hint.ts';

const stopLimitMs = 9000;

/** Files that others on the machine must not read: the whole process writes for its user only. */
process.umask(0o077);

function readFlags(): { flags: Record<string, string | undefined>; role: Role; isDemo: boolean } {
  const options = { role: { type: 'string' }, demo: { type: 'boolean' }, host: { type: 'string' }, port: { type: 'string' }, 'data-dir': { type: 'string' } } as const;
  try {
    const { values } = parseArgs({ options });
    const { role = 'all', demo = false, ...flags } = values;
    if (role !== 'all' && role !== 'api' && role !== 'worker') throw new Error(`--role is ${JSON.stringify(role)}; allowed is all, api or worker`);
    return { flags, role, isDemo: demo };
  } catch (cause) {
    throw new AppError('SETTING_INVALID', { detail: (cause as Error).message.split('\n')[0], cause });
  }
}

async function main(): Promise<void> {
  const { flags, role, isDemo } = readFlags();
  const demo = isDemo ? await (await import('../demo/start.ts')).startDemo(process.env, flags) : undefined;
  const config = readConfig(demo?.flags ?? flags, demo?.environment ?? process.env);
  const logger = await createLogger(logLevelOf(config), { isTerminal: process.stdout.isTTY === true });
  const app = await createApp({ config, logger, role, isDemo });
  const stop = stopOnce(app, async () => demo?.stop());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));

  let where = 'no listener in the role of a worker';
  if (role !== 'worker') {
    try {
      const { port, extractionPort } = await app.listen();
      where = `http://localhost:${port}`;
      logger.info({ port, extraction_port: extractionPort ?? 'off', role }, `Roundsman listens on ${where}`);
    } catch (error) {
      await app.stop(stopLimitMs);
      throw error;
    }
  }
  await app.start();
  logger.info({ ready_ms: Math.round(performance.now()) }, role === 'worker' ? 'Ready: works without a listener' : `Ready: open ${where}/app/`);
  if (!hasCredentialSource(process.env)) {
    logger.info(`No cloud credentials were found. Three ways on: connect AWS (set AWS_PROFILE or AWS_ACCESS_KEY_ID and start again), open ${where}/app/ and follow the checklist, or explore a simulated estate with "npm run demo".`);
  }
  await demo?.ready(app, where);
}

function stopOnce(app: App, after: () => Promise<void> | undefined): (signal: string) => Promise<void> {
  let isStopping = false;
  return async (signal) => {
    if (isStopping) return;
    isStopping = true;
    const limit = setTimeout(() => process.exit(1), stopLimitMs + 500);
    try {
      await app.stop(stopLimitMs);
      await after();
      process.exit(0);
    } catch (error) {
      process.stderr.write(`Stopped on ${signal} with an error: ${(error as Error).message}\n`);
      process.exit(1);
    } finally {
      clearTimeout(limit);
    }
  };
}

main().catch((error: unknown) => {
  const isExpected = error instanceof AppError;
  process.stderr.write(`${isExpected ? `roundsman: ${error.message}` : `roundsman: it could not start: ${(error as Error).stack ?? String(error)}`}\n`);
  process.exit(isExpected ? 3 : 1);
});
