import ipaddr from "ipaddr.js";
import type { Clock } from "../clock.ts";

const WINDOW_MS = 60_000;
const MOST_PER_ADDRESS = 5;
/** Somebody with many addresses: 40 bits against 100 guesses a minute for ten minutes is one in a thousand million. */
const MOST_ALTOGETHER = 100;

interface Guesses {
  count: number;
  until: number;
}

/** Holds back whoever guesses codes: five wrong ones from an address, and it waits until a minute after the first. */
export class GuessLimit {
  readonly #clock: Clock;
  readonly #byAddress = new Map<string, Guesses>();
  #all: Guesses = { count: 0, until: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long that address has to wait, in ms; 0 when it may try. */
  waitMs(address: string): number {
    const own = this.#byAddress.get(placeOf(address));
    return Math.max(this.#left(own, MOST_PER_ADDRESS), this.#left(this.#all, MOST_ALTOGETHER));
  }

  count(address: string): void {
    const now = this.#clock.now();
    for (const [key, { until }] of this.#byAddress) if (until <= now) this.#byAddress.delete(key);
    const place = placeOf(address);
    this.#byAddress.set(place, this.#oneMore(this.#byAddress.get(place)));
    this.#all = this.#oneMore(this.#all);
  }

  /** The guess was right. */
  takeBack(address: string): void {
    const own = this.#byAddress.get(placeOf(address));
    for (const guesses of own === undefined ? [this.#all] : [own, this.#all])
      guesses.count = Math.max(0, guesses.count - 1);
  }

  #oneMore(before: Guesses | undefined): Guesses {
    const now = this.#clock.now();
    return before === undefined || before.until <= now
      ? { count: 1, until: now + WINDOW_MS }
      : { ...before, count: before.count + 1 };
  }

  #left(guesses: Guesses | undefined, most: number): number {
    return guesses === undefined || guesses.count < most ? 0 : Math.max(0, guesses.until - this.#clock.now());
  }
}

/** An IPv6 host owns a /64: it counts as one address. */
function placeOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4" ? parsed.toString() : parsed.toByteArray().slice(0, 8).join(".");
}
