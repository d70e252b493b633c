import fs from 'node:fs/promises';
import path from 'node:path';

export interface ManifestEntry {
  /** Below the base, with slashes. */
  path: string;
  job_id: string;
  bytes: number;
  artifacts: number;
  closed_at: string;
}

const fileName = '.roundsman-manifest.jsonl';

/** Which files a transport has written below its base: only what is named here is ever deleted again. */
export async function readManifest(base: string): Promise<ManifestEntry[]> {
  let text: string;
  try {
    text = await fs.readFile(path.join(base, fileName), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  // A line that was cut off by a crash is one whose file is finished again.
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as ManifestEntry];
    } catch {
      return [];
    }
  });
}

export async function addToManifest(base: string, entry: ManifestEntry): Promise<void> {
  const known = await readManifest(base);
  if (known.some(({ path: file }) => file === entry.path)) return;
  const handle = await fs.open(path.join(base, fileName), 'a', 0o600);
  try {
    await handle.write(`\n${JSON.stringify(entry)}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Deletes files of the manifest that were closed before the moment, and their folders where those are empty then. Answers how many. */
export async function deleteOld(base: string, before: Date): Promise<number> {
  const entries = await readManifest(base);
  const old = entries.filter(({ closed_at }) => new Date(closed_at) < before);
  if (old.length === 0) return 0;
  const root = await fs.realpath(base);
  const kept: ManifestEntry[] = entries.filter((entry) => !old.includes(entry));
  let deleted = 0;
  for (const entry of old) {
    if (await deleteOne(root, entry.path)) deleted += 1;
  }
  const beside = path.join(base, `${fileName}.new`);
  await fs.writeFile(beside, kept.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600, flush: true });
  await fs.rename(beside, path.join(base, fileName));
  return deleted;
}

/** A name that leads out of the base, or a link put in a file's place, is left alone. */
async function deleteOne(root: string, relative: string): Promise<boolean> {
  const file = path.join(root, relative);
  try {
    const folder = await fs.realpath(path.dirname(file));
    if (folder !== path.dirname(file) || !file.startsWith(`${root}${path.sep}`)) return false;
    if (!(await fs.lstat(file)).isFile()) return false;
    await fs.unlink(file);
    for (let empty = folder; empty !== root; empty = path.dirname(empty)) await fs.rmdir(empty);
    return true;
  } catch (error) {
    return ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
