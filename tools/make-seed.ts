// Makes src/store/embedded/seed.tar.zst: an empty cluster, so that a first start needs no initdb.
// Run again after each change of the pinned PGlite version.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'seed-'));
const pg = await PGlite.create(folder);
await pg.exec('vacuum freeze analyze');
await pg.exec('checkpoint');
const dump = await pg.dumpDataDir('none');
await pg.close();
const packed = zlib.zstdCompressSync(Buffer.from(await dump.arrayBuffer()), { params: { [zlib.constants.ZSTD_c_compressionLevel]: 19 } });
fs.writeFileSync(new URL('../src/store/embedded/seed.tar.zst', import.meta.url), packed);
fs.rmSync(folder, { recursive: true });
process.stdout.write(`seed of ${packed.length} bytes\n`);
