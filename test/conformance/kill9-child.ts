/**
 * A process that loads an embedded store until it is killed. It says `try` before each transaction and `ack` after its
 * commit, so that whoever reads its output knows what must be there afterwards.
 *
 *   node kill9-child.ts DATA_DIR load SEED    says what it found in the store, then loads
 *   node kill9-child.ts DATA_DIR commit N     commits N transactions one after another and ends
 */
import { openDataDir } from '../../src/store/embedded/data-dir.ts';
import { openEmbedded } from '../../src/store/embedded/embedded-db.ts';
import { payloadOf, type Step, writers } from './kill9-journal.ts';

const [root = '', mode = '', number = '0'] = process.argv.slice(2);
const say = (kind: string, value: unknown): void => void process.stdout.write(`${kind} ${JSON.stringify(value)}\n`);

const directory = openDataDir(root);
const db = await openEmbedded({ path: directory.database, onTrouble: (trouble) => say('trouble', trouble) });
await db.query('create table if not exists kill9 (writer int not null, id int not null, version int not null, payload text not null, primary key (writer, id))');

if (mode === 'commit') await commit(Number(number));
else await load(Number(number));

async function commit(count: number): Promise<void> {
  for (let id = 0; id < count; id += 1) {
    await db.transaction(async () => {
      await db.query('insert into kill9 values (0, $1, 1, $2) on conflict (writer, id) do update set version = kill9.version + 1', [id, payloadOf(0, id, 1)]);
    });
  }
  await db.close();
  directory.unlock();
}

async function load(seed: number): Promise<void> {
  const rows = await db.query<{ writer: number; id: number; version: number; payload: string }>('select writer, id, version, payload from kill9 order by writer, id');
  say('found', rows.map(({ writer, id, version, payload }) => [writer, id, version, payload === payloadOf(writer, id, version)]));
  const random = randomOf(seed);
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer, rows.filter((row) => row.writer === writer), random)));
}

/** One writer has its rows to itself; its next transaction begins after the last one was acknowledged. */
async function write(writer: number, rows: readonly { id: number; version: number }[], random: () => number): Promise<void> {
  const known = new Map(rows.map(({ id, version }) => [id, version]));
  let next = Math.max(0, ...known.keys()) + 1;
  for (let number = 0; ; number += 1) {
    const steps: Step[] = [];
    const ids = [...known.keys()];
    const any = (): number | undefined => ids[Math.floor(random() * ids.length)];
    // Small and large ones, and of every kind.
    for (let left = random() < 0.2 ? 40 : 1 + Math.floor(random() * 3); left > 0; left -= 1) {
      const id = random() < 0.5 ? undefined : any();
      if (id === undefined || steps.some((step) => step.id === id)) steps.push({ kind: 'put', id: next++, version: 1 });
      else if (random() < 0.25) steps.push({ kind: 'delete', id });
      else steps.push({ kind: 'put', id, version: (known.get(id) ?? 0) + 1 });
    }
    say('try', { writer, number, steps });
    await db.transaction(async () => {
      for (const step of steps) {
        if (step.kind === 'delete') await db.query('delete from kill9 where writer = $1 and id = $2', [writer, step.id]);
        else await db.query('insert into kill9 values ($1, $2, $3, $4) on conflict (writer, id) do update set version = excluded.version, payload = excluded.payload', [writer, step.id, step.version, payloadOf(writer, step.id, step.version)]);
      }
      if (random() < 0.1) await db.notify('kill9', String(number));
    });
    say('ack', { writer, number });
    for (const step of steps) {
      if (step.kind === 'delete') known.delete(step.id);
      else known.set(step.id, step.version);
    }
    if (random() < 0.02) await db.query('checkpoint');
  }
}

/** The same seed gives the same load (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
