/** What the threads of one check share: whether to stop, and how much was read so far. */
const placeOfCancel = 0;
const placeOfBytes = 1;

export const createRunMemory = (): SharedArrayBuffer => new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);

export const cancelRun = (memory: SharedArrayBuffer): void => void Atomics.store(new BigInt64Array(memory), placeOfCancel, 1n);
export const isCancelled = (memory: BigInt64Array): boolean => Atomics.load(memory, placeOfCancel) !== 0n;
export const noteBytes = (memory: BigInt64Array, bytes: number): void => void Atomics.add(memory, placeOfBytes, BigInt(bytes));
export const bytesSoFar = (memory: SharedArrayBuffer): number => Number(Atomics.load(new BigInt64Array(memory), placeOfBytes));
