import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAULTS, type FaultId, type Reading } from "./faults.ts";
import { GRACE_MS, hasFailed, look, NOTHING_SEEN, REPAIR_MOST_MS, SLEPT_MS, shown, type Watch } from "./watchdog.ts";

const BROKEN: Reading = { ok: false, why: "broken" };
const FINE: Reading = { ok: true };

/** Looks once a second until `toMs` and tells when what was repaired. */
function watchFor(fault: FaultId, isBroken: (nowMs: number) => boolean, toMs: number, from: Watch = NOTHING_SEEN) {
  const repaired: number[] = [];
  let watch = from;
  for (let nowMs = 0; nowMs <= toMs; nowMs += 1_000) {
    const next = look(watch, { [fault]: isBroken(nowMs) ? BROKEN : FINE }, nowMs);
    watch = next.watch;
    if (next.repairs.length > 0) repaired.push(nowMs);
  }
  return { watch, repaired };
}

describe("the watchdog", () => {
  it("leaves a moment's trouble alone", () => {
    const { repaired } = watchFor("socket", (nowMs) => nowMs > 3_000 && nowMs < 3_000 + GRACE_MS, 20_000);
    expect(repaired).toEqual([]);
  });

  it("repairs what lasts, waiting twice as long each time, at most a minute", () => {
    const { repaired } = watchFor("microphone", () => true, 200_000);
    expect(repaired.slice(0, 5)).toEqual([2_000, 5_000, 11_000, 23_000, 47_000]);
    expect(Math.max(...repaired.slice(1).map((at, i) => at - repaired[i]!))).toBe(REPAIR_MOST_MS);
  });

  it("shows the repair, and calls for somebody once three have failed", () => {
    expect(shown(watchFor("sound", () => true, 1_000).watch)).toBeNull();
    expect(shown(watchFor("sound", () => true, 12_000).watch)).toEqual({ fault: "sound", failed: false });
    const { watch } = watchFor("sound", () => true, 24_000);
    expect(hasFailed(watch.faults.sound)).toBe(true);
    expect(shown(watch)).toEqual({ fault: "sound", failed: true });
  });

  it("goes on repairing after that, and forgets all of it when it is well again", () => {
    const { watch, repaired } = watchFor("socket", (nowMs) => nowMs < 4 * 3_600_000, 4 * 3_600_000 + 1_000);
    expect(repaired.length).toBeGreaterThan(200);
    expect(shown(watch)).toBeNull();
    expect(watch.faults).toEqual({});
  });

  it("begins anew after the device has slept", () => {
    const { watch } = watchFor("microphone", () => true, 60_000);
    const woken = look(watch, { microphone: BROKEN }, 60_000 + SLEPT_MS);
    expect(woken.repairs).toEqual([]);
    expect(shown(woken.watch)).toBeNull();
  });

  it("counts what does not apply as no fault", () => {
    const { watch } = watchFor("microphone", () => true, 6_000);
    expect(look(watch, { microphone: null }, 7_000).watch.faults).toEqual({});
  });

  it("tells the gravest of several, in whatever order they came", () => {
    const all = Object.fromEntries(FAULTS.map((fault) => [fault, BROKEN]));
    let { watch } = look(NOTHING_SEEN, all, 0);
    watch = look(watch, all, 2_000).watch;
    expect(shown(watch)).toEqual({ fault: "microphone", failed: false });
  });

  it("repairs every fault that lasts, and nothing that is well, whatever the readings", () => {
    const reading = fc.constantFrom(BROKEN, FINE, null);
    const readings = fc.record(Object.fromEntries(FAULTS.map((fault) => [fault, reading])));
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 80 }), (looks) => {
        let watch = NOTHING_SEEN;
        const brokenFor = new Map<string, number>();
        looks.forEach((found, i) => {
          const next = look(watch, found, i * 1_000);
          for (const fault of FAULTS) {
            const isBroken = found[fault]?.ok === false;
            brokenFor.set(fault, isBroken ? (brokenFor.get(fault) ?? 0) + 1 : 0);
            const isRepaired = next.repairs.some((repair) => repair.fault === fault);
            if (!isBroken) expect(isRepaired).toBe(false);
            if (brokenFor.get(fault) === 3) expect(isRepaired).toBe(true);
          }
          watch = next.watch;
        });
      }),
    );
  });
});
