import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import fs from 'node:fs';
import { type BytePath, bytesOf, isAscii } from './byte-path.ts';

/** Node has no call for extended attributes, which hold access lists and capabilities too; `getfattr` of the package attr has. */
const places = ['/usr/bin', '/bin', '/usr/local/bin'];
const outputBytes = 256 << 20;
const hashedBytes = 16;
const mostArguments = 200;
const none = Buffer.alloc(hashedBytes);

let helpers: { xargs: string; getfattr: string } | undefined | null;

function foundHelpers(): { xargs: string; getfattr: string } | undefined {
  if (helpers !== undefined) return helpers ?? undefined;
  const place = (name: string): string | undefined => places.map((folder) => `${folder}/${name}`).find((file) => fs.existsSync(file));
  const [xargs, getfattr] = [place('xargs'), place('getfattr')];
  helpers = process.platform !== 'linux' || xargs === undefined || getfattr === undefined ? null : { xargs, getfattr };
  return helpers ?? undefined;
}

export const canReadExtended = (): boolean => foundHelpers() !== undefined;

/** A hash of the extended attributes of each path, links not followed; undefined where nothing here can read them. */
export function readExtended(paths: readonly BytePath[]): ((path: BytePath) => Buffer) | undefined {
  const found = foundHelpers();
  if (found === undefined) return undefined;
  if (paths.length === 0) return () => none;
  // Node hands on only arguments that are UTF-8, and no more of them than the system takes: xargs has neither limit.
  const isDirect = paths.length <= mostArguments && paths.every(isAscii);
  const [program, before, after] = isDirect ? [found.getfattr, [], paths] : [found.xargs, ['-0', found.getfattr], []];
  const { stdout, error } = spawnSync(program, [...before, '-P', '-h', '-d', '-m', '-', '-e', 'hex', '--absolute-names', '--', ...after], {
    input: isDirect ? '' : bytesOf(paths.join('\0')),
    encoding: 'buffer',
    maxBuffer: outputBytes,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { LC_ALL: 'C' },
  });
  if (error !== undefined) return undefined;
  const hashes = readOutput(stdout.toString('latin1'));
  return (path) => hashes.get(path) ?? none;
}

/** `# file: PATH`, a line for each attribute, an empty line; files without attributes are left out. */
export function readOutput(text: string): Map<BytePath, Buffer> {
  const hashes = new Map<BytePath, Buffer>();
  for (const part of text.split('\n\n')) {
    const [head = '', ...lines] = part.replace(/^\n+/, '').split('\n');
    if (!head.startsWith('# file: ')) continue;
    const sorted = lines.filter((line) => line !== '').sort().join('\n');
    hashes.set(unquoted(head.slice('# file: '.length)), Buffer.from(hash('sha256', bytesOf(sorted), 'hex'), 'hex').subarray(0, hashedBytes));
  }
  return hashes;
}

/** Bytes that would break its lines are written as three octal digits. */
const unquoted = (name: string): BytePath => name.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
