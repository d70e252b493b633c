export type Random = () => number;

/** A 32-bit hash of text (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Three numbers into one that looks unrelated to them. */
export function mix(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35) ^ Math.imul(c + 0x165667b1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** The random numbers of one thing: the same for the same seed, kind and index, whatever was asked for before. */
export function randomOf(seed: number, kind: number, index: number): Random {
  let state = mix(seed, kind, index);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Evenly spread numbers instead of random ones: a share of 15 % of 25 things is 3 or 4 of them, never none.
 * Each trait has a step of its own, so that traits are independent of each other.
 */
export function spread(seed: number, trait: number, index: number): number {
  const step = Math.sqrt(primes[trait % primes.length]!);
  return (mix(seed, trait, 77) / 4294967296 + (index + 1) * step) % 1;
}

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

/** 17 hexadecimal digits as in `i-0…`; every second digit group comes from another hash. */
export function hexId(prefix: string, seed: number, kind: number, index: number): string {
  const high = mix(seed, kind, index).toString(16).padStart(8, '0');
  const low = mix(seed ^ 0x5bd1e995, kind + 101, index).toString(16).padStart(8, '0');
  return `${prefix}-0${high}${low}`;
}

/** Twenty letters and digits after AWS's four, as in `AKIA…` and `AIDA…`. */
export function iamId(prefix: string, seed: number, kind: number, index: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const random = randomOf(seed, kind + 500, index);
  let id = prefix;
  while (id.length < 20) id += alphabet[Math.floor(random() * 32)]!;
  return id;
}

/** Whole counts per share that add up to the total: cut points, one more than there are shares. */
export function cutPoints(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  let reached = 0;
  return [0, ...shares.map((share) => Math.round((total * (reached += share)) / sum))];
}
