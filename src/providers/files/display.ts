import { characterAt, decodeStrictly, escaped } from './utf8.ts';

/** A path for people. */
export interface DisplayedPath {
  /** One line; bytes that are no UTF-8 as `\xNN`, control and direction marks escaped. */
  text: string;
  /** Base64 of the bytes, where the text does not give them back; else null. */
  pathBytes: string | null;
}

export function displayPath(bytes: Uint8Array): DisplayedPath {
  const whole = decodeStrictly(bytes);
  const text = whole === undefined ? pieceByPiece(bytes) : escaped(whole);
  return { text, pathBytes: text === whole ? null : Buffer.from(bytes).toString('base64') };
}

function pieceByPiece(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; ) {
    const { character, length, isInvalid } = characterAt(bytes, index);
    parts.push(isInvalid ? `\\x${(bytes[index] ?? 0).toString(16).padStart(2, '0')}` : escaped(character));
    index += length;
  }
  return parts.join('');
}
