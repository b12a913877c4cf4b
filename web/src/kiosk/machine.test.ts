import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  begin,
  dueMs,
  inVisit,
  type KioskEffect,
  type KioskEvent,
  type KioskState,
  type Pace,
  SILENCE_MS,
  STILL_THERE_MS,
  step,
  WIPE_MOST_MS,
} from "./machine.ts";

const PACE: Pace = { stretch: 1, scale: 1 };

/** A kiosk that is told things at given times. */
class Kiosk {
  state: KioskState = begin(true);
  effects: KioskEffect[] = [];
  nowMs = 0;
  open = true;
  readonly #pace: Pace;

  constructor(pace: Pace = PACE) {
    this.#pace = pace;
  }

  tell(event: KioskEvent): this {
    if (event.type === "hours") this.open = event.open;
    const next = step(this.state, event, this.open, this.nowMs, this.#pace);
    this.state = next.state;
    this.effects.push(...next.effects);
    return this;
  }

  pass(ms: number): this {
    this.nowMs += ms;
    return this.tell({ type: "tick" });
  }

  get lines(): string[] {
    return this.effects.flatMap((effect) => (effect.type === "say" ? [effect.line] : []));
  }

  get wipes(): number {
    return this.effects.filter(({ type }) => type === "wipe").length;
  }
}

const answeredOnce = (kiosk: Kiosk): Kiosk =>
  kiosk.tell({ type: "woken", by: "voice" }).tell({ type: "answered" }).pass(4_000).tell({ type: "busy", on: false });

describe("a visit", () => {
  it("is woken by a touch, greeted, talked to, asked once after 30 s, and wiped 20 s later", () => {
    const kiosk = new Kiosk().tell({ type: "woken", by: "touch" });
    expect(kiosk.state.at).toBe("greeting");
    kiosk.tell({ type: "said" });
    expect(kiosk.state.at).toBe("talking");
    kiosk.pass(SILENCE_MS - 1);
    expect(kiosk.state.at).toBe("talking");
    kiosk.pass(1);
    expect(kiosk.state.at).toBe("still-there");
    kiosk.pass(STILL_THERE_MS);
    expect(kiosk.state.at).toBe("goodbye");
    kiosk.tell({ type: "said" });
    expect(kiosk.state.at).toBe("wiping");
    kiosk.tell({ type: "wiped", ok: true });
    expect(kiosk.state).toEqual({ at: "attract", owes: false });
    expect(kiosk.lines).toEqual(["greeting", "stillThere", "goodbye"]);
    expect(kiosk.wipes).toBe(1);
  });

  it("waits twice and four times as long where it is told to", () => {
    for (const stretch of [2, 4] as const) {
      const kiosk = answeredOnce(new Kiosk({ stretch, scale: 1 })).pass(SILENCE_MS * stretch - 1);
      expect(kiosk.state.at).toBe("talking");
      expect(kiosk.pass(1).state.at).toBe("still-there");
      expect(kiosk.pass(STILL_THERE_MS * stretch).state.at).toBe("goodbye");
    }
  });

  it("does not count silence while somebody speaks or an answer is awaited, and begins anew with every touch", () => {
    const kiosk = answeredOnce(new Kiosk())
      .tell({ type: "busy", on: true })
      .pass(SILENCE_MS * 2);
    expect(kiosk.state.at).toBe("talking");
    kiosk
      .tell({ type: "busy", on: false })
      .pass(SILENCE_MS - 1)
      .tell({ type: "touched" })
      .pass(SILENCE_MS - 1);
    expect(kiosk.state.at).toBe("talking");
  });

  it("goes on when the question whether there is more is answered by a word or a touch", () => {
    for (const event of [{ type: "busy", on: true }, { type: "touched" }] as const) {
      const kiosk = answeredOnce(new Kiosk()).pass(SILENCE_MS);
      expect(kiosk.state.at).toBe("still-there");
      expect(kiosk.tell(event).state.at).toBe("talking");
    }
  });

  it("that was only talk beside the kiosk leaves no word and no goodbye", () => {
    const kiosk = new Kiosk().tell({ type: "woken", by: "voice" }).tell({ type: "ignored" });
    expect(kiosk.state.at).toBe("wiping");
    expect(kiosk.lines).toEqual([]);
  });

  describe("into whose goodbye somebody speaks", () => {
    const spokenInto = (): Kiosk =>
      answeredOnce(new Kiosk())
        .pass(SILENCE_MS)
        .pass(STILL_THERE_MS)
        .tell({ type: "woken", by: "voice" })
        .tell({ type: "busy", on: true });

    it("is wiped at once, and the words are the first of a new one", () => {
      const kiosk = spokenInto();
      expect(kiosk.effects.slice(-2)).toEqual([{ type: "hush" }, { type: "wipe", goesOn: true }]);
      expect(kiosk.tell({ type: "wiped", ok: true }).state).toEqual({
        at: "talking",
        visit: { by: "voice", answered: false },
        busy: true,
        sinceMs: kiosk.nowMs,
      });
      expect(kiosk.lines).toEqual(["stillThere", "goodbye"]);
    });

    it("is wiped before anybody else is served", () => {
      for (const fail of [
        (kiosk: Kiosk) => kiosk.tell({ type: "wiped", ok: false }),
        (kiosk: Kiosk) => kiosk.pass(WIPE_MOST_MS),
      ]) {
        const kiosk = spokenInto();
        expect(fail(kiosk).state).toEqual({ at: "wiping", sinceMs: kiosk.nowMs, next: null });
        expect(kiosk.effects.at(-1)).toEqual({ type: "wipe", goesOn: false });
        expect(kiosk.tell({ type: "wiped", ok: false }).state).toEqual({ at: "attract", owes: true });
      }
    });

    it("goes to sleep where it has closed meanwhile", () => {
      const kiosk = spokenInto().tell({ type: "hours", open: false });
      expect(kiosk.tell({ type: "wiped", ok: true }).state.at).toBe("asleep");
    });

    it("says its goodbye to the end for a touch, a movement, or an answer that is late", () => {
      const kiosk = answeredOnce(new Kiosk()).pass(SILENCE_MS).pass(STILL_THERE_MS);
      for (const event of [
        { type: "woken", by: "touch" },
        { type: "woken", by: "movement" },
        { type: "touched" },
        { type: "busy", on: true },
      ] as const) {
        expect(kiosk.tell(event).state.at).toBe("goodbye");
      }
    });
  });

  it("is found wiped by a device that slept for hours", () => {
    const kiosk = answeredOnce(new Kiosk()).pass(6 * 3_600_000);
    expect(kiosk.state.at).toBe("wiping");
    expect(kiosk.wipes).toBe(1);
  });

  it("ends a stuck turn", () => {
    const kiosk = new Kiosk().tell({ type: "woken", by: "voice" }).pass(3_600_000);
    expect(kiosk.state.at).toBe("wiping");
  });
});

describe("the hand-off", () => {
  it("shows its ticket, and ends the visit once a phone has taken it", () => {
    const kiosk = answeredOnce(new Kiosk()).tell({ type: "hand-off" });
    expect(kiosk.effects.at(-1)).toEqual({ type: "ticket" });
    kiosk.tell({ type: "ticket", ok: true });
    expect(kiosk.state).toMatchObject({ at: "hand-off", ticket: "shown" });
    expect(kiosk.tell({ type: "taken" }).state.at).toBe("goodbye");
  });

  it("drops the ticket when it is left, ended or overdue", () => {
    for (const leave of [
      (kiosk: Kiosk) => kiosk.tell({ type: "back" }),
      (kiosk: Kiosk) => kiosk.tell({ type: "end" }),
      (kiosk: Kiosk) => kiosk.pass(120_000),
    ]) {
      const kiosk = answeredOnce(new Kiosk()).tell({ type: "hand-off" }).tell({ type: "ticket", ok: true });
      leave(kiosk);
      expect(kiosk.effects).toContainEqual({ type: "drop-ticket" });
    }
  });
});

describe("opening hours", () => {
  it("never end a visit: it goes to sleep after the wipe", () => {
    const kiosk = answeredOnce(new Kiosk()).tell({ type: "hours", open: false });
    expect(kiosk.state.at).toBe("talking");
    kiosk.tell({ type: "end" }).tell({ type: "wiped", ok: true });
    expect(kiosk.state.at).toBe("asleep");
    expect(kiosk.tell({ type: "woken", by: "touch" }).state.at).toBe("asleep");
    expect(kiosk.tell({ type: "hours", open: true }).state.at).toBe("attract");
  });
});

describe("a wipe that failed", () => {
  it("is never hurried: a disk takes its own time", () => {
    const state = { at: "wiping", sinceMs: 0, next: null } as const;
    const hurried = { stretch: 1, scale: 0.05 } as const;
    expect(step(state, { type: "tick" }, true, WIPE_MOST_MS - 1, hurried).state).toBe(state);
    expect(step(state, { type: "tick" }, true, WIPE_MOST_MS, hurried).state).toEqual({ at: "attract", owes: true });
  });

  it("is owed no more when it comes to its end after all", () => {
    const owing = { at: "attract", owes: true } as const;
    const pace = { stretch: 1, scale: 1 } as const;
    const wiped = (ok: boolean) => step(owing, { type: "wiped", ok }, true, 0, pace).state;
    expect([wiped(false), wiped(true)]).toEqual([owing, { at: "attract", owes: false }]);
  });

  it("is tried again before anybody else is served", () => {
    const kiosk = answeredOnce(new Kiosk()).tell({ type: "end" }).tell({ type: "wiped", ok: false });
    expect(kiosk.state).toEqual({ at: "attract", owes: true });
    kiosk.tell({ type: "woken", by: "touch" });
    expect(kiosk.state.at).toBe("wiping");
    expect(kiosk.wipes).toBe(2);
  });
});

const event: fc.Arbitrary<KioskEvent> = fc.oneof(
  fc
    .constantFrom<KioskEvent["type"]>("touched", "answered", "ignored", "said", "hand-off", "taken", "back", "end")
    .map((type) => ({ type }) as KioskEvent),
  fc
    .constantFrom("voice" as const, "touch" as const, "movement" as const)
    .map((by) => ({ type: "woken" as const, by })),
  fc.boolean().map((on) => ({ type: "busy" as const, on })),
  fc.boolean().map((ok) => ({ type: "ticket" as const, ok })),
  fc.boolean().map((ok) => ({ type: "wiped" as const, ok })),
  fc.boolean().map((open) => ({ type: "hours" as const, open })),
);
const moment = fc.record({ event, waitMs: fc.integer({ min: 0, max: 200_000 }) });
const pace = fc.record({
  stretch: fc.constantFrom(1 as const, 2 as const, 4 as const),
  scale: fc.constantFrom(1, 0.01),
});

describe("whatever happens", () => {
  it("left alone, it is back at rest, and every visit was wiped", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 40 }), pace, (moments, asked) => {
        const kiosk = new Kiosk(asked);
        let visits = 0;
        const watch = (act: () => void): void => {
          const before = inVisit(kiosk.state);
          act();
          if (!before && inVisit(kiosk.state)) visits++;
        };
        for (const { event: told, waitMs } of moments) {
          watch(() => kiosk.pass(waitMs));
          watch(() => kiosk.tell(told));
        }
        // Nobody comes any more: it comes to rest by its own clock alone, in few steps.
        for (let left = 12; left > 0; left--) {
          const due = dueMs(kiosk.state, asked);
          if (due === null) break;
          kiosk.pass(Math.max(0, due - kiosk.nowMs));
        }
        expect(["attract", "asleep"]).toContain(kiosk.state.at);
        expect(kiosk.wipes).toBeGreaterThanOrEqual(visits);
      }),
      { numRuns: 500 },
    );
  });

  it("no state is overdue after a tick", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 30 }), pace, (moments, asked) => {
        const kiosk = new Kiosk(asked);
        for (const { event: told, waitMs } of moments) {
          kiosk.tell(told).pass(waitMs);
          const due = dueMs(kiosk.state, asked);
          expect(due === null || due > kiosk.nowMs).toBe(true);
        }
      }),
    );
  });
});
