import fs from 'node:fs';
import os from 'node:os';
import type { CollectedResource } from '../src/core/collector.ts';
import { canonicalJson } from '../src/platform/canonical.ts';
import { hashId } from '../src/platform/ids.ts';
import type { Db } from '../src/store/db.ts';
import { openDataDir } from '../src/store/embedded/data-dir.ts';
import { openEmbedded } from '../src/store/embedded/embedded-db.ts';
import { inventoryStore, type RecordRow, scopeIdOf } from '../src/store/inventory.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPostgres } from '../src/store/postgres/postgres-db.ts';
import { printTable, seconds, temporaryFolder } from './service.ts';

const scopes = 200;
const rowsPerCommit = 1000;

/**
 * Resources recorded first and again with 1 % changed and 0.5 % gone; `store s` leaves out making and hashing them.
 * `npm run bench -- record [resources] [postgres-url]`
 */
export async function bench(args: string[]): Promise<void> {
  const total = Number(args[0] ?? 1_000_000);
  const url = args[1];
  process.stdout.write(`record: ${total.toLocaleString('en-US')} resources in ${scopes} scopes, ${os.cpus().length} cores, Node ${process.version}\n\n`);
  const rows: (string | number)[][] = [];
  const folder = temporaryFolder();
  const directory = openDataDir(folder);
  const embedded = await openEmbedded({ path: directory.database, onTrouble: (trouble) => process.stderr.write(`${trouble}\n`) });
  await measure('PGlite', embedded, total, rows);
  await embedded.close();
  directory.unlock();
  fs.rmSync(folder, { recursive: true, force: true });
  if (url !== undefined) {
    const server = await openPostgres(url, { onLost: () => undefined });
    await measure('PostgreSQL', server, total, rows);
    await server.close();
  }
  printTable(['store', 'scan', 'wall s', 'store s', 'resources/s', 'versions written', 'peak MB'], rows);
}

async function measure(name: string, db: Db, total: number, rows: (string | number)[][]): Promise<void> {
  await migrate(db);
  const inventory = inventoryStore(db);
  for (const [round, label] of [[0, 'first'], [1, '1 % changed'], [2, '1 % changed again']] as const) {
    const before = await versions(db);
    const startedAt = performance.now();
    let storeMs = 0;
    for (let scope = 0; scope < scopes; scope += 1) storeMs += await recordScope(inventory, scope, total / scopes, round);
    const wall = performance.now() - startedAt;
    const peak = Math.round(Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024);
    rows.push([name, label, seconds(wall), seconds(storeMs), Math.round(total / (storeMs / 1000)), (await versions(db)) - before, peak]);
    process.stderr.write(`${name} ${label}: ${seconds(storeMs)} s\n`);
  }
}

async function versions(db: Db): Promise<number> {
  const [row] = await db.query<{ n: number }>('select ((select count(*) from resource) + (select count(*) from resource_version))::int as n');
  return row?.n ?? 0;
}

async function recordScope(inventory: ReturnType<typeof inventoryStore>, scope: number, size: number, round: number): Promise<number> {
  const place = { provider: 'aws', account: String(100_000_000_000 + Math.floor(scope / 20)), region: `region-${scope % 20}`, type: 'aws:ec2:volume' } as const;
  const scopeId = scopeIdOf(place);
  let storeMs = 0;
  const timed = async (work: () => Promise<unknown>): Promise<void> => {
    const at = performance.now();
    await work();
    storeMs += performance.now() - at;
  };
  await timed(() => inventory.ensureScopes([place]));
  const seen: string[] = [];
  for (let from = 0; from < size; from += rowsPerCommit) {
    const batch: RecordRow[] = [];
    for (let at = from; at < Math.min(size, from + rowsPerCommit); at += 1) {
      if (round > 0 && at % 200 === round) continue;
      batch.push({ scopeId, type: place.type, resource: resourceOf(scope, at, at % 100 === round ? round : 0) });
    }
    for (const { resource } of batch) seen.push(resource.kh);
    await timed(() => inventory.record(batch, new Date()));
  }
  await timed(() => inventory.finishScopes([{ scopeId, status: 'complete', isListed: true, seen, error: null }], new Date()));
  return storeMs;
}

/** About 1 kB of attributes and tags, as a volume with its attachments has. */
function resourceOf(scope: number, index: number, version: number): CollectedResource {
  const id = `vol-${scope.toString(16).padStart(4, '0')}${index.toString(16).padStart(8, '0')}`;
  const uid = `arn:aws:ec2:region-${scope % 20}:100000000000:volume/${id}`;
  const attributes = {
    volume_id: id,
    state: index % 9 === 0 ? 'available' : 'in-use',
    size_gib: 8 + (index % 500) + version,
    volume_type: ['gp3', 'gp2', 'io1', 'st1'][index % 4] ?? 'gp3',
    iops: 3000 + version,
    throughput_mibps: 125,
    encrypted: index % 2 === 0,
    kms_key_id: `arn:aws:kms:region-${scope % 20}:100000000000:key/${hashId(`key ${index % 40}`)}`,
    snapshot_id: `snap-${hashId(`snap ${index % 1000}`).slice(0, 17)}`,
    availability_zone: `region-${scope % 20}a`,
    instance_uids: [`arn:aws:ec2:region-${scope % 20}:100000000000:instance/i-${hashId(`i ${Math.floor(index / 2)}`).slice(0, 17)}`],
    description: hashId(`text ${scope} ${index}`).repeat(8),
  };
  const tags = { Name: `data-${index % 300}`, owner: `team-${index % 17}@example.com`, env: index % 3 === 0 ? 'production' : 'staging', cost_center: String(4000 + (index % 60)) };
  return { kh: hashId(uid), ch: hashId(canonicalJson({ attributes, tags })), uid, name: tags.Name, region: `region-${scope % 20}`, createdAt: '2025-03-01T10:00:00.000Z', tags, attributes, relations: [{ kind: 'attached-to', uid: attributes.instance_uids[0] ?? '' }] };
}
