import { type ClientMessageInput, CREDIT_FRAMES, encodeFrame } from "@hisho/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Downlink } from "./downlink.ts";
import { FakeClock } from "./testing/fake-clock.ts";
import { FakeVoice } from "./testing/fake-voice.ts";

function wired() {
  const voice = new FakeVoice();
  const clock = new FakeClock();
  const state = { ready: true, malformed: 0 };
  const credits: number[] = [];
  const downlink = new Downlink({
    voice,
    clock,
    send: (message: ClientMessageInput) => {
      if (!state.ready || message.type !== "credit") return false;
      credits.push(message.frames);
      return true;
    },
    onMalformed: () => {
      state.malformed += 1;
    },
  });
  voice.onPlayout((event) => event.type === "credit" && downlink.released(event.frames));
  let sequence = 0;
  const frame = (turn: number, { marker = false, at = sequence } = {}) => {
    const packet = Uint8Array.of(at & 255);
    downlink.frame(
      encodeFrame({
        kind: "assistant",
        marker,
        discontinuity: false,
        number: turn,
        sequence: at,
        timestamp: 0,
        packet,
      }),
    );
    sequence = at + 1;
  };
  const played = () => voice.played.map(({ turn, packet }) => `${turn}:${packet[0]}`);
  const credited = () => credits.reduce((sum, frames) => sum + frames, 0);
  return { downlink, voice, clock, state, credits, credited, frame, played };
}

describe("frames", () => {
  it("passes the frames of the turn to the voice and remembers the last", () => {
    const { downlink, frame, played } = wired();
    frame(1);
    frame(1);
    expect(played()).toEqual(["1:0", "1:1"]);
    expect(downlink.resume()).toEqual({ credit: CREDIT_FRAMES - 2, last_frame: { turn: 1, sequence: 1 } });
  });

  it("drops and credits what comes of a turn that was cut, and of any before it", () => {
    const { downlink, frame, played, clock, credited } = wired();
    frame(2);
    downlink.cut(2);
    frame(2);
    frame(1);
    frame(3);
    clock.advance(100);
    expect(played()).toEqual(["2:0", "3:3"]);
    expect(credited()).toBe(2);
  });

  it("drops a frame that it has had, and credits it", () => {
    const { frame, played, clock, credited } = wired();
    frame(1);
    frame(1, { at: 0 });
    clock.advance(100);
    expect(played()).toEqual(["1:0"]);
    expect(credited()).toBe(1);
  });

  it("waits for the marker of a turn that begins again", () => {
    const { downlink, frame, played } = wired();
    frame(1, { marker: true });
    downlink.reopen(1);
    frame(1);
    frame(1, { marker: true });
    expect(played()).toEqual(["1:0", "1:2"]);
  });

  it("credits a frame that is none, and says so", () => {
    const { downlink, clock, credited, state } = wired();
    downlink.frame(Uint8Array.of(9, 9, 9));
    clock.advance(100);
    expect(credited()).toBe(1);
    expect(state.malformed).toBe(1);
  });

  it("counts turns and sequences anew after a fresh start", () => {
    const { downlink, frame, played } = wired();
    frame(7, { at: 500 });
    downlink.cut(7);
    downlink.fresh(3);
    frame(3, { at: 0 });
    expect(played()).toEqual(["7:244", "3:0"]);
  });
});

describe("credit", () => {
  it("is told every 4 frames, and after 100 ms what is left", () => {
    const { frame, voice, clock, credits } = wired();
    for (let index = 0; index < 6; index += 1) frame(1);
    voice.playFrames(3);
    expect(credits).toEqual([]);
    voice.playFrames(1);
    expect(credits).toEqual([4]);
    voice.playFrames(1);
    clock.advance(99);
    expect(credits).toEqual([4]);
    clock.advance(1);
    expect(credits).toEqual([4, 1]);
  });

  it("is not given for packets said again from memory", () => {
    const { downlink, frame, voice, clock, credited } = wired();
    downlink.lent(3);
    for (let index = 0; index < 3; index += 1) voice.play(0x8000_0000, Uint8Array.of(0));
    frame(1);
    voice.playFrames(3);
    clock.advance(100);
    expect(credited()).toBe(0);
    voice.playFrames();
    clock.advance(100);
    expect(credited()).toBe(1);
  });
});

it("gives every frame back exactly once, whatever happens", () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("send" as const), count: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant("play" as const), count: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constantFrom("cut", "reopen", "garbage", "replay", "resume", "fresh") }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: "max" }), (steps) => {
      const { downlink, voice, clock, state, credits, frame } = wired();
      let turn = 1;
      let firstTurn = 1;
      let marker = true;
      let window = CREDIT_FRAMES;
      const collect = () => {
        window += credits.reduce((sum, frames) => sum + frames, 0);
        credits.length = 0;
        const held = voice.holding.filter((of) => of >= firstTurn && of < 0x8000_0000).length;
        expect(window).toBeLessThanOrEqual(CREDIT_FRAMES - held);
      };
      for (const step of steps) {
        if (step.do === "send") {
          for (let index = 0; index < step.count && window > 0; index += 1, window -= 1) {
            frame(turn, { marker });
            marker = false;
          }
        } else if (step.do === "play") {
          voice.playFrames(step.count);
        } else if (step.do === "wait") {
          clock.advance(100);
        } else if (step.do === "cut") {
          downlink.cut(turn);
          voice.stop(turn);
          if (window > 0) {
            frame(turn);
            window -= 1;
          }
          turn += 1;
        } else if (step.do === "reopen") {
          downlink.reopen(turn);
          voice.stop(turn, true);
          marker = true;
        } else if (step.do === "garbage" && window > 0) {
          downlink.frame(Uint8Array.of(1, 2, 3));
          window -= 1;
        } else if (step.do === "replay") {
          downlink.lent(2);
          for (let index = 0; index < 2; index += 1) voice.play(0x8000_0000, Uint8Array.of(0));
        } else if (step.do === "resume") {
          collect();
          state.ready = false;
          voice.playFrames(1);
          window = downlink.resume().credit;
          voice.playFrames(1);
          state.ready = true;
          downlink.resumed();
        } else if (step.do === "fresh") {
          collect();
          turn += 1;
          firstTurn = turn;
          downlink.fresh(turn);
          window = CREDIT_FRAMES;
          frame(turn, { at: 0 });
          window -= 1;
        }
        collect();
      }
      voice.playFrames();
      clock.advance(100);
      collect();
      expect(window).toBe(CREDIT_FRAMES);
    }),
  );
});
