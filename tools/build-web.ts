import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Builds the dashboard into dist/web when its sources changed since the last build. */
const root = join(import.meta.dirname, '..');
const output = join(root, 'dist/web');
const hashFile = join(root, 'dist/web.hash');

function addToHash(hash: Hash, path: string): void {
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const full = join(path, entry.name);
    if (entry.isDirectory()) addToHash(hash, full);
    else hash.update(relative(root, full)).update('\0').update(readFileSync(full)).update('\0');
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  addToHash(hash, join(root, 'web'));
  addToHash(hash, join(root, 'src/api/contract'));
  for (const file of ['vite.config.ts', 'package-lock.json']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const isBuilt = (hash: string): boolean =>
  existsSync(join(output, 'index.html')) && existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hash;

/** Into a folder of its own and renamed, so that two builds at once and a running server never see half of one. */
async function build(hash: string): Promise<void> {
  const { build: viteBuild } = await import('vite');
  const fresh = join(root, `dist/web.new-${process.pid}`);
  const old = join(root, `dist/web.old-${process.pid}`);
  try {
    await viteBuild({
      root: join(root, 'web'),
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: fresh, emptyOutDir: true },
    });
    if (isBuilt(hash)) return;
    swap(fresh, old);
    writeFileSync(`${hashFile}-${process.pid}`, hash);
    renameSync(`${hashFile}-${process.pid}`, hashFile);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

function swap(fresh: string, old: string): void {
  for (let tries = 0; ; tries++) {
    if (existsSync(output)) {
      try {
        renameSync(output, `${old}`);
      } catch (error) {
        // The other build moved it first.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    try {
      renameSync(fresh, output);
      return;
    } catch (error) {
      // The other build put its own there between the two renames: take that one away and try again.
      rmSync(old, { recursive: true, force: true });
      if (tries >= 5) throw error;
    }
  }
}

async function main(): Promise<void> {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24) {
    console.error(`Roundsman needs Node 24 or newer; this is Node ${process.versions.node}. Install it from https://nodejs.org and run the command again.`);
    process.exitCode = 1;
    return;
  }
  const hash = hashOfSources();
  if (isBuilt(hash)) return;
  const startedAt = Date.now();
  await build(hash);
  console.log(`Dashboard built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

await main();
