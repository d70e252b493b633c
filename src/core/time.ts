export const dayMs = 86_400_000;

/** Whole days between two moments, never negative. */
export function daysBetween(earlier: Date, later: Date): number {
  return Math.max(0, Math.floor((later.getTime() - earlier.getTime()) / dayMs));
}
