import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Counted } from './counted.ts';

it('asks once for those who ask together, and again for the next one while it is quick', async () => {
  const counted = new Counted();
  let asked = 0;
  const ask = () => counted.of(['all', 1], () => Promise.resolve(++asked));
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  expect(await ask()).toBe(2);
});

it('keeps what took long for a moment, for the same question only', async () => {
  const counted = new Counted();
  let asked = 0;
  const slow = (question: string) =>
    counted.of([question], async () => {
      await sleep(40);
      return ++asked;
    });
  expect(await slow('a')).toBe(1);
  expect(await slow('a')).toBe(1);
  expect(await slow('b')).toBe(2);
});

it('does not keep a failure', async () => {
  const counted = new Counted();
  await expect(counted.of(['x'], () => sleep(30).then(() => Promise.reject(new Error('down'))))).rejects.toThrow('down');
  expect(await counted.of(['x'], () => Promise.resolve(3))).toBe(3);
});
