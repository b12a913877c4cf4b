import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClientMessage } from "./client-message.ts";
import { WireError } from "./errors.ts";
import { NO_PERSONA } from "./persona.ts";
import { parseRelayEvent } from "./relay-event.ts";

const start = { type: "control", action: "start", language: "ja-JP", time_zone: "Asia/Tokyo", mode: "hands_free" };

describe("a client's messages", () => {
  it("get their defaults, and unknown fields are left out", () => {
    expect(parseClientMessage(JSON.stringify({ ...start, colour: "teal", __proto__: { audio: false } }))).toEqual({
      ...start,
      about: "",
      recall: true,
      persona: NO_PERSONA,
      addressed: false,
      blocked: [],
      visitor: false,
      audio: true,
      idle: true,
    });
  });

  it.each<[object, string]>([
    [{ ...start, language: "fr-FR" }, "language"],
    [{ ...start, mode: "loud" }, "mode"],
    [{ ...start, resume: { last_event: -1 } }, "resume.last_event"],
    [{ ...start, resume: { last_event: 1, last_frame: { turn: 1 } } }, "resume.last_frame.sequence"],
    [{ type: "control", action: "speech_start", utterance: 0, id: "a", timestamp: 0 }, "utterance"],
    [{ type: "control", action: "speech_start", utterance: 1, id: "", timestamp: 0 }, "id"],
    [{ type: "control", action: "speech_end", utterance: 1, timestamp: 2 ** 32 }, "timestamp"],
    [{ type: "control", action: "settings", speaking_rate: 9 }, "speaking_rate"],
    [{ ...start, persona: { name: "x".repeat(41) } }, "persona.name"],
    [{ ...start, persona: { person: "a\nb" } }, "persona.person"],
    [{ ...start, persona: { aliases: ["a", 1] } }, "persona.aliases.1"],
    [{ type: "control", action: "settings", persona: { instructions: "x".repeat(2001) } }, "persona.instructions"],
    [{ type: "control", action: "settings", addressed: "yes" }, "addressed"],
    [{ type: "text", id: "a", text: "" }, "text"],
    [{ type: "text", id: "a", text: "x".repeat(8001) }, "text"],
    [{ type: "playback", turn: 1, state: "paused", played_ms: 0 }, "state"],
    [{ type: "credit", frames: 1.5 }, "frames"],
    [{ type: "ack", event: "1" }, "event"],
  ])("%j is refused by the name of %s", (message, field) => {
    expect(() => parseClientMessage(JSON.stringify(message))).toThrow(
      expect.objectContaining({ reason: "bad-field", field, closeCode: 4003 }),
    );
  });

  it("never end in anything but a message or a WireError", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((value) => JSON.stringify({ ...start, ...value })),
    );
    fc.assert(
      fc.property(anything, (json) => {
        try {
          parseClientMessage(json);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});

describe("the relay's events", () => {
  it("of a later version are left alone", () => {
    expect(parseRelayEvent('{"type":"applause","n":3}')).toBeUndefined();
  });

  it("are read in every shape of a value", () => {
    const shapes = {
      type: "avatar_event",
      n: 1,
      turn: 1,
      event: "visemes",
      value: [
        [0, "aa", 1],
        [90, "sil", 0],
      ],
    };
    expect(parseRelayEvent(JSON.stringify(shapes))).toEqual(shapes);
    const emotion = { type: "avatar_event", n: 2, turn: 1, event: "emotion", value: "happy", weight: 0.5 };
    expect(parseRelayEvent(JSON.stringify(emotion))).toEqual(emotion);
  });

  it("that are malformed are refused", () => {
    expect(() => parseRelayEvent('{"type":"turn_end","n":1}')).toThrow(
      expect.objectContaining({ reason: "bad-field" }),
    );
    expect(() => parseRelayEvent("[")).toThrow(expect.objectContaining({ reason: "not-json" }));
  });
});
