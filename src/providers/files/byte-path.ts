/**
 * A path or name as a string with one character a byte (Latin-1): what the file system has, whatever it means as text.
 * Such strings sort as their bytes do, are cheap to cut, and lose nothing.
 */
export type BytePath = string;

export const bytePathOf = (bytes: Uint8Array): BytePath => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
export const bytesOf = (path: BytePath): Buffer => Buffer.from(path, 'latin1');
/** From ordinary text, such as a setting. */
export const bytePathOfText = (text: string): BytePath => Buffer.from(text, 'utf8').toString('latin1');

const ascii = /^\p{ASCII}*$/u;
export const isAscii = (path: BytePath): boolean => ascii.test(path);

/** What `fs` takes: it writes strings as UTF-8, so bytes beyond ASCII go as a buffer. */
export const fsPath = (path: BytePath): string | Buffer => (ascii.test(path) ? path : bytesOf(path));

export const joined = (folder: BytePath, name: BytePath): BytePath => (folder === '' ? name : name === '' ? folder : `${folder}/${name}`);

export function parentOf(path: BytePath): BytePath {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export const nameOf = (path: BytePath): BytePath => path.slice(path.lastIndexOf('/') + 1);

/** The path and every folder above it, the path first; the root ('') is left out. */
export function* withParents(path: BytePath): Generator<BytePath> {
  for (let each = path; each !== ''; each = parentOf(each)) yield each;
}

export const isAtOrBelow = (path: BytePath, folder: BytePath): boolean => path === folder || (path.startsWith(folder) && (path.charCodeAt(folder.length) === 0x2f || folder === '' || folder === '/'));
/** `/a` and `b` are `/a/b`, `/` and `b` are `/b`. */
export const absolutePath = (root: BytePath, relative: BytePath): BytePath => (relative === '' ? root : root === '/' ? `/${relative}` : `${root}/${relative}`);
