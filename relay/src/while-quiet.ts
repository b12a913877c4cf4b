/** What is written behind the conversations gives way to them: speech waits for nobody. */
import type { Clock } from "./clock.ts";

const LOOK_MS = 100;
const TALK = new Error("somebody talks");

export interface Quiet {
  /** Aborted as soon as somebody talks. */
  signal: AbortSignal;
  /** Looks no more. */
  end(): void;
}

/** @param busy somebody speaks or is being answered */
export function whileQuiet(busy: () => boolean, clock: Clock): Quiet {
  const quiet = new AbortController();
  let cancel = (): void => {};
  const look = (): void => {
    if (busy()) quiet.abort(TALK);
    else cancel = clock.after(LOOK_MS, look);
  };
  look();
  return { signal: quiet.signal, end: () => cancel() };
}
