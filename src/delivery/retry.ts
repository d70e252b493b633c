const firstDelayMs = 5_000;
const maxDelayMs = 30 * 60_000;
/** Without a floor, full jitter can come back within milliseconds. */
const minDelayMs = 1_000;

/**
 * How long to wait after the nth attempt: exponential with full jitter, so that many deliveries that failed together do
 * not come back together; never earlier than the other side asked.
 */
export function retryDelayMs(attempts: number, retryAfterMs = 0, random: () => number = Math.random): number {
  const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 20));
  return Math.max(minDelayMs, Math.round(random() * ceiling), retryAfterMs);
}
