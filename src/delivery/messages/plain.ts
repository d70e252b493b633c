/** Control and format characters reorder, hide or split text; the two joiners are kept because scripts and emoji need them. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const codePoint = (character: string) => `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;

/** Text from outside as one visible line: invisible characters shown by their number, the middle of long text left out. */
export function plainLine(text: string, maxLength = 80): string {
  return shorten(cut(text, maxLength * 4).toWellFormed().replace(invisible, codePoint), maxLength);
}

/** As `plainLine`, but line breaks stay and the end is cut. */
export function plainText(text: string, maxLength = 2000): string {
  const lines = cut(text, maxLength + 1).toWellFormed().replaceAll('\r\n', '\n').split('\n');
  const visible = lines.map((line) => line.replaceAll('\t', ' ').replace(invisible, codePoint)).join('\n').trim();
  const characters = Array.from(visible);
  return characters.length <= maxLength ? visible : `${characters.slice(0, maxLength - 1).join('')}…`;
}

/** Keeps both ends, because the end of an id is what tells it from its neighbours. */
function shorten(text: string, maxLength: number): string {
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  const tail = Math.min(8, Math.floor(maxLength / 3));
  return `${characters.slice(0, maxLength - tail - 1).join('')}…${characters.slice(-tail).join('')}`;
}

/** A megabyte of text is not looked at in full; both ends stay. */
function cut(text: string, maxLength: number): string {
  return text.length <= maxLength * 2 ? text : text.slice(0, maxLength) + text.slice(-maxLength);
}
