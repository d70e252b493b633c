/** Work that goes on at the same time, within limits; the first failure ends it all. */
export interface Flow {
  /** Waits for room, then starts the work and comes back. Throws once any of it failed. */
  start(weight: number, work: () => Promise<void>): Promise<void>;
  /** Waits for the end of all that was started. */
  end(): Promise<void>;
}

export function createFlow(room: number, onFailure: () => void): Flow {
  let used = 0;
  let failure: { error: unknown } | undefined;
  let changed = Promise.withResolvers<void>();
  const release = (weight: number): void => {
    used -= weight;
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  return {
    async start(weight, work) {
      while (used > 0 && used + weight > room && failure === undefined) await changed.promise;
      if (failure !== undefined) throw failure.error;
      used += weight;
      work().then(
        () => release(weight),
        (error: unknown) => {
          if (failure === undefined) {
            failure = { error };
            onFailure();
          }
          release(weight);
        },
      );
    },
    async end() {
      while (used > 0) await changed.promise;
      if (failure !== undefined) throw failure.error;
    },
  };
}

/** Runs pieces of work one after the other, in the order in which they were given. */
export function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    // A failure is the business of whoever waits for that turn; once one failed, the rest would follow a gap.
    last = next.catch(() => undefined);
    return next;
  };
}
