import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Encrypts what must not lie readable in the store. */
export interface Vault {
  /** AES-256-GCM; `purpose` is bound in, so that a value cannot be moved to another place. */
  seal(plain: string, purpose: string): string;
  /** Throws where the key or the purpose is another one, or the text was changed. */
  open(sealed: string, purpose: string): string;
}

export function createVault(key: Buffer): Vault {
  if (key.length !== 32) throw new Error('the master key must have 256 bits');
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      if (!sealed.startsWith('v1.')) throw new Error('not a sealed value');
      const bytes = Buffer.from(sealed.slice(3), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

/** The key of the file, made on the first start with mode 0600. */
export function masterKeyOf(dataDir: string): Buffer {
  const file = path.join(dataDir, 'master.key');
  try {
    return Buffer.from(fs.readFileSync(file, 'utf8').trim(), 'hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  // Written beside and linked: of two first starts one makes the key and the other reads it, and never half of it.
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    fs.writeFileSync(beside, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    fs.linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return masterKeyOf(dataDir);
    throw error;
  } finally {
    fs.rmSync(beside, { force: true });
  }
  return key;
}
