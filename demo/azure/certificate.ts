import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** DER: a tag, a length, and what is in it. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? Buffer.from([body.length]) : body.length < 256 ? Buffer.from([0x81, body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const [sequence, set, integer, bits, utf8, time] = [0x30, 0x31, 0x02, 0x03, 0x0c, 0x17];
const sha256WithRsa = der(sequence, Buffer.from('06092a864886f70d01010b0500', 'hex'));
const commonName = Buffer.from('0603550403', 'hex');

/** A certificate that an application signs in with, made by itself: PEM with its key, and the public key for who checks. */
export function makeCertificate(passphrase?: string): { pem: string; publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = der(sequence, der(set, der(sequence, commonName, der(utf8, Buffer.from('roundsman')))));
  const validity = der(sequence, der(time, Buffer.from('250101000000Z')), der(time, Buffer.from('450101000000Z')));
  const version = der(0xa0, der(integer, Buffer.from([2])));
  const body = der(sequence, version, der(integer, Buffer.from([1])), sha256WithRsa, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }));
  const whole = der(sequence, body, sha256WithRsa, der(bits, Buffer.from([0]), sign('sha256', body, privateKey)));
  const key = passphrase === undefined ? privateKey.export({ type: 'pkcs8', format: 'pem' }) : privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return { pem: `${key.toString()}-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`, publicKey };
}
