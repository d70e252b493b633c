import { AppError } from '../core/errors.ts';

/** A place in a list as opaque text. */
export const writeCursor = (place: readonly unknown[]): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Throws INVALID_VALUE naming `cursor` where the text is not one that this list gave out. */
export function readCursor(text: string | undefined, length: number): unknown[] | undefined {
  if (text === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === length && place.every((part) => typeof part === 'string' || typeof part === 'number')) return place;
  } catch {
    // Told below, like every other wrong text.
  }
  throw new AppError('INVALID_VALUE', { detail: 'cursor: not one that this list gave out.', fields: [{ field: 'cursor', message: 'not one that this list gave out' }] });
}

/** Throws INVALID_VALUE naming the filter where one of its words is not among those there are. */
export function checkWords(name: string, words: readonly string[] | undefined, allowed: readonly string[]): void {
  const wrong = words?.find((word) => !allowed.includes(word));
  if (wrong !== undefined) throw new AppError('INVALID_VALUE', { detail: `${name}: ${wrong} is not one of ${allowed.join(', ')}.`, fields: [{ field: name, message: `one of ${allowed.join(', ')}` }] });
}

/** The id within a cursor. */
export function placeOf(part: unknown): string {
  if (uuid.test(String(part))) return String(part);
  throw new AppError('INVALID_VALUE', { detail: 'cursor: not one that this list gave out.', fields: [{ field: 'cursor', message: 'not one that this list gave out' }] });
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws NOT_FOUND for an id that cannot be one. */
export function idOf(text: string, what: string): string {
  if (!uuid.test(text)) throw new AppError('NOT_FOUND', { detail: `There is no ${what} ${text.slice(0, 100)}.` });
  return text;
}

export const listOf = (text: string | undefined): string[] | undefined => {
  const parts = (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts;
};
