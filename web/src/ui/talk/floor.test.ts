import { describe, expect, it } from "vitest";
import { talkState, turnView } from "../testing/fixtures.ts";
import { activeCitation, floorOf, showsKept } from "./floor.ts";

describe("floorOf", () => {
  it("belongs to nobody before the first word", () => {
    expect(floorOf([], "ja")).toEqual({ who: "nobody" });
  });

  it("is the person's until an answer has words", () => {
    const turn = turnView({ userText: "hello wor", userAgreedLength: 6, userFinal: false, assistantText: "" });
    expect(floorOf([turn], "en")).toMatchObject({ who: "person", text: "hello wor", settledLength: 6 });
    expect(floorOf([{ ...turn, userFinal: true }], "en")).toMatchObject({ settledLength: 9 });
  });

  it("passes over a cough and goes back to the answer before it", () => {
    const answered = turnView({ userText: "hello", assistantText: "Hi.", heardLength: 3, end: "completed" });
    const cough = turnView({ key: "b", userText: "", assistantText: "", end: "empty" });
    expect(floorOf([answered, cough], "en")).toMatchObject({ who: "assistant", said: "hello", text: "Hi." });
  });

  it("gives words their own language", () => {
    expect(floorOf([turnView({ language: "ko-KR", assistantText: "네." })], "ja")).toMatchObject({ lang: "ko" });
    expect(floorOf([turnView({ language: "", assistantText: "はい。" })], "ja")).toMatchObject({ lang: "ja" });
  });
});

describe("showsKept", () => {
  const question = { id: "a", at: "", text: "x", durationMs: null, durable: true, changeable: true, unheard: false };

  it("holds while there is no connection and something is kept", () => {
    const offline = talkState({ phase: "offline", kept: [question] });
    expect(showsKept(offline)).toBe(true);
    expect(showsKept({ ...offline, kept: [] })).toBe(false);
    expect(showsKept({ ...offline, phase: "thinking" })).toBe(false);
  });

  it("holds with a connection for what could not be made out, while nothing else is going on", () => {
    const heard = talkState({ kept: [{ ...question, unheard: true }] });
    expect(showsKept(heard)).toBe(true);
    expect(showsKept({ ...heard, phase: "thinking" })).toBe(false);
  });
});

describe("activeCitation", () => {
  it("is the last one whose mark has been heard", () => {
    const text = "One[1]. Two[2].";
    const citations = [1, 2].map((n) => ({ n, doc_id: "d", title: "t", locator: "l", snippet: "s" }));
    const at = (heardLength: number) =>
      activeCitation(floorOf([turnView({ assistantText: text, heardLength, citations })], "en"));
    expect([0, 3, 8, text.length].map(at)).toEqual([null, 1, 1, 2]);
  });
});
