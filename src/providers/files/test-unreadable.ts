// Run as a user who is not root (`node test-unreadable.ts FOLDER`): what root may always read can't be made unreadable.
import fs from 'node:fs';
import path from 'node:path';
import { createFileEngine } from './engine.ts';
import { testBaseline, watched } from './test-baseline.ts';

const folder = process.argv[2] ?? '';
const at = (name: string): string => path.join(folder, name);
for (const name of ['closed/deep', 'listed', 'open']) fs.mkdirSync(at(name), { recursive: true });
for (const name of ['closed/a', 'closed/deep/b', 'listed/c', 'open/d', 'open/e']) fs.writeFileSync(at(name), name);

const engine = createFileEngine({ threads: 1, maxMbPerSecond: () => 0 });
const baseline = testBaseline(engine, watched(folder));
await baseline.take();
fs.chmodSync(at('open/d'), 0);
fs.chmodSync(at('closed'), 0);
fs.chmodSync(at('listed'), 0o400);
const said: unknown[] = [];
for (const kind of ['sweep', 'full'] as const) {
  const { changes, gaps, counts } = await baseline.check(kind);
  said.push({ changes, gaps: gaps.map(({ folder: place, name, reason }) => `${place.toString()}/${name?.toString() ?? ''} ${reason}`), unreadable: counts.unreadable, missing: counts.missing });
}
for (const [name, mode] of [['open/d', 0o644], ['closed', 0o755], ['listed', 0o755]] as const) fs.chmodSync(at(name), mode);
said.push((await baseline.check('full')).changes);
await engine.close();
process.stdout.write(JSON.stringify(said));
