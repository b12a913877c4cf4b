import { type ClientMessageInput, decodeFrame, type Frame } from "@hisho/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_KEPT_FRAMES, Uplink } from "./uplink.ts";

function wired() {
  const state = { ready: true, congested: false };
  const out: (string | Frame)[] = [];
  const uplink = new Uplink({
    isReady: () => state.ready,
    isCongested: () => state.congested,
    send: (message: ClientMessageInput) => {
      if (message.type !== "control") throw new Error(`unexpected ${message.type}`);
      const number = "utterance" in message ? message.utterance : "";
      out.push(`${message.action} ${number}${"id" in message ? ` ${message.id}` : ""}`);
    },
    sendFrame: (bytes) => out.push(decodeFrame(bytes, "microphone")),
  });
  const frames = () => out.filter((item): item is Frame => typeof item !== "string");
  const talk = (from: number, count: number) => {
    for (let index = from; index < from + count; index += 1) {
      uplink.packet(Uint8Array.of(index & 255, index >> 8), index * 960, 0);
    }
  };
  const close = () => {
    state.ready = false;
    uplink.closed();
  };
  return { uplink, state, out, frames, talk, close };
}

const place = (frame: Frame): number => frame.packet[0]! + frame.packet[1]! * 256;

describe("on an open socket", () => {
  it("announces an utterance, numbers its frames and marks the first", () => {
    const { uplink, out, talk } = wired();
    uplink.speechStart("a", 0);
    talk(0, 2);
    uplink.speechEnd(1920);
    uplink.speechStart("b", 9600);
    talk(10, 1);
    expect(out).toMatchObject([
      "speech_start 1 a",
      { number: 1, sequence: 0, timestamp: 0, marker: true, discontinuity: false },
      { number: 1, sequence: 1, timestamp: 960, marker: false },
      "speech_end 1",
      "speech_start 2 b",
      { number: 2, sequence: 2, timestamp: 9600, marker: true },
    ]);
  });

  it("sends nothing outside an utterance", () => {
    const { uplink, out, talk } = wired();
    talk(0, 3);
    uplink.speechStart("a", 0);
    uplink.speechCancel();
    talk(3, 3);
    expect(out).toEqual(["speech_start 1 a", "speech_cancel 1"]);
  });

  it("marks the frame after samples that were lost before the encoder", () => {
    const { uplink, frames } = wired();
    uplink.speechStart("a", 0);
    uplink.packet(Uint8Array.of(1), 0, 0);
    uplink.packet(Uint8Array.of(2), 1920, 960);
    expect(frames().map((frame) => frame.discontinuity)).toEqual([false, true]);
  });
});

describe("on a congested socket", () => {
  it("keeps 25 frames, drops the oldest, counts them and marks the gap", () => {
    const { uplink, state, frames, talk } = wired();
    uplink.speechStart("a", 0);
    talk(0, 5);
    state.congested = true;
    talk(5, 32);
    expect(uplink.droppedFrames).toBe(7);
    state.congested = false;
    uplink.drain();
    expect(frames().map(place)).toEqual([0, 1, 2, 3, 4, ...Array.from({ length: 25 }, (_, index) => 12 + index)]);
    expect(
      frames()
        .filter((frame) => frame.discontinuity)
        .map((frame) => frame.sequence),
    ).toEqual([12]);
  });

  it("never lets the end of speech overtake its frames", () => {
    const { uplink, state, out, talk } = wired();
    uplink.speechStart("a", 0);
    state.congested = true;
    talk(0, 2);
    uplink.speechEnd(1920);
    state.congested = false;
    uplink.drain();
    expect(out.map((item) => (typeof item === "string" ? item : place(item)))).toEqual([
      "speech_start 1 a",
      0,
      1,
      "speech_end 1",
    ]);
  });
});

