/** Looks at every probe once a second, has what is broken repaired, and tells the screen. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Clock } from "../session/clock.ts";
import { FAULTS, type FaultId, type Reading } from "./faults.ts";
import { look, NOTHING_SEEN, type Watch } from "./watchdog.ts";

const LOOK_EVERY_MS = 1_000;

export interface Probe {
  /** Cheap; never rejects. */
  read(nowMs: number): Reading;
  /** @param attempt from 1: later ones may do more @throws what stands in the way; it is tried again */
  repair(attempt: number): Promise<void> | void;
}

export interface WatchdogView {
  watch: Watch;
  /** The browser gives sound only after a touch. */
  needsTouch: boolean;
  /** How often the picture was drawn anew: a key for whoever draws it. */
  pictures: number;
  /** Repairs begun since the page opened, by fault. */
  repairs: Readonly<Record<FaultId, number>>;
}

export interface Watchdog {
  store: StoreApi<WatchdogView>;
  close(): void;
}

export interface WatchdogParts {
  clock: Clock;
  probes: Readonly<Record<FaultId, Probe>>;
  needsTouch(): boolean;
  /** Whether anybody relies on it: elsewhere the person sees to their device. */
  isOn(): boolean;
  /** 1 in earnest. */
  tempo: number;
}

const NO_REPAIRS = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<FaultId, number>;

/** For screens that nothing watches over. */
export const unwatched = (): StoreApi<WatchdogView> =>
  createStore(() => ({ watch: NOTHING_SEEN, needsTouch: false, pictures: 0, repairs: NO_REPAIRS }));

export function runWatchdog({ clock, probes, needsTouch, isOn, tempo }: WatchdogParts): Watchdog {
  const store = unwatched();
  let cancel = (): void => undefined;

  function mend(fault: FaultId, attempt: number): void {
    const { repairs, pictures } = store.getState();
    store.setState({
      repairs: { ...repairs, [fault]: repairs[fault] + 1 },
      ...(fault === "picture" ? { pictures: pictures + 1 } : {}),
    });
    // What a repair cannot do shows in the next reading.
    void (async () => probes[fault].repair(attempt))().catch(() => undefined);
  }

  function lookNow(): void {
    cancel = clock.after(LOOK_EVERY_MS * Math.max(0.1, tempo), lookNow);
    if (!isOn()) {
      if (store.getState().watch !== NOTHING_SEEN) store.setState({ watch: NOTHING_SEEN, needsTouch: false });
      return;
    }
    const nowMs = clock.nowMs();
    const readings = Object.fromEntries(FAULTS.map((fault) => [fault, probes[fault].read(nowMs)]));
    const before = store.getState().watch;
    const found = look(before, readings, nowMs, tempo);
    // Most browsers of a reception give sound without one, once they are asked.
    const asked = (before.faults.sound?.tries ?? 0) > 0;
    store.setState({ watch: found.watch, needsTouch: asked && needsTouch() });
    for (const { fault, attempt } of found.repairs) mend(fault, attempt);
  }
  lookNow();
  return { store, close: () => cancel() };
}
