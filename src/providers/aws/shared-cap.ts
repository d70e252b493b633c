/** What waits for room. */
interface Hungry {
  pump(): void;
}

/** Calls in flight over all buckets; a bucket that found it full is woken when there is room. */
export class SharedCap {
  #free: number;
  readonly #hungry = new Set<Hungry>();

  constructor(size: number) {
    this.#free = size;
  }

  take(bucket: Hungry): boolean {
    if (this.#free === 0) {
      this.#hungry.add(bucket);
      return false;
    }
    this.#free -= 1;
    return true;
  }

  give(): void {
    this.#free += 1;
    // One that has no use for the room any more (paused, aborted) must not keep it from the next.
    for (const bucket of this.#hungry) {
      if (this.#free === 0) return;
      this.#hungry.delete(bucket);
      bucket.pump();
    }
  }
}
