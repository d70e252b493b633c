/** Control and format characters move the cursor, hide or reorder text. The two joiners stay: scripts and emoji need them. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const codePoint = (character: string): string => `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;

/** Text from outside as one line that a terminal takes as text and nothing else. */
export function visible(text: string): string {
  return text.toWellFormed().replace(invisible, codePoint);
}

/** JSON in which every control and format character is an escape: what `JSON.stringify` leaves as it is included. */
export function jsonText(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, undefined, indent) ?? 'null';
  return text.replace(/[\u007f-\u009f\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu, (character) =>
    character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const plainAscii = /^[\x20-\x7e]*$/;
const wide = /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])/u;
const widthless = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
/** One place on the screen may carry any number of accents; more than this many are cut. */
const mostCodePoints = 8;

function widthOf(grapheme: string): number {
  if (widthless.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** How many columns a terminal needs for the text. */
export function displayWidth(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOf(segment);
  return width;
}

/** The text in at most so many columns; what is left out shows as `…`. */
export function truncate(text: string, width: number): string {
  if (plainAscii.test(text)) return text.length <= width ? text : width <= 0 ? '' : `${text.slice(0, width - 1)}…`;
  const parts = [...graphemes.segment(text)].map(({ segment }) => [...segment].slice(0, mostCodePoints).join(''));
  if (parts.reduce((sum, part) => sum + widthOf(part), 0) <= width) return parts.join('');
  if (width <= 0) return '';
  let kept = '';
  let used = 0;
  for (const part of parts) {
    if (used + widthOf(part) > width - 1) break;
    kept += part;
    used += widthOf(part);
  }
  return `${kept}…`;
}

/** Padded with spaces to so many columns. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? space + text : text + space;
}
