import { describe, expect, it } from "vitest";
import { type PhaseEvent, phaseAt, QUIET, reducePhase } from "./phase.ts";
import { FakeClock } from "./testing/fake-clock.ts";
import { WindowState } from "./window-state.ts";

/** A window and what it has shown, each with the time. */
function window() {
  const clock = new FakeClock();
  const shown: string[] = [];
  const state = new WindowState(clock, (phase) => shown.push(`${clock.nowMs()} ${phase}`));
  const chain = {
    after(ms: number) {
      clock.advance(ms);
      return chain;
    },
    happens(event: PhaseEvent) {
      state.happened(event);
      return chain;
    },
    now: () => clock.nowMs(),
    shown,
  };
  return chain;
}

describe("the window's phase", () => {
  it("goes through a whole voice turn", () => {
    const { shown } = window()
      .happens({ type: "microphone", open: true })
      .after(1000)
      .happens({ type: "speech_start" })
      .after(2000)
      .happens({ type: "speech_end", expected: true, atMs: 3000 })
      .after(900)
      .happens({ type: "audible" })
      .after(1500)
      .happens({ type: "silent" });
    expect(shown).toEqual([
      "0 listening",
      "1000 hearing",
      "3000 listening",
      "3250 thinking",
      "3900 speaking",
      "5400 listening",
    ]);
  });

  it("shows no thinking when the answer is heard within 250 ms", () => {
    const { shown } = window().happens({ type: "asked", atMs: 0 }).after(249).happens({ type: "audible" });
    expect(shown).toEqual(["249 speaking"]);
  });

  it("does not announce a roam of less than 2 s", () => {
    const { shown } = window()
      .happens({ type: "microphone", open: true })
      .happens({ type: "disconnected", atMs: 0 })
      .after(1999)
      .happens({ type: "connected" })
      .after(5000);
    expect(shown).toEqual(["0 listening"]);
  });

  it("is offline after 2 s, counted from the first loss", () => {
    const { shown } = window()
      .happens({ type: "disconnected", atMs: 0 })
      .after(1500)
      .happens({ type: "disconnected", atMs: 1500 })
      .after(500)
      .happens({ type: "connected" });
    expect(shown).toEqual(["2000 offline", "2000 idle"]);
  });

  it("stops for the person, then hears", () => {
    const { shown } = window()
      .happens({ type: "audible" })
      .after(100)
      .happens({ type: "speech_start" })
      .after(250)
      .happens({ type: "interrupted", atMs: 350 })
      .after(600);
    expect(shown).toEqual(["0 speaking", "350 interrupted", "950 hearing"]);
  });

  it("keeps showing what is audible while the socket is gone", () => {
    const facts = reducePhase(reducePhase(QUIET, { type: "disconnected", atMs: 0 }), { type: "audible" });
    expect(phaseAt(facts, 5000)).toBe("speaking");
  });
});
