/** Bytes a second that all workers together may read; a moment in shared memory says when the next may. */
export interface Pace {
  /** Waits until so many bytes may be read. */
  take(bytes: number, checkCancelled: () => void): void;
}

/** Of the shared memory: the rate in bytes a millisecond, and in microseconds when the next read may begin. */
const places = { bytesPerMs: 0, nextUs: 1, count: 2 } as const;
const burstUs = 100_000n;
const longestWaitMs = 100;

export const createPaceMemory = (): SharedArrayBuffer => new SharedArrayBuffer(places.count * 8);

export function setPace(memory: SharedArrayBuffer, megabytesPerSecond: number): void {
  Atomics.store(new BigInt64Array(memory), places.bytesPerMs, BigInt(Math.max(0, Math.round(megabytesPerSecond * 1000))));
}

/** One clock for all threads, which nobody sets. */
const nowUs = (): bigint => process.hrtime.bigint() / 1000n;

export function createPace(memory: SharedArrayBuffer): Pace {
  const shared = new BigInt64Array(memory);
  const sleeping = new Int32Array(new SharedArrayBuffer(4));
  const book = (bytes: number, rate: bigint): number => {
    for (;;) {
      const next = Atomics.load(shared, places.nextUs);
      const now = nowUs();
      const earliest = now - burstUs;
      const start = next > earliest ? next : earliest;
      if (Atomics.compareExchange(shared, places.nextUs, next, start + (BigInt(bytes) * 1000n) / rate) === next) return Number(start - now) / 1000;
    }
  };
  return {
    take(bytes, checkCancelled) {
      const rate = Atomics.load(shared, places.bytesPerMs);
      if (rate === 0n || bytes === 0) return;
      for (let leftMs = book(bytes, rate); leftMs > 0; leftMs -= longestWaitMs) {
        Atomics.wait(sleeping, 0, 0, Math.min(leftMs, longestWaitMs));
        checkCancelled();
      }
    },
  };
}
