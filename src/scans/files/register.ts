import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { timeId } from '../../platform/ids.ts';
import { compileGlob } from '../../providers/files/glob.ts';
import { displayPath } from '../../providers/files/display.ts';
import { resolveBelowRoots } from '../../providers/files/safe-path.ts';
import type { NewRoot, RootRow } from '../../store/watched.ts';
import type { FileParts } from './parts.ts';

export interface WatchOptions {
  recursive?: boolean | undefined;
  include?: string[] | undefined;
  exclude?: string[] | undefined;
  mode?: 'standard' | 'append_only' | undefined;
  unchanged_days?: number | null | undefined;
  diff?: boolean | undefined;
}

export interface RegisterParts extends FileParts {
  /** Folders below which paths may be registered. */
  allowedRoots(): string[];
}

const badPattern = (field: string, pattern: string): AppError => new AppError('INVALID_VALUE', { detail: `The pattern ${JSON.stringify(pattern)} is not understood.`, fields: [{ field, message: 'not a pattern' }] });

export function checkPatterns(options: Pick<WatchOptions, 'include' | 'exclude'>): void {
  for (const field of ['include', 'exclude'] as const) {
    for (const pattern of options[field] ?? []) {
      try {
        compileGlob(pattern);
      } catch (cause) {
        throw Object.assign(badPattern(field, pattern), { cause });
      }
    }
  }
}

/** Where the path leads, if it may be watched. Outside the roots the answer is the same for what exists and what does not. */
export function resolvePath(given: string, parts: RegisterParts): { kind: 'file' | 'folder'; path: Buffer } {
  const refuse = (detail: string): never => {
    throw new AppError('INVALID_VALUE', { detail, fields: [{ field: 'path', message: detail }] });
  };
  if (!path.isAbsolute(given)) return refuse('Give the absolute path, beginning with a slash.');
  const resolved = resolveBelowRoots(given, parts.allowedRoots(), parts.never);
  if (resolved.kind !== 'refused') return resolved;
  if (resolved.reason === 'outside') return refuse(`The path does not lie in a folder that may be watched. Those are ${parts.allowedRoots().join(', ')}; an administrator adds one with the setting INTEGRITY_ROOTS.`);
  return refuse(resolved.message);
}

/** The root that watches exactly this path already; who sees only their own has one of their own. */
export async function existingRoot(target: { path: Buffer }, owner: string | undefined, parts: FileParts): Promise<RootRow | undefined> {
  return (await parts.watched.roots()).find((root) => root.host === parts.host && root.kind !== 'upload' && root.path.equals(target.path) && (owner === undefined || root.owner_id === owner));
}

/** Notes a root down; its baseline is taken by a run of its audit. */
export async function addRoot(target: { kind: 'file' | 'folder'; path: Buffer }, options: WatchOptions, auditId: string, ownerId: string | null, parts: FileParts): Promise<string> {
  const root: NewRoot = {
    id: timeId(parts.clock.now().getTime()),
    schedule_id: auditId,
    host: parts.host,
    kind: target.kind,
    path: target.path,
    shown: displayPath(target.path).text,
    recursive: options.recursive ?? true,
    include: options.include ?? [],
    exclude: options.exclude ?? [],
    mode: options.mode ?? 'standard',
    unchanged_days: options.unchanged_days ?? null,
    diff: options.diff ?? true,
    owner_id: ownerId,
  };
  await parts.watched.addRoot(root, parts.clock.now());
  return root.id;
}

/** The last part of a name as a browser sent it, safe as a file's name here. Throws where nothing is left of it. */
export function uploadName(given: string | undefined): string {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const safe = [...last.replaceAll('\0', '')].join('');
  if (safe === '' || safe === '.' || safe === '..' || Buffer.byteLength(safe) > 255) {
    throw new AppError('INVALID_VALUE', { detail: 'The file needs a name of at most 255 bytes.', fields: [{ field: 'file', message: 'has no usable name' }] });
  }
  return safe;
}

/** Registers what was taken into the vault. */
export async function addUpload(id: string, name: string, auditId: string, ownerId: string | null, parts: FileParts): Promise<void> {
  const place = parts.copies.uploadPath(id, name);
  await parts.watched.addRoot(
    { id, schedule_id: auditId, host: parts.host, kind: 'upload', path: Buffer.from(place), shown: name, recursive: false, include: [], exclude: [], mode: 'standard', unchanged_days: null, diff: true, owner_id: ownerId },
    parts.clock.now(),
  );
}
