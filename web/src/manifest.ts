import { manifestInput } from '../../src/api/contract/index.ts';
import type { z } from 'zod';

export type ManifestEntry = z.infer<typeof manifestInput>['entries'][number];

const sumLine = /^\\?([0-9a-f]{64})[ \t]+\*?(.+)$/i;

/**
 * Paths and hashes as `sha256sum` prints them, or as JSON: a list of `{path, sha256}`, or `{entries: [...]}`.
 * Throws an Error that says which line is not understood.
 */
export function parseManifest(text: string): ManifestEntry[] {
  const trimmed = text.trim();
  if (trimmed === '') throw new Error('The file is empty.');
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return parseJson(trimmed);
  return trimmed.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const found = sumLine.exec(line.trim());
    if (found === null) throw new Error(`Line ${index + 1} is not a hash and a path, as sha256sum prints them.`);
    const [, sha256 = '', path = ''] = found;
    if (!path.startsWith('/')) throw new Error(`Line ${index + 1}: the path must be absolute. Print it with sha256sum /the/folder/*.`);
    return [{ path, sha256: sha256.toLowerCase() }];
  });
}

function parseJson(text: string): ManifestEntry[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error('It begins like JSON and is none.');
  }
  const list = Array.isArray(given) ? given : (given as { entries?: unknown }).entries;
  const parsed = manifestInput.shape.entries.safeParse(list);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Error(`The JSON must be a list of {path, sha256}${first === undefined ? '' : `: ${first.path.join('.')} ${first.message}`}.`);
}
