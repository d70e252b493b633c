/** What waits for room. */
interface Hungry {
  pump(): void;
}

/** So many calls may be under way at first: more brings nothing at 40 ms a call, and much at 200. */
const startSize = 64;
const leastSize = 16;
/** Calls over which a latency is taken. */
const sampleSize = 60;
/** Latency counts as flat up to this many times the best; beyond the second the calls stand in each other's way. */
const flat = 1.5;
const crowded = 2.5;

/**
 * Calls in flight over all buckets; a bucket that found it full is woken when there is room. How many fit is found by the
 * service itself: while all places are taken and answers come as fast as ever there is room for more, and where they come
 * slower, because of the network, the provider or this machine's processors, for fewer.
 */
export class SharedCap {
  readonly #most: number;
  #size: number;
  #taken = 0;
  readonly #hungry = new Set<Hungry>();
  #samples: number[] = [];
  #best = Infinity;
  #wasFull = false;

  constructor(most: number) {
    this.#most = most;
    this.#size = Math.min(startSize, most);
  }

  get size(): number {
    return this.#size;
  }

  take(bucket: Hungry): boolean {
    if (this.#taken >= this.#size) {
      this.#wasFull = true;
      this.#hungry.add(bucket);
      return false;
    }
    this.#taken += 1;
    return true;
  }

  give(): void {
    this.#taken -= 1;
    this.#wake();
  }

  /** How long an answer took, without its time in our own queues. */
  note(latencyMs: number): void {
    this.#samples.push(latencyMs);
    if (this.#samples.length < Math.max(sampleSize, this.#size)) return;
    // The fastest quarter: how slow the slowest call of some service is says nothing of the others.
    const latency = this.#samples.sort((a, b) => a - b)[Math.floor(this.#samples.length / 4)] ?? latencyMs;
    this.#samples = [];
    // With the fewest calls under way it is not they that make the answers slow: that is what is best now.
    this.#best = this.#size <= leastSize ? latency : Math.min(latency, this.#best);
    if (latency > this.#best * crowded) this.#size = Math.max(Math.min(leastSize, this.#most), Math.floor(this.#size * 0.75));
    else if (this.#wasFull && latency <= this.#best * flat) this.#size = Math.min(this.#most, Math.ceil(this.#size * 1.25));
    this.#wasFull = false;
    this.#wake();
  }

  #wake(): void {
    // One that has no use for the room any more (paused, aborted) must not keep it from the next.
    for (const bucket of this.#hungry) {
      if (this.#taken >= this.#size) return;
      this.#hungry.delete(bucket);
      bucket.pump();
    }
  }
}