describe("without a socket", () => {
  it("keeps what is said and sends it outside the limit when the session is taken up", () => {
    const { uplink, state, out, frames, talk, close } = wired();
    uplink.speechStart("a", 0);
    talk(0, 40);
    close();
    talk(40, 60);
    uplink.speechEnd(96_000);
    state.ready = true;
    state.congested = true;
    uplink.resumed(30);
    expect(
      frames()
        .slice(40)
        .map((frame) => [frame.sequence, place(frame)]),
    ).toEqual(Array.from({ length: 70 }, (_, index) => [30 + index, 30 + index]));
    expect(frames()[40]).toMatchObject({ marker: false, discontinuity: false });
    expect(out.at(-1)).toBe("speech_end 1");
    expect(out.filter((item) => item === "speech_start 1 a")).toHaveLength(1);
  });

  it("says again that speech began when the relay has none of it", () => {
    const { uplink, state, out, talk, close } = wired();
    uplink.speechStart("a", 0);
    close();
    talk(0, 1);
    state.ready = true;
    uplink.resumed(0);
    expect(out).toMatchObject(["speech_start 1 a", "speech_start 1 a", { sequence: 0, marker: true }]);
  });

  it("begins again under the same id when the relay has lost the session", () => {
    const { uplink, state, out, talk, close } = wired();
    uplink.speechStart("old", 0);
    talk(0, 2);
    uplink.speechEnd(1920);
    uplink.settle(1);
    uplink.speechStart("open", 9600);
    talk(10, 2);
    close();
    talk(12, 1);
    state.ready = true;
    out.length = 0;
    uplink.fresh();
    talk(13, 1);
    expect(out).toMatchObject([
      "speech_start 1 open",
      { number: 1, sequence: 0, marker: true, timestamp: 9600 },
      { sequence: 1, marker: false },
      { sequence: 2 },
      { sequence: 3 },
    ]);
  });

  it("forgets speech that was taken back before the relay heard of it", () => {
    const { uplink, state, out, talk, close } = wired();
    close();
    uplink.speechStart("a", 0);
    talk(0, 3);
    uplink.speechCancel();
    state.ready = true;
    uplink.resumed(0);
    uplink.speechStart("b", 9600);
    expect(out).toEqual(["speech_start 1 b"]);
  });

  it("keeps 60 s and counts what is older", () => {
    const { uplink, state, frames, talk, close } = wired();
    close();
    uplink.speechStart("a", 0);
    talk(0, MAX_KEPT_FRAMES + 5);
    state.ready = true;
    uplink.resumed(0);
    expect(uplink.droppedFrames).toBe(5);
    expect(frames()).toHaveLength(MAX_KEPT_FRAMES);
    expect(frames()[0]).toMatchObject({ sequence: 0, marker: true, discontinuity: true });
    expect(place(frames()[0]!)).toBe(5);
  });

  it("keeps an utterance until its words have come", () => {
    const { uplink, state, out, talk, close } = wired();
    uplink.speechStart("a", 0);
    talk(0, 2);
    uplink.speechEnd(1920);
    expect(uplink.unsettled).toBe(true);
    uplink.settle(1);
    expect(uplink.unsettled).toBe(false);
    close();
    state.ready = true;
    out.length = 0;
    uplink.fresh();
    expect(out).toEqual([]);
  });
});

it("loses no frame and repeats none, whatever the socket does", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("talk" as const), count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant("close" as const) }),
    fc.record({ kind: fc.constant("open" as const), lost: fc.nat(30) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      const { uplink, state, frames, talk, close } = wired();
      const relay: number[] = [];
      let said = 0;
      let expected = 0;
      let read = 0;
      /** What has reached the relay: all that was sent but the last `lost` frames. */
      const deliver = (lost: number) => {
        const sent = frames().slice(read);
        for (const frame of sent.slice(0, Math.max(0, sent.length - lost))) {
          expect(frame.sequence).toBe(expected);
          relay.push(place(frame));
          expected = frame.sequence + 1;
        }
        read = frames().length;
      };
      uplink.speechStart("a", 0);
      for (const step of steps) {
        if (step.kind === "talk") {
          talk(said, step.count);
          said += step.count;
        } else if (step.kind === "close") {
          close();
        } else {
          close();
          deliver(step.lost);
          state.ready = true;
          uplink.resumed(expected);
        }
      }
      close();
      deliver(0);
      state.ready = true;
      uplink.resumed(expected);
      deliver(0);
      expect(relay).toEqual(Array.from({ length: said }, (_, index) => index));
      expect(uplink.droppedFrames).toBe(0);
    }),
  );
});
