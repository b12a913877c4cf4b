import { expect, it } from "vitest";
import type { Clock } from "../session/clock.ts";
import { FAULTS, type FaultId, type Reading } from "./faults.ts";
import { type Probe, runWatchdog } from "./run.ts";
import { shown } from "./watchdog.ts";

/** Stands until it is told to go on. */
class StandingClock implements Clock {
  #nowMs = 0;
  #timers: { atMs: number; task: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  date(): Date {
    return new Date(this.#nowMs);
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  pass(ms: number): void {
    const end = this.#nowMs + ms;
    for (;;) {
      const next = this.#timers.filter(({ atMs }) => atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = next.atMs;
      next.task();
    }
    this.#nowMs = end;
  }
}

const FINE: Reading = { ok: true };

function watching(broken: FaultId, repairsNeeded: number, isOn = () => true, needsTouch = () => false) {
  const clock = new StandingClock();
  let left = repairsNeeded;
  let breaksAtMs = 5_000;
  const attempts: number[] = [];
  const probes = Object.fromEntries(
    FAULTS.map((fault): [FaultId, Probe] => [
      fault,
      {
        read: (nowMs) => (fault === broken && nowMs >= breaksAtMs && left > 0 ? { ok: false, why: "broken" } : FINE),
        repair: (attempt) => {
          attempts.push(attempt);
          left--;
          if (left > 0) throw new Error("not yet");
        },
      },
    ]),
  ) as Record<FaultId, Probe>;
  const watchdog = runWatchdog({ clock, probes, needsTouch, isOn, tempo: 1 });
  const breakAgain = (): void => {
    left = 1;
    breaksAtMs = clock.nowMs();
  };
  return { clock, watchdog, attempts, breakAgain };
}

it.each(FAULTS)("%s: is noticed, shown, repaired, and no longer shown", (fault) => {
  const { clock, watchdog, attempts } = watching(fault, 2);
  clock.pass(8_500);
  expect(shown(watchdog.store.getState().watch)).toEqual({ fault, failed: false });
  clock.pass(10_000);
  expect(attempts).toEqual([1, 2]);
  expect(shown(watchdog.store.getState().watch)).toBeNull();
  expect(watchdog.store.getState().repairs[fault]).toBe(2);
  watchdog.close();
});

it("outlives a network that is away for four hours, and mends the next fault as quickly as the first", () => {
  const { clock, watchdog, attempts, breakAgain } = watching("socket", 240);
  clock.pass(5 * 3_600_000);
  expect(attempts.length).toBe(240);
  expect(shown(watchdog.store.getState().watch)).toBeNull();
  breakAgain();
  clock.pass(4_000);
  expect(attempts.length).toBe(241);
  expect(attempts.at(-1)).toBe(1);
  watchdog.close();
});

it("leaves an ordinary device alone", () => {
  const { clock, watchdog, attempts } = watching("microphone", 1, () => false);
  clock.pass(60_000);
  expect(attempts).toEqual([]);
  watchdog.close();
});

it("asks for a touch once the browser was asked for sound in vain, and no longer than that", () => {
  const { clock, watchdog } = watching("sound", 2, undefined, () => true);
  clock.pass(6_500);
  expect(watchdog.store.getState().needsTouch).toBe(false);
  clock.pass(2_500);
  expect(watchdog.store.getState().needsTouch).toBe(true);
  clock.pass(10_000);
  expect(watchdog.store.getState().needsTouch).toBe(false);
  watchdog.close();
});
