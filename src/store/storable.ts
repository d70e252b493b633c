/** PostgreSQL keeps neither NUL nor half a surrogate pair, and names and tags from outside may hold both. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/** JSON that a jsonb column takes. Only what JSON escapes can be refused, so most values need no second look. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  return json.includes('\\u') ? JSON.stringify(mended(value)) : json;
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(mended);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), mended(inner)]));
}
