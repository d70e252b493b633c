/** Control and format characters, and what breaks lines: a terminal would obey or hide them. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Bytes as one word of a shell command, whatever they are. What a person cannot read as text is written in octal, always three
 * digits, because shells differ in how many they take.
 */
export function shellWord(bytes: Uint8Array): string {
  const whole = Buffer.from(bytes);
  const text = whole.toString('utf8');
  if (Buffer.from(text).equals(whole) && !invisible.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = [...whole].map((byte) => (byte < 0x20 || byte > 0x7e || byte === 0x27 || byte === 0x5c ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte)));
  return `$'${escaped.join('')}'`;
}

/** The path that a file URL names, as bytes; undefined where it is none. */
export function pathOfFileUrl(url: string): Buffer | undefined {
  const path = /^file:\/\/[^/]*(\/.*)$/.exec(url)?.[1];
  if (path === undefined || /%(?![0-9A-Fa-f]{2})/.test(path)) return undefined;
  const bytes = path.replaceAll(/%([0-9A-Fa-f]{2})|([^%]+)/g, (_match, hex: string | undefined, plain: string | undefined) =>
    hex === undefined ? Buffer.from(plain ?? '', 'utf8').toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}
