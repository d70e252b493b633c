import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

it('gives one turn at a time, single statements before transactions that wait', async () => {
  const turns = new Turns();
  const order: string[] = [];
  let atOnce = 0;
  const work = (name: string) => async (): Promise<void> => {
    atOnce += 1;
    expect(atOnce).toBe(1);
    await pause();
    order.push(name);
    atOnce -= 1;
  };
  await Promise.all([turns.run('long', work('T1')), turns.run('long', work('T2')), turns.run('single', work('a')), turns.run('single', work('b'))]);
  expect(order).toEqual(['T1', 'a', 'b', 'T2']);
});

it('lets a transaction in after twenty statements in a row', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    await pause();
    order.push(name);
  };
  await Promise.all([...Array.from({ length: 40 }, (_, n) => turns.run('single', work(String(n)))), turns.run('long', work('T'))]);
  expect(order.indexOf('T')).toBe(20);
});

it('goes on after a turn that failed', async () => {
  const turns = new Turns();
  await expect(turns.run('long', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(turns.run('single', () => Promise.resolve(7))).resolves.toBe(7);
});
