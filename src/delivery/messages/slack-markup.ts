import { plainLine } from './plain.ts';
import { escapeSlack } from './unused-text.ts';

/** Slack refuses a whole message when one part is longer. */
export const limits = { header: 150, text: 3000, field: 2000, fields: 10, blocks: 50 };

export type Block = Record<string, unknown>;

/** A backtick would end the code span early. */
export const code = (text: string, maxLength = 60) => `\`${escapeSlack(plainLine(text, maxLength)).replaceAll('`', 'ˋ')}\``;
export const quote = (text: string) => text.split('\n').map((line) => `> ${line}`).join('\n');
export const link = (url: string, title: string) => `<${encodeURI(decoded(url)).replaceAll('|', '%7C').replaceAll('&', '&amp;')}|${title}>`;

/** An address from the settings may or may not be encoded already. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** `verbatim` keeps Slack from making links and mentions out of plain text. */
function markup(text: string, maxLength: number) {
  return { type: 'mrkdwn', text: clip(text, maxLength), verbatim: true };
}

export function header(text: string): Block {
  const line = plainLine(text, limits.header);
  // A character may count as two.
  return { type: 'header', text: { type: 'plain_text', text: line.length <= limits.header ? line : plainLine(text, limits.header / 2), emoji: true } };
}

export function section(text: string): Block {
  return { type: 'section', text: markup(text, limits.text) };
}

export function fields(texts: readonly string[]): Block {
  return { type: 'section', fields: texts.map((text) => markup(text, limits.field)) };
}

export function context(text: string): Block {
  return { type: 'context', elements: [markup(text, limits.text)] };
}

/** Cuts at a line break, so that no escape or code span is cut in two. */
function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = text.lastIndexOf('\n', maxLength - 2);
  return `${end > 0 ? text.slice(0, end) : text.slice(0, maxLength - 8).replace(/&[a-z]*$/, '')}\n…`;
}
