import { describe, expect, it } from "vitest";
import { talkState, turnView } from "../testing/fixtures.ts";
import { glyphOf, lightOf, restingRole } from "./look.ts";

describe("restingRole", () => {
  it("is named by the last answer, then by the relay's warnings", () => {
    expect(restingRole(talkState())).toBeNull();
    expect(restingRole(talkState({ turns: [turnView({ fallback: "tts" })] }))).toBe("tts");
    expect(restingRole(talkState({ turns: [turnView({ fallback: "rag" })] }))).toBe("embedding");
    const notice = { kind: "relay", code: "stt_unavailable", stage: "stt", message: "" } as const;
    expect(restingRole(talkState({ notices: [notice] }))).toBe("stt");
  });
});

describe("the window", () => {
  it("goes out while muted or told to ignore, except for the lamp of a running answer", () => {
    expect(lightOf(talkState({ phase: "listening", muted: true }))).toBe("idle");
    expect(glyphOf(talkState({ phase: "idle", muted: true }))).toBe("muted");
    const held = talkState({ phase: "hearing", muted: true, microphoneOpen: true });
    expect([lightOf(held), glyphOf(held)]).toEqual(["hearing", "hearing"]);
    expect(lightOf(talkState({ phase: "speaking", ignoring: true }))).toBe("speaking");
    expect(glyphOf(talkState({ phase: "speaking", ignoring: true }))).toBe("speaking");
  });

  it("is never degraded in place of listening or speaking", () => {
    const notices = [{ kind: "relay", code: "x", stage: "tts", message: "" }] as const;
    expect(glyphOf(talkState({ notices }))).toBe("degraded");
    expect(glyphOf(talkState({ notices, phase: "listening" }))).toBe("listening");
  });
});
