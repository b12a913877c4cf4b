/** How the microphone behaves while the assistant's voice sounds, by what comes back of it. */
import type { Guard } from "@hisho/worklets/dsp/gate.ts";
import type { Clock } from "./clock.ts";
import type { KnownEcho } from "./echo.ts";

/** What stops a ducked answer is at least this much louder than the echo was. */
const OVER_ECHO_DB = 6;
/** Above the ordinary 0.5 and 250 ms: an echo that a detector takes for a voice seldom lasts, once the voice is soft. */
const GUARDED_THRESHOLD = 0.7;
const GUARDED_CONFIRM_MS = 450;
/** The room after the last sample. */
const ROOM_MS = 250;

export interface MannersOptions {
  clock: Clock;
  echo(): KnownEcho | null;
  guard(guard: Guard | null): void;
  deafen(on: boolean): void;
}

export class Manners {
  readonly #options: MannersOptions;
  #cancel: (() => void) | null = null;

  constructor(options: MannersOptions) {
    this.#options = options;
  }

  /** The assistant's voice is heard from now on. */
  speaks(): void {
    this.#cancel?.();
    this.#cancel = null;
    const { echo, guard, deafen } = this.#options;
    const known = echo();
    const { duplex = "full", returnedDbfs = -100 } = known ?? {};
    deafen(duplex === "half");
    guard(
      duplex === "ducked"
        ? { threshold: GUARDED_THRESHOLD, confirmMs: GUARDED_CONFIRM_MS, leastDbfs: returnedDbfs + OVER_ECHO_DB }
        : null,
    );
  }

  /** It has come to its end or was stopped; what is still in the air is let pass. */
  falls(): void {
    this.#cancel?.();
    const { clock, echo, guard, deafen } = this.#options;
    this.#cancel = clock.after((echo()?.delayMs ?? 0) + ROOM_MS, () => {
      guard(null);
      deafen(false);
    });
  }

  close(): void {
    this.#cancel?.();
  }
}
