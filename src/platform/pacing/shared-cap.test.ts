import { expect, it } from 'vitest';
import { SharedCap } from './shared-cap.ts';

const nobody = { pump: () => undefined };
/** Takes all there is, then answers so many calls in the time given. */
function answers(cap: SharedCap, count: number, latencyMs: (underWay: number) => number): void {
  for (let made = 0; made < count; ) {
    let underWay = 0;
    while (cap.take(nobody)) underWay += 1;
    for (let n = 0; n < underWay; n += 1) {
      cap.note(latencyMs(underWay));
      cap.give();
      made += 1;
    }
  }
}

it('lets more calls under way while answers come as fast as ever', () => {
  const cap = new SharedCap(200);
  answers(cap, 10_000, () => 40);
  expect(cap.size).toBe(200);
});

it('settles where more calls only make each slower', () => {
  const cap = new SharedCap(1000);
  // A hundred fit; beyond that they wait for each other.
  answers(cap, 60_000, (underWay) => 40 * Math.max(1, underWay / 100));
  expect(cap.size).toBeGreaterThan(80);
  expect(cap.size).toBeLessThan(330);
});

it('gives way when the other side becomes slow at once, and comes back after it', () => {
  const cap = new SharedCap(200);
  answers(cap, 5000, () => 40);
  answers(cap, 900, () => 200);
  expect(cap.size).toBeLessThan(80);
  answers(cap, 20_000, () => 45);
  expect(cap.size).toBe(200);
});

it('keeps a hard bound, and does not grow where nobody waits', () => {
  const one = new SharedCap(1);
  answers(one, 500, () => 40);
  expect(one.size).toBe(1);
  const calm = new SharedCap(200);
  for (let n = 0; n < 5000; n += 1) {
    calm.take(nobody);
    calm.note(40);
    calm.give();
  }
  expect(calm.size).toBe(64);
});

it('wakes who waits when there is room', () => {
  const cap = new SharedCap(1);
  let woken = 0;
  expect(cap.take(nobody)).toBe(true);
  expect(cap.take({ pump: () => void (woken += 1) })).toBe(false);
  cap.give();
  expect(woken).toBe(1);
});
