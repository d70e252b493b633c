import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';

/** Ed25519 signatures under a key that is derived from the master key, so that it never lies in the store. */
export interface Signer {
  /** Base64 of the 32 bytes of the public key. */
  readonly publicKey: string;
  /** Base64 of the signature of the text. */
  sign(text: string): string;
}

/** The fixed beginning of an Ed25519 private key in PKCS #8 (RFC 8410), before its 32 bytes. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
/** The same of a public key in SubjectPublicKeyInfo. */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export function createSigner(masterKey: Buffer, purpose: string): Signer {
  const seed = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `roundsman ${purpose}`, 32));
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length).toString('base64');
  return { publicKey, sign: (text) => sign(null, Buffer.from(text), key).toString('base64') };
}

/** Whether the text was signed by the holder of the key; false for what is not a key or not a signature. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.concat([publicPrefix, Buffer.from(publicKey, 'base64')]), format: 'der', type: 'spki' });
  } catch {
    return false;
  }
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
