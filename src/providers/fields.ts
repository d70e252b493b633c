/** Readers of what a cloud's REST interface answers: nothing is taken to be there, and a number may come as text. */

/** Of a time as text; undefined where there is none or it is none. */
export function dateOf(text: string | null | undefined): Date | undefined {
  // BigQuery writes milliseconds as text; a year of 1 is what .NET writes for no date.
  const date = text === undefined || text === null ? undefined : new Date(/^\d{12,}$/.test(text) ? Number(text) : text);
  return date === undefined || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 2000 ? undefined : date;
}

/** The value at a path such as `extended.instanceView.powerState.code` of an answer, whatever is missing on the way; keys in any casing. */
export function at(value: unknown, path: string): unknown {
  let found: unknown = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    const record = found as Record<string, unknown>;
    found = Object.hasOwn(record, key) ? record[key] : record[Object.keys(record).find((name) => name.toLowerCase() === key.toLowerCase()) ?? ''];
  }
  return found;
}

export function textAt(value: unknown, path: string): string | null {
  const found = at(value, path);
  return typeof found === 'string' && found !== '' ? found : typeof found === 'number' ? String(found) : null;
}

/** A number, also where it came as text. */
export function numberAt(value: unknown, path: string): number | null {
  const found = at(value, path);
  const number = typeof found === 'number' ? found : typeof found === 'string' && found.trim() !== '' ? Number(found) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** True and false, also where they came as text or as `Enabled` and `Disabled`. */
export function booleanAt(value: unknown, path: string): boolean | null {
  const found = at(value, path);
  if (typeof found === 'boolean') return found;
  if (typeof found !== 'string') return null;
  const word = found.toLowerCase();
  return word === 'true' || word === 'enabled' ? true : word === 'false' || word === 'disabled' ? false : null;
}

export function listAt(value: unknown, path: string): unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}
