import { expect, it } from 'vitest';
import { keptUntilExpiry } from './session.ts';

const hour = 3_600_000;

it('asks once for all who want the credentials of an account at the same time', async () => {
  let asked = 0;
  const provider = keptUntilExpiry(() => Promise.resolve({ number: ++asked, expiration: new Date(Date.now() + hour) }));
  const answers = await Promise.all(Array.from({ length: 20 }, () => provider()));
  expect(asked).toBe(1);
  expect(new Set(answers).size).toBe(1);
});

it('asks again shortly before they end, and once', async () => {
  let asked = 0;
  const provider = keptUntilExpiry(() => Promise.resolve({ expiration: new Date(Date.now() + (++asked === 1 ? hour / 30 : hour)) }));
  await provider();
  await Promise.all([provider(), provider(), provider()]);
  expect(asked).toBe(2);
});

it('asks again after a refusal', async () => {
  let asked = 0;
  const provider = keptUntilExpiry(() => (++asked === 1 ? Promise.reject(new Error('AccessDenied')) : Promise.resolve({})));
  await expect(provider()).rejects.toThrow('AccessDenied');
  await expect(provider()).resolves.toEqual({});
});
