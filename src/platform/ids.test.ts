import { describe, expect, it } from 'vitest';
import { hashId, hashIdOf, timeId } from './ids.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('an id from content', () => {
  it('is the same for the same text and 128 bits of SHA-256', () => {
    // sha256('abc') = ba7816bf 8f01cfea 414140de 5dae2223 …
    expect(hashId('abc')).toBe('ba7816bf-8f01-cfea-4141-40de5dae2223');
    expect(hashId('arn:aws:ec2:eu-west-1:123456789012:volume/vol-ü')).toMatch(uuid);
  });

  it('does not let parts run into each other', () => {
    const ids = [hashIdOf('ab', 'c'), hashIdOf('a', 'bc'), hashIdOf('abc'), hashIdOf('', 'abc'), hashIdOf('abc', '')];
    expect(new Set(ids).size).toBe(5);
    expect(hashIdOf('ab', 'c')).toBe(hashIdOf('ab', 'c'));
  });
});

describe('an id from time', () => {
  const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

  it('is a UUID of version 7 that tells its millisecond', () => {
    const now = Date.now() + 1_000_000;
    const id = timeId(now);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBe(now);
  });

  it('rises strictly, also within a millisecond and when the clock steps back', () => {
    const now = Date.now() + 2_000_000;
    const ids = [...Array.from({ length: 10_000 }, () => timeId(now)), timeId(now - 60_000), timeId(now + 1), timeId(now - 1)];
    expect(ids.every((id, n) => n === 0 || id > ids[n - 1]!)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(timeOf(ids.at(-1)!)).toBeLessThan(now + 10);
  });
});
