import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../core/errors.ts';

/** Content that is kept by its hash: what was uploaded, to restore it, and small text files, to show what changed in them. */
export interface Copies {
  /** Where an upload of this id lies while it is watched. */
  uploadPath(id: string, name: string): string;
  /** Writes a stream beside and names it when all of it is on the disk. Throws TOO_LARGE past the limit. */
  takeUpload(id: string, name: string, content: Readable, limitBytes: number): Promise<{ sha256: string; size: number }>;
  removeUpload(id: string): void;
  /** Puts the kept content back in the place of the watched one. False where none is kept. */
  restoreUpload(id: string, name: string, sha256: string): Promise<boolean>;
  keep(content: Buffer): string;
  read(sha256: string): Buffer | undefined;
  has(sha256: string): boolean;
}

export function createCopies(dataDir: string): Copies {
  const uploads = path.join(dataDir, 'vault', 'uploads');
  const kept = path.join(dataDir, 'vault', 'copies');
  const keptPath = (sha256: string): string => path.join(kept, sha256.slice(0, 2), sha256);
  const folderOf = (id: string): string => path.join(uploads, id);
  const uploadPath = (id: string, name: string): string => path.join(folderOf(id), name);
  const makeFolder = (folder: string): void => void fs.mkdirSync(folder, { recursive: true, mode: 0o700 });

  return {
    uploadPath,

    async takeUpload(id, name, content, limitBytes) {
      makeFolder(folderOf(id));
      const place = uploadPath(id, name);
      const beside = `${folderOf(id)}.part`;
      const digest = createHash('sha256');
      let size = 0;
      try {
        const out = fs.createWriteStream(beside, { mode: 0o600, flush: true });
        await pipeline(
          content,
          async function* count(chunks: AsyncIterable<Buffer | string>) {
            for await (const chunk of chunks) {
              size += Buffer.byteLength(chunk);
              if (size > limitBytes) throw new AppError('TOO_LARGE', { detail: `${name} is larger than ${Math.round(limitBytes / 1_048_576)} MiB. Register it by its path instead.` });
              digest.update(chunk);
              yield chunk;
            }
          },
          out,
        );
        const sha256 = digest.digest('hex');
        const copy = keptPath(sha256);
        if (!fs.existsSync(copy)) {
          makeFolder(path.dirname(copy));
          await fs.promises.copyFile(beside, `${copy}.part`);
          await fs.promises.rename(`${copy}.part`, copy);
        }
        await fs.promises.rename(beside, place);
        return { sha256, size };
      } catch (error) {
        fs.rmSync(folderOf(id), { recursive: true, force: true });
        throw error;
      } finally {
        fs.rmSync(beside, { force: true });
      }
    },

    removeUpload: (id) => fs.rmSync(folderOf(id), { recursive: true, force: true }),

    async restoreUpload(id, name, sha256) {
      if (!fs.existsSync(keptPath(sha256))) return false;
      const digest = createHash('sha256');
      for await (const chunk of fs.createReadStream(keptPath(sha256))) digest.update(chunk as Buffer);
      // What was kept may have been tampered with too.
      if (digest.digest('hex') !== sha256) return false;
      makeFolder(folderOf(id));
      const beside = path.join(uploads, `${id}.restore`);
      await fs.promises.copyFile(keptPath(sha256), beside);
      await fs.promises.chmod(beside, 0o600);
      await fs.promises.rm(uploadPath(id, name), { recursive: true, force: true });
      await fs.promises.rename(beside, uploadPath(id, name));
      return true;
    },

    keep(content) {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const copy = keptPath(sha256);
      if (fs.existsSync(copy)) return sha256;
      makeFolder(path.dirname(copy));
      const beside = `${copy}.${randomBytes(4).toString('hex')}`;
      fs.writeFileSync(beside, content, { mode: 0o600 });
      fs.renameSync(beside, copy);
      return sha256;
    },
    read(sha256) {
      try {
        return fs.readFileSync(keptPath(sha256));
      } catch {
        return undefined;
      }
    },
    has: (sha256) => fs.existsSync(keptPath(sha256)),
  };
}
