import { describe, expect, it } from "vitest";
import { talkState } from "../testing/fixtures.ts";
import { talkKeyOf } from "./talk-key.ts";

describe("talkKeyOf", () => {
  it("opens the microphone at rest and mutes it while it listens", () => {
    expect(talkKeyOf(talkState())).toMatchObject({ face: "microphone", solid: true, ring: "none", tap: "begin" });
    for (const phase of ["listening", "hearing"] as const) {
      expect(talkKeyOf(talkState({ phase, microphoneOpen: true }))).toMatchObject({ ring: "seiji", tap: "mute" });
    }
    expect(talkKeyOf(talkState({ muted: true }))).toMatchObject({ face: "struck", tap: "unmute", name: "unmute" });
  });

  it("stops an answer and can be held to talk over it", () => {
    for (const phase of ["thinking", "speaking"] as const) {
      expect(talkKeyOf(talkState({ phase }))).toMatchObject({ face: "stop", solid: false, tap: "stop", canHold: true });
    }
  });

  it("takes a memo offline", () => {
    expect(talkKeyOf(talkState({ phase: "offline" }))).toMatchObject({ ring: "oki", name: "memo" });
  });

  it("shows the way when the microphone is refused, and still stops an answer", () => {
    const notices = [{ kind: "microphone", problem: "denied" }] as const;
    expect(talkKeyOf(talkState({ notices }))).toMatchObject({ face: "struck", tap: "show-way", canHold: false });
    expect(talkKeyOf(talkState({ notices, phase: "speaking" }))).toMatchObject({ tap: "stop", canHold: false });
  });

  it("has a toggle in place of holding in push-to-talk", () => {
    const held = talkState({ mode: "push_to_talk", microphoneOpen: true, phase: "hearing" });
    expect(talkKeyOf(held)).toMatchObject({ tap: "release", name: "finish" });
    expect(talkKeyOf({ ...held, microphoneOpen: false, phase: "idle" })).toMatchObject({ tap: "press", name: "hold" });
  });

  it("opens the microphone for one utterance where the person has chosen text", () => {
    expect(talkKeyOf(talkState({ mode: "text" }))).toMatchObject({ tap: "press", name: "hold" });
  });
});
