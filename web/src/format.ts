/** Figures and times as people read them. The exact value belongs in a tooltip. */

const wholeNumber = new Intl.NumberFormat('en-US');
export const count = (value: number): string => wholeNumber.format(value);

export function money(value: number, currency = 'USD', isEstimate = false): string {
  const digits = Math.abs(value) < 100 && value !== Math.round(value) ? 2 : 0;
  const text = new Intl.NumberFormat('en-US', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return isEstimate ? `~${text}` : text;
}

/** To the cent. */
export const exactMoney = (value: number, currency = 'USD'): string => new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(value);

/** For a column whose header names the currency. */
export const amount = (value: number): string => new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);

export const plural = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

const steps: [limit: number, unit: number, word: string][] = [
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
  [86_400 * 14, 86_400, 'day'],
  [86_400 * 60, 86_400 * 7, 'week'],
  [86_400 * 730, 86_400 * 30.44, 'month'],
  [Infinity, 86_400 * 365.25, 'year'],
];

/** `4 min ago`, `in 3 h`, `just now`. */
export function relative(at: string, now: number): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 5 ? 'in a moment' : 'just now';
  const [, unit, word] = steps.find(([limit]) => size < limit) ?? [0, 60, 'min'];
  const number = Math.max(1, Math.round(size / unit));
  const text = word === 'min' || word === 'h' ? `${number} ${word}` : `${number} ${word}${number === 1 ? '' : 's'}`;
  return seconds > 0 ? `in ${text}` : `${text} ago`;
}

export const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function absolute(at: string, timeZone: string = localZone, withSeconds = true): string {
  const zone: Intl.DateTimeFormatOptions = { timeZone, timeZoneName: 'short' };
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', ...(withSeconds ? { second: '2-digit' } : {}), hour12: false };
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', ...time, ...zone }).format(new Date(at));
}

export function clock(at: string, timeZone: string = localZone): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at));
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
/** `1.4 MiB`; the exact number belongs in a tooltip. */
export function bytes(value: number): string {
  const power = value < 1024 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(value) / 10));
  const amountOf = value / 1024 ** power;
  return `${power === 0 || amountOf >= 100 ? Math.round(amountOf) : amountOf.toFixed(1)} ${byteUnits[power] ?? 'B'}`;
}

/** `1:42`, `0:08`; what is over is `0:00`. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `every 5 minutes`, `every 90 seconds`, `every 12 hours` */
export function every(seconds: number): string {
  const [size, word] = seconds % 86_400 === 0 ? [seconds / 86_400, 'day'] : seconds % 3600 === 0 ? [seconds / 3600, 'hour'] : seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return size === 1 ? `every ${word}` : `every ${count(size)} ${word}s`;
}
