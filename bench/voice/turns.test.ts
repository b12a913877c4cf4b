import { describe, expect, it } from "vitest";
import { WrittenWire } from "./testing/written-wire.ts";
import { spokenTurns } from "./turns.ts";

/** The browser's clock is 1000 ms ahead of the microphone's; the fastest frame needs nothing. */
const LATE = (frame: number): number => 1000 + (frame % 3) * 7;

describe("spoken turns", () => {
  it("are measured from the edges of speech as they were captured, not as they were sent", () => {
    const { log } = new WrittenWire()
      .began(1, 500, 1640)
      .spoke(1, 200, 2000, LATE)
      .partial(1900, 1, 1, "half")
      .ended(1, 1700, 3000)
      .final(3100, 1, 1, "half past three");
    expect(spokenTurns(log)).toEqual([
      expect.objectContaining({
        turn: 1,
        utterances: [1],
        begin: { captureS: 0.5, atMs: 1500 },
        end: { captureS: 1.7, atMs: 2700 },
        endSentAtMs: 3000,
        firstPartialAtMs: 1900,
        finalAtMs: 3100,
        audibleMs: undefined,
        reason: undefined,
      }),
    ]);
  });

  it("end with the last of the utterances that were merged", () => {
    const { log } = new WrittenWire()
      .began(1, 500, 1500)
      .spoke(1, 200, 1000, () => 1000)
      .ended(1, 900, 2200)
      .began(2, 1300, 2400)
      .spoke(2, 1100, 2000, () => 1030)
      .ended(2, 1800, 3100)
      .final(3200, 1, 2, "half past, no, four");
    const [turn] = spokenTurns(log);
    expect(turn).toMatchObject({ utterances: [1, 2], begin: { atMs: 1500 }, end: { atMs: 2800 }, finalAtMs: 3200 });
  });

  it("of no words, or taken back, are none", () => {
    const { log } = new WrittenWire()
      .began(1, 500, 1500)
      .spoke(1, 200, 600, LATE)
      .sent(1700, { type: "control", action: "speech_cancel", utterance: 1 })
      .began(2, 900, 1900)
      .spoke(2, 700, 1500, LATE)
      .ended(2, 1400, 2700)
      .final(2800, 2, 2, "");
    expect(spokenTurns(log)).toEqual([]);
  });

  it("that were reopened count their last final and the first frame after it", () => {
    const wire = new WrittenWire()
      .began(1, 500, 1500)
      .spoke(1, 200, 1000, LATE)
      .ended(1, 900, 2200)
      .final(2300, 1, 1, "half past")
      .began(2, 1400, 2500)
      .spoke(2, 1200, 2000, LATE)
      .received(2700, { type: "turn_reopened", n: 3, turn: 1 })
      .ended(2, 1900, 3150)
      .final(3300, 1, 2, "half past four")
      .sent(3500, { type: "playback", turn: 1, state: "started", played_ms: 0, audible_ms: 610 });
    const packet = { kind: "assistant", marker: true, discontinuity: false, number: 1, timestamp: 0 } as const;
    wire.log.assistant.push({ atMs: 2400, frame: { ...packet, sequence: 0, packet: new Uint8Array(1) } });
    wire.log.assistant.push({ atMs: 3400, frame: { ...packet, sequence: 0, packet: new Uint8Array(1) } });
    expect(spokenTurns(wire.log)).toEqual([
      expect.objectContaining({
        utterances: [1, 2],
        text: "half past four",
        finalAtMs: 3300,
        firstFrameAtMs: 3400,
        audibleMs: 610,
        reopened: 1,
      }),
    ]);
  });
});
