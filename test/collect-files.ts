import fs from 'node:fs';
import path from 'node:path';
import type { CollectedResource } from '../src/core/collector.ts';
import { createFileEngine } from '../src/providers/files/engine.ts';
import { testBaseline, watched } from '../src/providers/files/test-baseline.ts';
import { resourceOf } from '../src/scans/files/describe.ts';
import type { RootRow } from '../src/store/watched.ts';
import { makeTestFolder } from './open-test-store.ts';

/** Changes everything that can change below a real folder, and answers the resources that the engine's finds become. */
export async function collectFiles(): Promise<CollectedResource[]> {
  const folder = makeTestFolder('files');
  const at = (name: string): string => path.join(folder, name);
  for (const name of ['content', 'mode', 'gone', 'kept', 'was a file', 'spaces & "quotes"', 'línea\nnueva']) fs.writeFileSync(at(name), `content of ${name}`);
  fs.symlinkSync('kept', at('link'));
  fs.mkdirSync(at('sub'));
  const engine = createFileEngine({ threads: 1, maxMbPerSecond: () => 0 });
  try {
    const resources: CollectedResource[] = [];
    for (const mode of ['standard', 'append_only'] as const) {
      const root = watched(folder, { mode });
      const baseline = testBaseline(engine, root);
      await baseline.take();
      if (mode === 'standard') change(at);
      else {
        fs.appendFileSync(at('kept'), ' and more');
        fs.truncateSync(at('content'), 3);
      }
      const row = { ...root, id: `root-${mode}`, path: Buffer.from(mode === 'standard' ? folder : `${folder}-log`), shown: folder } as unknown as RootRow;
      resources.push(...(await baseline.check('full')).found.map((each) => resourceOf(row, 'file-audit', each, 'web-1', { changedLines: each.changes.includes('content') ? 2 : null, unchangedForDays: null })));
    }
    return resources;
  } finally {
    await engine.close();
  }
}

function change(at: (name: string) => string): void {
  fs.writeFileSync(at('content'), 'other content');
  fs.utimesSync(at('content'), 1, 1);
  fs.chmodSync(at('mode'), 0o4755);
  // Moved and kept, not removed: else what is made next may get the inode of what went.
  const away = makeTestFolder('away');
  const move = (name: string): void => fs.renameSync(at(name), path.join(away, name));
  move('gone');
  move('was a file');
  fs.mkdirSync(at('was a file'));
  move('link');
  fs.symlinkSync('/etc/passwd', at('link'));
  fs.appendFileSync(at('línea\nnueva'), '!');
  fs.writeFileSync(Buffer.concat([Buffer.from(at('bytes-')), Buffer.from([0xff, 0xfe])]), 'no text as a name');
  fs.linkSync(at('kept'), at('sub/second name'));
}
