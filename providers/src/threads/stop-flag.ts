/**
 * A word of shared memory by which one thread asks another to stop. The asked thread looks between its steps, since a
 * message would wait until its work is done.
 */
export type StopFlag = Int32Array<SharedArrayBuffer>;

export function createStopFlag(): StopFlag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Any thread. */
export function requestStop(flag: StopFlag): void {
  Atomics.store(flag, 0, 1);
}

/** Any thread; free of cost. */
export function isStopRequested(flag: StopFlag): boolean {
  return Atomics.load(flag, 0) === 1;
}
