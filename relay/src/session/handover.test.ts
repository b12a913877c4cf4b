import { NO_PERSONA } from "@hisho/protocol";
import { describe, expect, it } from "vitest";
import { continued, forClient, nextFrameSequence, unfinished } from "./handover.ts";
import { type Inheritance, isWithin, readRecord, type SessionState, type TurnState } from "./session-state.ts";

const ANSWER: NonNullable<TurnState["answer"]> = {
  text: "One. Two.",
  fallbacks: { fallback: null },
  citations: [
    { n: 1, doc_id: "d", title: "Rules", locator: "§ 2", snippet: "One.", start: 12, end: 40 },
    { n: 2, doc_id: "", title: "", locator: "", snippet: "Two.", conversation: { session_id: "before", turn: 3 } },
  ],
  timings: {},
  isTold: true,
  clauses: [
    { raw: "One. ", endMs: 400 },
    { raw: "Two.", endMs: null },
  ],
  firstFrame: 100,
  isHeard: true,
  playedMs: 200,
};
const TURN: TurnState = {
  number: 2,
  origin: "typed",
  traceId: "trace",
  createdAt: "2026-01-01T00:00:00.000Z",
  ids: ["a"],
  replaces: null,
  language: "en-US",
  userText: "hello",
  sttFinalMs: null,
  heardBy: null,
  final: { type: "transcript_final", turn: 2, id: "a", text: "hello", language: "en-US" },
  fixed: null,
  isBegun: true,
  answer: ANSWER,
  ended: null,
};
const STATE: SessionState = {
  version: 1,
  settings: {
    language: "auto",
    timeZone: "UTC",
    mode: "text",
    audio: true,
    speakingRate: 1,
    about: "",
    recall: true,
    visitor: false,
    persona: NO_PERSONA,
    addressed: false,
    blocked: [],
  },
  nextTurn: 3,
  uplinkSequence: 0,
  lastUtterance: 0,
  frameSequence: 70,
  turns: [TURN],
};
const partial = (n: number) => ({ type: "assistant_text_partial" as const, n, turn: 2, delta: String(n) });
const soundEnd = (n: number) => ({ type: "assistant_audio_end" as const, n, turn: 2, frames: 30 });
const left = (turns = [TURN]): Inheritance => ({
  state: { ...STATE, turns },
  events: [partial(1), partial(2), partial(3), soundEnd(4), partial(5)],
  firstEvent: 1,
  lastEvent: 5,
});

describe("what a client lacks", () => {
  it("is numbered from behind what it has, without the end of a sound that goes on", () => {
    const forThis = forClient(left(), 2);
    expect(forThis.events).toEqual([partial(1), partial(2), partial(3), { ...partial(5), n: 4 }]);
    expect(forThis.lastEvent).toBe(4);
    expect(continued(TURN, undefined, [...forThis.events])?.isSoundTold).toBe(false);
  });

  it("is left as it was where the client has the end of the sound, or nobody speaks on", () => {
    const forThis = forClient(left(), 4);
    expect(forThis.events).toEqual(left().events);
    expect(continued(TURN, undefined, [...forThis.events])?.isSoundTold).toBe(true);
    expect(forClient(left([{ ...TURN, answer: null }]), 2).events).toEqual(left().events);
  });
});

describe("an answer", () => {
  it("goes on behind the last frame that the client has, with the number that follows it", () => {
    expect(continued(TURN, { turn: 2, sequence: 109 }, [])?.fromMs).toBe(400);
    expect(continued(TURN, { turn: 1, sequence: 99 }, [])?.fromMs).toBe(0);
    expect(continued(TURN, undefined, [])?.fromMs).toBe(0);
    expect(nextFrameSequence(left(), { turn: 1, sequence: 99 })).toBe(100);
    expect(nextFrameSequence(left(), undefined)).toBe(100);
    expect(nextFrameSequence(left([]), undefined)).toBe(70);
  });

  it("begins again while its text is not whole, unless it needs no model", () => {
    expect(continued({ ...TURN, answer: null }, undefined, [])).toBeNull();
    const fixed = { text: "Time is up. Tea.", fallback: null };
    const begun = continued({ ...TURN, answer: null, fixed }, undefined, []);
    expect(begun).toMatchObject({ text: "Time is up. Tea.", isTold: false, firstFrame: null, fromMs: 0 });
    expect(begun?.clauses.map(({ raw }) => raw).join("")).toBe("Time is up. Tea.");
  });

  it("is stored as it stands where nobody goes on with it, but not while the client would ask again", () => {
    expect(unfinished("s", TURN, [])).toMatchObject({ turn: 2, clientId: "a", endReason: "interrupted", heardMs: 200 });
    const ended = { reason: "completed" as const, heardMs: 800, heardText: "One. Two.", citations: [] };
    expect(unfinished("s", { ...TURN, answer: null, ended }, [])).toMatchObject({
      endReason: "completed",
      heardMs: 800,
    });
    expect(unfinished("s", { ...TURN, answer: null }, [])).toBeUndefined();
  });

  it("is stored without a question that holds a blocked word", () => {
    const asked = { ...TURN, userText: "what is the salary here?" };
    expect(unfinished("s", asked, ["salary"])?.userText).toBe("");
    expect(unfinished("s", asked, ["lift"])?.userText).toBe("what is the salary here?");
  });
});

describe("a record of another relay", () => {
  const record = {
    state: JSON.stringify(STATE),
    firstEvent: 1,
    lastEvent: 2,
    events: [partial(1), partial(2)].map((event) => ({ n: event.n, json: JSON.stringify(event) })),
  };

  it("is read back as it was written", () => {
    expect(readRecord(record)).toEqual({
      state: STATE,
      events: [partial(1), partial(2)],
      firstEvent: 1,
      lastEvent: 2,
    });
  });

  it.each([
    ["no JSON", { state: "{" }],
    ["another version", { state: JSON.stringify({ ...STATE, version: 2 }) }],
    ["a field of another kind", { state: JSON.stringify({ ...STATE, nextTurn: "3" }) }],
    ["an event missing", { events: record.events.slice(1) }],
    ["an event too few", { events: record.events.slice(0, 1) }],
    ["an event that is none", { events: [record.events[0]!, { n: 2, json: '{"type":"turn_end","n":2}' }] }],
    ["an event of another session's count", { firstEvent: 7, lastEvent: 8 }],
  ])("is not used with %s", (_, change) => {
    expect(readRecord({ ...record, ...change })).toBeUndefined();
  });

  it("serves a client whose last event is among those kept, or just before", () => {
    const kept: Inheritance = { ...left(), firstEvent: 3 };
    expect([1, 2, 5, 6].map((lastEvent) => isWithin(kept, lastEvent))).toEqual([false, true, true, false]);
  });
});
