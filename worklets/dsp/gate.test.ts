import { describe, expect, test } from "vitest";
import { Gate, type GateEvent, MAX_UTTERANCE_MS, SPEECH_END_SILENCE_MS } from "./gate.ts";

const HOP = 1536;
const HOP_MS = 32;
const VOICE = { probability: 0.9, levelDbfs: -25 };
const ROOM = { probability: 0.02, levelDbfs: -60 };

class Talk {
  readonly events: GateEvent[] = [];
  readonly gate = new Gate();
  hops = 0;

  hear(sound: { probability: number; levelDbfs: number }, hops: number, listening = true): this {
    for (let i = 0; i < hops; i++, this.hops++) {
      const event = this.gate.push(sound.probability, sound.levelDbfs, HOP, listening);
      if (event) this.events.push(event);
    }
    return this;
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }
}

describe("hands-free", () => {
  test("speech starts at its first hop, is confirmed after 250 ms, ends at its last sample", () => {
    const talk = new Talk().hear(ROOM, 20).hear(VOICE, 30).hear(ROOM, 20);
    expect(talk.events).toEqual([
      { type: "speech_start", at: 20 * HOP },
      { type: "speech_confirmed", at: 28 * HOP },
      { type: "speech_end", at: 50 * HOP },
    ]);
  });

  test("the end is proposed after the named silence, to the hop", () => {
    const hops = Math.ceil(SPEECH_END_SILENCE_MS / HOP_MS);
    const talk = new Talk()
      .hear(ROOM, 10)
      .hear(VOICE, 20)
      .hear(ROOM, hops - 1);
    expect(talk.types).not.toContain("speech_end");
    expect(talk.hear(ROOM, 1).types).toContain("speech_end");
  });

  test("what is shorter than speech can be is taken back, and never confirmed", () => {
    const talk = new Talk().hear(ROOM, 10).hear(VOICE, 3).hear(ROOM, 20);
    expect(talk.types).toEqual(["speech_start", "speech_cancel"]);
  });

  test("a cough is an utterance, but no barge-in", () => {
    const talk = new Talk().hear(ROOM, 10).hear(VOICE, 6).hear(ROOM, 20);
    expect(talk.types).toEqual(["speech_start", "speech_end"]);
  });

  test("pauses shorter than the silence do not end it", () => {
    const talk = new Talk().hear(ROOM, 10);
    for (let i = 0; i < 10; i++) talk.hear(VOICE, 10).hear(ROOM, 6);
    expect(talk.types).toEqual(["speech_start", "speech_confirmed"]);
  });

  test("a probability between the thresholds keeps speech going but does not begin it", () => {
    const between = { probability: 0.4, levelDbfs: -25 };
    expect(new Talk().hear(ROOM, 10).hear(between, 30).types).toEqual([]);
    expect(new Talk().hear(ROOM, 10).hear(VOICE, 10).hear(between, 30).types).not.toContain("speech_end");
  });

  test("a pause at room level ends speech although the probability stays high", () => {
    const stuck = { probability: 0.8, levelDbfs: -58 };
    const talk = new Talk().hear(ROOM, 30).hear(VOICE, 40).hear(stuck, 10);
    expect(talk.events.at(-1)).toEqual({ type: "speech_end", at: 70 * HOP });
  });

  test("a softer voice is not taken for a pause", () => {
    const softer = { probability: 0.8, levelDbfs: -40 };
    const talk = new Talk().hear(ROOM, 30).hear(VOICE, 40).hear(softer, 40);
    expect(talk.types).not.toContain("speech_end");
  });

  test("some seconds later a much softer voice is heard", () => {
    const talk = new Talk().hear(ROOM, 60).hear(VOICE, 40).hear(ROOM, 400);
    expect(talk.hear({ probability: 0.8, levelDbfs: -53 }, 20).types.at(-1)).toBe("speech_confirmed");
  });

  test("dense speech in a loud room is not cut by its own level", () => {
    const loudRoom = { probability: 0.1, levelDbfs: -35 };
    const talk = new Talk().hear(loudRoom, 60);
    for (let i = 0; i < 100; i++) talk.hear({ probability: 0.9, levelDbfs: i % 5 ? -24 : -33 }, 1);
    expect(talk.types).toEqual(["speech_start", "speech_confirmed"]);
  });

  test("an endless utterance is cut at its limit and a new one begins", () => {
    const limit = Math.ceil(MAX_UTTERANCE_MS / HOP_MS);
    const talk = new Talk().hear(VOICE, limit + 5);
    expect(talk.types).toEqual(["speech_start", "speech_confirmed", "speech_end", "speech_start"]);
    expect(talk.events[3]).toEqual({ type: "speech_start", at: limit * HOP });
  });

  test("lost samples count in every position", () => {
    const talk = new Talk().hear(ROOM, 10);
    talk.gate.skip(5000);
    expect(talk.hear(VOICE, 5).events[0]).toEqual({ type: "speech_start", at: 10 * HOP + 5000 });
  });

  test("nothing begins while it does not listen", () => {
    expect(new Talk().hear(VOICE, 30, false).events).toEqual([]);
  });

  test("shutting ends what is open at its last speech", () => {
    const talk = new Talk().hear(VOICE, 10).hear(ROOM, 2);
    expect(talk.gate.shut()).toEqual({ type: "speech_end", at: 10 * HOP });
    expect(talk.gate.open).toBe(false);
    expect(talk.gate.shut()).toBeUndefined();
  });
});

