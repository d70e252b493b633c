import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { processorMs } from '../../test/processor-ms.ts';
import { AppError } from '../core/errors.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { pages } from '../providers/aws/pages.ts';

async function taken<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const all: Result[] = [];
  for await (const result of results) all.push(result);
  return all;
}

describe('mapping with several at work', () => {
  it('never has more at work than allowed, and loses none', async () => {
    let atWork = 0;
    let most = 0;
    const results = await taken(mapConcurrently(Array.from({ length: 50 }, (_, n) => n), 7, async (n) => {
      most = Math.max(most, (atWork += 1));
      await sleep((n * 7) % 5);
      atWork -= 1;
      return n;
    }));
    expect(results.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(most).toBe(7);
  });

  it('yields what is ready first', async () => {
    expect(await taken(mapConcurrently([30, 1, 15], 3, async (ms) => sleep(ms, ms)))).toEqual([1, 15, 30]);
  });

  it('does not run ahead of one who takes slowly', async () => {
    let started = 0;
    const results = mapConcurrently(Array.from({ length: 100 }, (_, n) => n), 5, async (n) => {
      started += 1;
      return n;
    });
    for (let n = 0; n < 3; n++) {
      await results.next();
      await sleep(2);
    }
    expect(started).toBeLessThanOrEqual(3 + 5);
    await results.return(undefined);
  });

  it('ends with the first failure, when the others have ended too', async () => {
    let ended = 0;
    const results = mapConcurrently([1, 2, 3, 4, 5, 6], 3, async (n) => {
      await sleep(n * 5);
      ended += 1;
      if (n === 1) throw new Error('one failed');
      throw new Error('another one');
    });
    await expect(taken(results)).rejects.toThrow('one failed');
    expect(ended).toBe(3);
  });

  it('passes on undefined and takes many at once without slowing down', async () => {
    expect(await taken(mapConcurrently([], 3, async () => 1))).toEqual([]);
    expect(await taken(mapConcurrently([1, 2], 3, async () => undefined))).toEqual([undefined, undefined]);
    const startedAt = processorMs();
    expect(await taken(mapConcurrently(Array.from({ length: 20_000 }, (_, n) => n), 1000, async (n) => ({ n })))).toHaveLength(20_000);
    expect(processorMs() - startedAt).toBeLessThan(2000);
  });
});

describe('pages', () => {
  async function* listing(tokens: (string | undefined)[]) {
    for (const token of tokens) yield { token };
  }

  it('go through to the end, tokens that are empty included', async () => {
    expect(await taken(pages(listing(['a', 'b', '', undefined]), ({ token }) => token))).toHaveLength(4);
  });

  it('stop where a token comes again, after the pages that were new', async () => {
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const { token } of pages(listing(['a', 'b', 'a', 'c']), (page) => page.token)) seen.push(token);
    })();
    await expect(reading).rejects.toBeInstanceOf(AppError);
    expect(seen).toEqual(['a', 'b', 'a']);
  });
});
