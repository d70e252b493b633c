import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until there is an answer; the error names what was waited for. */
export async function waitFor<Answer>(what: string, look: () => Promise<Answer | undefined> | Answer | undefined, options: { timeoutMs?: number; everyMs?: number } = {}): Promise<Answer> {
  const { timeoutMs = 60_000, everyMs = 100 } = options;
  const endsAt = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < endsAt) {
    try {
      const answer = await look();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`${what} did not come within ${timeoutMs / 1000} s`, { cause: last });
}
