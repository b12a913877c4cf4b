/** Time as an argument: the session never reads a clock of its own. */
export interface Clock {
  /** `performance.now()`: monotonic, ms; the same scale as every `atMs` of the voice. */
  nowMs(): number;
  /** Wall time, for what a person reads and never for a duration. */
  date(): Date;
  /** Runs `task` once after `delayMs`. @returns cancels it; harmless afterwards */
  after(delayMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  date: () => new Date(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
