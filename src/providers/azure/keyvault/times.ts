import { numberAt } from '../define.ts';

/** Key Vault writes times as seconds since 1970. */
export function timeAt(value: unknown, path: string): string | null {
  const seconds = numberAt(value, path);
  return seconds === null || seconds <= 0 || seconds > 8.64e12 ? null : new Date(seconds * 1000).toISOString();
}
