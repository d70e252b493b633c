import { AppError } from '../core/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from './db.ts';
import { openDataDir } from './embedded/data-dir.ts';
import { openEmbedded } from './embedded/embedded-db.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres/postgres-db.ts';

export interface OpenStore {
  db: Db;
  /** The directory of the embedded store; undefined with a server. */
  dataDir: string | undefined;
  /** What happened to the store since it was opened. */
  trouble(): 'disk-full' | 'stopped' | undefined;
  close(): Promise<void>;
}

const reserveCheckMs = 15_000;

/** Opens DATABASE_URL or the embedded store and brings the schema up to date. Throws what a person can act on. */
export async function openStore(config: { value<Value>(name: string): Value }, logger: Logger): Promise<OpenStore> {
  const url = config.value<string | undefined>('DATABASE_URL');
  return url === undefined ? openEmbeddedStore(config.value<string>('DATA_DIR'), logger) : openServer(url, logger);
}

async function openServer(url: string, logger: Logger): Promise<OpenStore> {
  let lostAt: number | undefined;
  const db = await openPostgres(url, {
    onLost: (error) => {
      lostAt = performance.now();
      logger.warn({ err: error }, 'The connection to the store was lost; it is made again');
    },
  });
  await migrate(db);
  return { db, dataDir: undefined, trouble: () => (lostAt !== undefined && performance.now() - lostAt < 5000 ? 'stopped' : undefined), close: () => db.close() };
}

async function openEmbeddedStore(root: string, logger: Logger): Promise<OpenStore> {
  const directory = openDataDir(root);
  let trouble: 'disk-full' | 'stopped' | undefined;
  let db: Db;
  try {
    db = await openEmbedded({
      path: directory.database,
      onTrouble(kind) {
        if (kind === 'disk-full' && directory.freeReserve()) logger.error('The disk of DATA_DIR is full: the reserve was given up so that the store goes on. Free some space.');
        if (kind === 'stopped') logger.error('The store stopped by itself; start the service again.');
        trouble = kind;
      },
    });
  } catch (cause) {
    directory.unlock();
    throw cause instanceof AppError && cause.code !== 'STORE_UNAVAILABLE' ? cause : new AppError('STORE_UNAVAILABLE', { detail: `The store in ${directory.database} could not be opened. Check that its disk has room; the log has the cause.`, cause });
  }
  try {
    await migrate(db);
  } catch (error) {
    await db.close();
    directory.unlock();
    throw error;
  }
  const watching = setInterval(() => {
    if (trouble === 'disk-full' && directory.restoreReserve()) {
      trouble = undefined;
      logger.info('There is room on the disk again; the store keeps new data.');
    }
  }, reserveCheckMs);
  watching.unref();
  return {
    db,
    dataDir: directory.root,
    trouble: () => trouble,
    async close() {
      clearInterval(watching);
      await db.close();
      directory.unlock();
    },
  };
}
