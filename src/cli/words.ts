const wholeNumber = new Intl.NumberFormat('en-US');
export const count = (value: number): string => wholeNumber.format(value);
export const plural = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

/** For a column whose heading names the currency. */
export const amount = (value: number): string => new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
export const money = (value: number): string => `$${amount(value)}`;

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A moment in the zone of the machine: `22 Nov 2026, 14:05`. */
export function localTime(at: string | null, withSeconds = false): string {
  if (at === null) return '';
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', ...(withSeconds ? { second: '2-digit' } : {}), hour12: false };
  return new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric', ...time }).format(date);
}

/** The same for programs: ISO 8601 with the offset of the zone. */
export function localIso(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const minutes = -date.getTimezoneOffset();
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19)}${offset}`;
}

/** `in_progress` → `in progress` */
export const inWords = (id: string): string => id.replaceAll('_', ' ');

/** A text as typed against the names there are. */
export function namesLike(names: readonly string[]): string {
  return names.length === 0 ? 'there is none' : names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`;
}