describe("push-to-talk", () => {
  test("one utterance from press to release, whatever is heard", () => {
    const talk = new Talk().hear(ROOM, 10);
    expect(talk.gate.press(15_000)).toEqual({ type: "speech_start", at: 15_000 });
    talk.hear(VOICE, 20, false).hear(ROOM, 60, false);
    expect(talk.events).toEqual([]);
    expect(talk.gate.release(100_000)).toEqual({ type: "speech_end", at: 100_000 });
    expect(talk.gate.open).toBe(false);
  });

  test("a touch is nothing", () => {
    const { gate } = new Talk();
    gate.press(0);
    expect(gate.release(2000)).toEqual({ type: "speech_cancel" });
  });

  test("a press during speech holds that utterance", () => {
    const talk = new Talk().hear(VOICE, 20);
    expect(talk.gate.press(25_000)).toBeUndefined();
    talk.hear(ROOM, 60);
    expect(talk.types).toEqual(["speech_start", "speech_confirmed"]);
    expect(talk.gate.release(120_000)).toEqual({ type: "speech_end", at: 120_000 });
  });

  test("a forgotten button is cut at the limit, and its release is nothing more", () => {
    const talk = new Talk();
    talk.gate.press(0);
    talk.hear(VOICE, 2000, false);
    expect(talk.events).toEqual([{ type: "speech_end", at: 1875 * HOP }]);
    expect(talk.gate.release(3_000_000)).toBeUndefined();
  });
});

describe("while the assistant's voice comes back", () => {
  const guard = { threshold: 0.7, confirmMs: 450, leastDbfs: -36 };
  const ECHO = { probability: 0.95, levelDbfs: -42 };

  function guarded(): Talk {
    const talk = new Talk().hear(ROOM, 20);
    talk.gate.guard = guard;
    return talk;
  }

  test("what is no louder than the echo begins nothing, however much of a voice it is", () => {
    expect(guarded().hear(ECHO, 60).types).toEqual([]);
  });

  test("a person who is louder is heard at once, and confirmed later than otherwise", () => {
    const talk = guarded().hear(ECHO, 10).hear(VOICE, 12);
    expect(talk.types).toEqual(["speech_start"]);
    expect(talk.hear(VOICE, 5).types).toEqual(["speech_start", "speech_confirmed"]);
  });

  test("a loud piece of echo that fades when the voice is lowered is taken back or ends, unconfirmed", () => {
    const talk = guarded().hear(VOICE, 3).hear({ probability: 0.95, levelDbfs: -56 }, 40);
    expect(talk.types).toEqual(["speech_start", "speech_cancel"]);
  });

  test("confirmed speech goes on when it gets softer", () => {
    const talk = guarded().hear(VOICE, 20).hear(ECHO, 40);
    expect(talk.types).toEqual(["speech_start", "speech_confirmed"]);
  });

  test("all is as ever without a guard", () => {
    const talk = guarded();
    talk.gate.guard = null;
    expect(talk.hear(ECHO, 10).types).toEqual(["speech_start", "speech_confirmed"]);
  });
});
