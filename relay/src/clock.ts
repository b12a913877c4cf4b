/** Time as an argument: the relay's cores never ask the machine for it. */
export interface Clock {
  /** Monotonic, ms from an arbitrary start. */
  now(): number;
  /** Calls `action` once after `delayMs`. @returns a function that takes it back; harmless afterwards */
  after(delayMs: number, action: () => void): () => void;
  /** The wall clock, for records and for what the person is told. */
  date(): Date;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
  date: () => new Date(),
};
