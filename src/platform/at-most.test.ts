import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { atMost } from './at-most.ts';

it('runs so many at once, the others in their order, also after a failure', async () => {
  const inTurn = atMost(2);
  const began: number[] = [];
  let [running, most] = [0, 0];
  const results = await Promise.allSettled(
    [0, 1, 2, 3, 4].map((number) =>
      inTurn(async () => {
        began.push(number);
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        if (number === 1) throw new Error('failed');
        return number;
      }),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(began).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(await inTurn(() => Promise.resolve('again'))).toBe('again');
});
