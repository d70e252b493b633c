const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text, or undefined where the bytes are not UTF-8 from end to end. */
export function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The character at a place and its length in bytes; a byte that is no part of valid UTF-8 is `invalid` and stands alone. */
export function characterAt(bytes: Uint8Array, index: number): { character: string; length: number; isInvalid: boolean } {
  const first = bytes[index] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  const character = length === 0 || index + length > bytes.length ? undefined : decodeStrictly(bytes.subarray(index, index + length));
  return character === undefined ? { character: '', length: 1, isInvalid: true } : { character, length, isInvalid: false };
}

/** Control and format characters move a cursor, hide or reorder text. The two joiners stay: scripts and emoji need them. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text that shows what is in it, on one line. */
export const escaped = (text: string): string => text.replace(invisible, (character) => short[character] ?? codeOf(character));

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).padStart(4, '0');
  return code < 0x80 ? `\\x${hex.slice(2)}` : code <= 0xffff ? `\\u${hex}` : `\\u{${hex}}`;
}
