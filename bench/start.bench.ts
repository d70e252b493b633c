import fs from 'node:fs';
import { printTable, seconds, startService, temporaryFolder } from './service.ts';

const restMs = 10_000;

/** From the start of the process to ready, and memory at rest. `npm run bench -- start` */
export async function bench(): Promise<void> {
  const rows: (string | number)[][] = [];
  const dataDir = temporaryFolder();
  for (const [label, target] of [['new store', 8], ['existing store', 3], ['existing store', 3], ['existing store', 3]] as const) {
    const service = await startService({ DATA_DIR: dataDir });
    await new Promise((resolve) => setTimeout(resolve, restMs));
    const { now, peak } = service.memory();
    rows.push([label, seconds(service.readyMs), target, now, peak]);
    await service.stop();
  }
  fs.rmSync(dataDir, { recursive: true, force: true });
  printTable(['start', 'ready s', 'target s', `MB after ${restMs / 1000} s at rest (target 350)`, 'peak MB'], rows);
}
