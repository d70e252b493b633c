import fs from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** What is used of Emscripten's file system layer. */
interface EmscriptenModule {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } };
}

/**
 * PGlite's own NodeFS has no fsync, so PostgreSQL believes that every commit reached the disk when none did. This one
 * hands fsync to the operating system; it needs `fsync=on` and `wal_sync_method=fsync` to be asked at all.
 */
export class DurableNodeFs extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const prepared = await super.init(...args);
    const options = prepared.emscriptenOpts as { preRun?: ((module: EmscriptenModule) => void)[] };
    options.preRun = [
      ...(options.preRun ?? []),
      (module) => {
        module.NODEFS.stream_ops.fsync = (stream) => {
          fs.fsyncSync(stream.nfd);
          return 0;
        };
      },
    ];
    return prepared;
  }
}

/** PGlite's own start parameters without `-F` (which turns fsync off), with little memory and everything synced. */
export const durableStartParameters = [
  '--single',
  '-O',
  '-j',
  ...[
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'fsync=on',
    'wal_sync_method=fsync',
    'shared_buffers=16MB',
    'work_mem=8MB',
    'maintenance_work_mem=32MB',
    'max_wal_size=256MB',
    'jit=off',
    'timezone=UTC',
  ].flatMap((parameter) => ['-c', parameter]),
];
