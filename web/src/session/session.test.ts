import { afterEach, describe, expect, it } from "vitest";
import { FakeRelay } from "./testing/fake-relay.ts";
import {
  answer,
  endOfAnswer,
  MemoryHistory,
  MemoryStorage,
  type Scenario,
  type ScenarioOptions,
  say,
  scenario,
  talking,
} from "./testing/talk-scenario.ts";

const open: Scenario[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
const start = async (options?: ScenarioOptions): Promise<Scenario> => {
  const one = await talking(options);
  open.push(one);
  return one;
};
const final = (relay: FakeRelay, turn: number, utterance: number, text: string, id = `id-${turn + 1}`): void =>
  relay.event({ type: "transcript_final", turn, utterance, id, text, language: "en-US" });
/** The record in memory is complete after the tasks that are due. */
const everythingStored = () => new Promise((resolve) => setImmediate(resolve));

describe("a voice turn", () => {
  it("goes from speech to words to sound, and is acknowledged when it is stored", async () => {
    const { relay, voice, clock, talk, shows, texts, history } = await start();
    voice.hear({ type: "speech_start", timestamp: 4800, atMs: 0 });
    voice.talk(10, 5);
    relay.event({ type: "transcript_partial", turn: 1, utterance: 1, text: "what tim is" });
    relay.event({ type: "transcript_partial", turn: 1, utterance: 1, text: "what time is it" });
    await shows((state) => state.turns[0]?.userText === "what time is it");
    expect(talk.store.getState()).toMatchObject({
      phase: "hearing",
      turns: [{ userAgreedLength: 8, userFinal: false }],
    });

    clock.advance(1000);
    voice.hear({ type: "speech_end", timestamp: 14_400, atMs: 900 });
    await relay.until(() => relay.controls("speech_end").length === 1);
    expect(relay.frames.map((frame) => [frame.number, frame.sequence, frame.marker])).toEqual(
      Array.from({ length: 10 }, (_, index) => [1, index, index === 0]),
    );
    clock.advance(250);
    expect(talk.store.getState().phase).toBe("thinking");
    final(relay, 1, 1, "What time is it?");
    answer(relay, 1, "It is nine.", 5);
    relay.event({ type: "assistant_audio_end", turn: 1, frames: 5 });
    await shows((state) => state.turns[0]?.assistantFinal === true);
    voice.tell({ type: "started", turn: 1, audibleAtMs: 1500 });
    expect(talk.store.getState()).toMatchObject({ phase: "speaking", audibleMs: 600 });
    voice.playedMs = 100;
    clock.advance(100);
    expect(talk.store.getState().turns[0]?.heardLength).toBe(6);
    voice.playFrames();
    voice.tell({ type: "finished", turn: 1, playedMs: 200 });
    await relay.until(() => relay.of("playback").length === 2);
    expect(relay.of("playback")).toMatchObject([
      { turn: 1, state: "started", played_ms: 0, audible_ms: 600 },
      { turn: 1, state: "finished", played_ms: 200 },
    ]);
    relay.event({ type: "turn_end", turn: 1, reason: "completed", heard_ms: 200, trace_id: "t", timings: {} });
    await shows((state) => state.turns[0]?.end === "completed");
    expect(texts()).toEqual(["1 What time is it? > It is nine. (completed)"]);
    expect(talk.store.getState().turns[0]).toMatchObject({ heardLength: 11, spoken: true, userFinal: true });

    await everythingStored();
    clock.advance(250);
    await relay.until(() => relay.of("ack").at(-1)?.event === relay.lastEvent);
    expect([...history.saved.values()]).toEqual(talk.store.getState().turns);
    expect(relay.framesCredited).toBe(5);
  });

  it("acknowledges nothing that could not be stored, and goes on", async () => {
    const history = new MemoryHistory();
    const { relay, clock, talk, shows } = await start({ history });
    history.broken = true;
    talk.actions.sendText("hello");
    await relay.until(() => relay.of("text").length === 1);
    relay.event({ type: "transcript_final", turn: 1, id: "id-2", text: "hello", language: "en-US" });
    answer(relay, 1, "Good day.", 0);
    await shows((state) => state.turns[0]?.assistantText === "Good day.");
    await everythingStored();
    clock.advance(1000);
    expect(talk.store.getState().notices).toEqual([{ kind: "storage" }]);
    history.broken = false;
    endOfAnswer(relay, 1, 0);
    await shows((state) => state.turns[0]?.end === "completed");
    await everythingStored();
    clock.advance(1000);
    await relay.until(() => relay.of("ack").length === 1);
    expect(talk.store.getState().notices).toEqual([]);
    expect(relay.of("ack")).toMatchObject([{ event: relay.lastEvent }]);
  });
});

describe("typed words", () => {
  it("go when the sound is unlocked, so that the first answer is spoken", async () => {
    const one = await scenario();
    open.push(one);
    await one.shows((state) => state.connection.state === "open");
    one.talk.actions.sendText("hello");
    await one.relay.until(() => one.relay.of("text").length === 1);
    const sent = one.relay.messages.map((message) => ("action" in message ? message.action : message.type));
    expect(sent).toEqual(["start", "settings", "text"]);
    expect(one.relay.controls("settings")[0]?.audio).toBe(true);
  });

  it("work without a voice", async () => {
    const one = await scenario({ voice: null });
    open.push(one);
    const { relay, talk, shows, texts } = one;
    talk.actions.sendText("  hello  ");
    expect(talk.store.getState().turns).toMatchObject([
      { turn: 0, userText: "hello", spoken: false, userFinal: false },
    ]);
    const text = await relay.until(() => relay.of("text")[0]);
    expect(relay.controls("start")[0]).toMatchObject({ audio: false, mode: "hands_free", language: "en-US" });
    relay.event({ type: "transcript_final", turn: 1, id: text.id, text: "hello", language: "en-US" });
    answer(relay, 1, "Good day.", 0);
    await shows((state) => state.turns[0]?.heardLength === 9);
    endOfAnswer(relay, 1, 0);
    await shows((state) => state.turns[0]?.end === "completed");
    expect(texts()).toEqual(["1 hello > Good day. (completed)"]);
    await talk.actions.begin();
    expect(talk.store.getState().notices).toEqual([{ kind: "microphone", problem: "unsupported" }]);
  });

  it("wait without a socket and go one at a time, each under its id", async () => {
    const { relay, clock, talk, shows } = await start();
    relay.refuse = 503;
    relay.drop();
    await shows((state) => state.connection.state !== "open");
    talk.actions.sendText("one");
    talk.actions.sendText("two");
    expect(talk.store.getState().turns.map((turn) => turn.turn)).toEqual([0, 0]);
    await shows(({ connection }) => connection.state === "reconnecting" && connection.attempt === 2);
    relay.refuse = null;
    clock.advance(300);
    const first = await relay.until(() => relay.of("text")[0]);
    expect(first.text).toBe("one");
    relay.event({ type: "transcript_final", turn: 1, id: first.id, text: "one", language: "en-US" });
    answer(relay, 1, "first", 0);
    await shows((state) => state.turns[0]?.assistantFinal === true);
    expect(relay.of("text")).toHaveLength(1);
    endOfAnswer(relay, 1, 0);
    const second = await relay.until(() => relay.of("text")[1]);
    expect(second).toMatchObject({ text: "two", id: talk.store.getState().turns[1]!.key });
  });

  it("survive a reload and are sent again under the same id", async () => {
    const relay = await FakeRelay.open();
    const [history, storage] = [new MemoryHistory(), new MemoryStorage()];
    const before = await talking({ relay, history, storage });
    before.talk.actions.sendText("remember me");
    const first = await relay.until(() => relay.of("text")[0]);
    relay.event({ type: "transcript_final", turn: 1, id: first.id, text: "remember me", language: "en-US" });
    relay.event({ type: "assistant_text_partial", turn: 1, delta: "I will" });
    await before.shows((state) => state.turns[0]?.assistantText === "I will");
    await before.close();
    relay.nextTurn = 2;
    const after = await talking({ relay, history, storage });
    expect(after.talk.store.getState().conversation).toBe(before.talk.store.getState().conversation);
    const again = await relay.until(() => relay.of("text")[1]);
    expect(again.id).toBe(first.id);
    expect(relay.controls("start")[1]).not.toHaveProperty("resume");
    relay.event({ type: "transcript_final", turn: 1, id: first.id, text: "remember me", language: "en-US" });
    answer(relay, 1, "I will remember.", 0);
    endOfAnswer(relay, 1, 0);
    await after.shows((state) => state.turns[0]?.end === "completed");
    expect(after.texts()).toEqual(["1 remember me > I will remember. (completed)"]);
    expect(history.waiting.size).toBe(0);
    await after.close();
    await relay.close();
  });
});

describe("talking over the assistant", () => {
  const speaking = async (options: ScenarioOptions = {}): Promise<Scenario> => {
    const one = await start(options);
    say(one.voice, one.clock, 5);
    await one.relay.until(() => one.relay.controls("speech_end").length === 1);
    final(one.relay, 1, 1, "tell me a story");
    answer(one.relay, 1, "Once upon a time there was a king.", 20);
    await one.shows((state) => state.turns[0]?.assistantFinal === true);
    one.voice.tell({ type: "started", turn: 1, audibleAtMs: 300 });
    one.voice.calls.length = 0;
    return one;
  };

  it("ducks at the first sound and stops at 250 ms of speech", async () => {
    const { relay, voice, clock, talk, shows } = await speaking();
    voice.playedMs = 480;
    voice.hear({ type: "speech_start", timestamp: 96_000, atMs: 0 });
    expect(voice.calls).toEqual(["duck"]);
    expect(talk.store.getState().phase).toBe("speaking");
    voice.hear({ type: "speech_confirmed", atMs: 250 });
    expect(voice.calls).toEqual(["duck", "stop 1", "unduck"]);
    expect(talk.store.getState().phase).toBe("interrupted");
    relay.speak(1, 2);
    const interrupt = await relay.until(() => relay.controls("interrupt")[0]);
    expect(interrupt).toMatchObject({ turn: 1, played_ms: 480 });
    await relay.until(() => relay.of("playback").some((message) => message.state === "stopped"));
    relay.event({
      type: "assistant_text_final",
      turn: 1,
      text: "Once upon",
      full_text: "Once upon a time there was a king.",
      citations: [],
      fallback: null,
    });
    endOfAnswer(relay, 1, 22, "interrupted");
    await shows((state) => state.turns[0]?.end === "interrupted");
    expect(talk.store.getState().turns[0]).toMatchObject({ assistantText: "Once upon", heardLength: 9 });
    clock.advance(100);
    await relay.until(() => relay.framesCredited === relay.framesSent);
    expect(voice.played).toHaveLength(20);
  });

  it("takes turns where much comes back: deaf while it speaks, except to a held key, and not afterwards", async () => {
    const { relay, voice, clock, talk } = await speaking({ echo: { duplex: "half", returnedDbfs: -20, delayMs: 50 } });
    expect([voice.gate, voice.guard]).toEqual(["shut", null]);
    expect(talk.store.getState().microphoneOpen).toBe(true);
    talk.actions.press();
    await relay.until(() => relay.controls("interrupt").length === 1);
    expect(voice.gate).toBe("held");
    talk.actions.release();
    clock.advance(300);
    expect(voice.gate).toBe("vad");
  });

  it("asks more of what shall stop it where some comes back", async () => {
    const { voice, clock } = await speaking({ echo: { duplex: "ducked", returnedDbfs: -40, delayMs: 50 } });
    expect([voice.gate, voice.guard?.leastDbfs]).toEqual(["vad", -34]);
    voice.hear({ type: "speech_start", timestamp: 96_000, atMs: 0 });
    expect(voice.calls).toContain("duck");
    voice.tell({ type: "finished", turn: 1, playedMs: 800 });
    clock.advance(300);
    expect(voice.guard).toBeNull();
  });

  it("goes on after a cough", async () => {
    const { relay, voice, talk } = await speaking();
    voice.hear({ type: "speech_start", timestamp: 96_000, atMs: 0 });
    voice.hear({ type: "speech_cancel" });
    expect(voice.calls).toEqual(["duck", "unduck"]);
    await relay.until(() => relay.controls("speech_cancel").length === 1);
    expect(relay.controls("interrupt")).toEqual([]);
    expect(talk.store.getState().phase).toBe("speaking");
  });

  it("stops when a short word turns out to be one", async () => {
    const { relay, voice, clock, talk } = await speaking();
    say(voice, clock, 9, 100);
    await relay.until(() => relay.controls("speech_end").length === 2);
    expect(talk.store.getState().phase).toBe("speaking");
    final(relay, 2, 2, "stop", "id-3");
    await relay.until(() => relay.controls("interrupt").length === 1);
    expect(voice.calls).toContain("stop 1");
  });

  it("is what a press does", async () => {
    const { relay, voice, talk } = await speaking();
    talk.actions.press();
    await relay.until(() => relay.controls("interrupt").length === 1);
    expect(voice.calls).toEqual(["stop 1", "unduck", "press"]);
    expect(voice.gate).toBe("held");
    talk.actions.release();
    expect(voice.calls.at(-1)).toBe("release");
    expect(voice.gate).toBe("vad");
  });

  it("is told to the relay after a reconnection", async () => {
    const one = await speaking();
    const { relay, voice, shows, talk } = one;
    relay.drop();
    await shows((state) => state.connection.state !== "open");
    voice.playedMs = 200;
    talk.actions.interrupt();
    await reconnected(one);
    await relay.until(() => relay.controls("interrupt").length === 1);
    expect(relay.controls("interrupt")).toMatchObject([{ turn: 1, played_ms: 200 }]);
    relay.speak(1, 4);
    await relay.until(() => relay.window === 30);
    expect(voice.played.filter((frame) => frame.turn === 1)).toHaveLength(20);
  });
});

describe("a lost socket", () => {
  it("in the middle of speech loses no frame and repeats none", async () => {
    const one = await start();
    const { relay, voice, talk } = one;
    voice.hear({ type: "speech_start", timestamp: 0, atMs: 0 });
    voice.talk(30);
    await relay.until(() => relay.frames.length === 30);
    relay.drop();
    voice.talk(40, 30);
    await one.shows((state) => state.connection.state !== "open");
    voice.talk(30, 70);
    await reconnected(one);
    voice.talk(5, 100);
    voice.hear({ type: "speech_end", timestamp: 105 * 960, atMs: 2100 });
    await relay.until(() => relay.controls("speech_end").length === 1);
    expect(relay.controls("start")[1]).toMatchObject({ resume: { last_event: 0, credit: 30 } });
    expect(relay.frames.map((frame) => frame.sequence)).toEqual(Array.from({ length: 105 }, (_, index) => index));
    expect(relay.frames.map((frame) => frame.packet[0])).toEqual(Array.from({ length: 105 }, (_, index) => index));
    expect(relay.frames.filter((frame) => frame.discontinuity)).toEqual([]);
    expect(talk.droppedFrames()).toBe(0);
  });

  it("in the middle of an answer goes on after the last frame received", async () => {
    const one = await start();
    const { relay, voice, clock, talk } = one;
    talk.actions.sendText("hello");
    await relay.until(() => relay.of("text").length === 1);
    relay.event({ type: "transcript_final", turn: 1, id: relay.of("text")[0]!.id, text: "hello", language: "en-US" });
    answer(relay, 1, "Good day to you.", 10);
    await one.shows((state) => state.turns[0]?.assistantFinal === true);
    voice.tell({ type: "started", turn: 1, audibleAtMs: 0 });
    voice.playFrames(3);
    relay.drop();
    await reconnected(one);
    expect(relay.controls("start")[1]).toMatchObject({
      resume: { last_event: 4, last_frame: { turn: 1, sequence: 9 }, credit: 23 },
    });
    expect(relay.of("text")).toHaveLength(1);
    // The relay repeats an event that the page has, which changes nothing.
    relay.raw({ type: "assistant_text_partial", turn: 1, delta: "Good day", n: 2 });
    relay.speak(1, 5);
    endOfAnswer(relay, 1, 15);
    await one.shows((state) => state.turns[0]?.end === "completed");
    expect(voice.played.map((frame) => frame.packet[0])).toEqual(Array.from({ length: 15 }, (_, index) => index));
    voice.playFrames();
    clock.advance(100);
    await relay.until(() => relay.window === 30);
    expect(one.texts()).toEqual(["1 hello > Good day to you. (completed)"]);
  });

  it("whose session the relay has lost sends the open speech again under its id", async () => {
    const one = await start();
    const { relay, voice } = one;
    say(voice, one.clock, 5);
    await relay.until(() => relay.controls("speech_end").length === 1);
    final(relay, 1, 1, "the first");
    endOfAnswer(relay, 1, 0, "failed");
    await one.shows((state) => state.turns[0]?.end === "failed");
    voice.hear({ type: "speech_start", timestamp: 96_000, atMs: 0 });
    voice.talk(10, 100);
    await relay.until(() => relay.frames.length === 15);
    relay.resumes = false;
    relay.nextTurn = 2;
    relay.drop();
    await reconnected(one);
    voice.hear({ type: "speech_end", timestamp: 110 * 960, atMs: 2000 });
    await relay.until(() => relay.controls("speech_end").length === 2);
    const starts = relay.controls("speech_start");
    expect(starts.map((message) => [message.utterance, message.id])).toEqual([
      [1, "id-2"],
      [2, "id-3"],
      [1, "id-3"],
    ]);
    const again = relay.frames.slice(15);
    expect(again.map((frame) => frame.sequence)).toEqual(Array.from({ length: 10 }, (_, index) => index));
    expect(again.map((frame) => frame.packet[0])).toEqual(Array.from({ length: 10 }, (_, index) => 100 + index));
  });

  it("whose session the relay has lost asks again what had words and no answer, once", async () => {
    const one = await start();
    const { relay, voice } = one;
    say(voice, one.clock, 5);
    await relay.until(() => relay.controls("speech_end").length === 1);
    final(relay, 1, 1, "what time is it");
    await one.shows((state) => state.turns[0]?.userFinal === true);
    relay.resumes = false;
    relay.nextTurn = 2;
    relay.drop();
    await reconnected(one);
    await relay.until(() => relay.of("text").length === 1);
    expect(relay.of("text")).toMatchObject([{ id: "id-2", text: "what time is it" }]);
    relay.event({ type: "transcript_final", turn: 2, id: "id-2", text: "what time is it", language: "en-US" });
    answer(relay, 2, "Nine.", 0);
    endOfAnswer(relay, 2, 0);
    await one.shows((state) => state.turns[0]?.end === "completed");
    expect(one.texts()).toEqual(["2 what time is it > Nine. (completed)"]);
  });

  it("that the relay has lost in the middle of its answer is on record as lost", async () => {
    const one = await start();
    const { relay, voice, history } = one;
    say(voice, one.clock, 5);
    await relay.until(() => relay.controls("speech_end").length === 1);
    final(relay, 1, 1, "what time is it");
    answer(relay, 1, "It is", 0);
    await one.shows((state) => state.turns[0]?.assistantText === "It is");
    relay.resumes = false;
    relay.nextTurn = 2;
    relay.drop();
    await reconnected(one);
    await everythingStored();
    expect([...history.saved.values()]).toMatchObject([{ assistantText: "It is", end: "failed" }]);
  });
});

describe("a session", () => {
  it("that another page took over says so and does not come back by itself", async () => {
    const one = await start();
    const { relay, voice, clock } = one;
    relay.closeWith(4000);
    await one.shows((state) => state.connection.state === "replaced");
    clock.advance(60_000);
    one.wake();
    say(voice, clock, 5);
    await everythingStored();
    expect(relay.requests).toHaveLength(1);
    expect(voice.calls).toContain("closeMicrophone");
    one.talk.actions.sendText("here again");
    await one.shows((state) => state.connection.state === "open");
  });

  it("that rests is woken by the next word, which is not lost", async () => {
    const one = await start();
    const { relay, voice, clock, talk } = one;
    relay.closeWith(4001);
    await one.shows((state) => state.connection.state === "resting");
    clock.advance(30_000);
    expect(talk.store.getState().phase).toBe("listening");
    expect(relay.requests).toHaveLength(1);
    say(voice, clock, 20);
    await relay.until(() => relay.controls("speech_end").length === 1);
    expect(relay.controls("start")[1]).toHaveProperty("resume");
    expect(relay.frames).toHaveLength(20);
  });

  it("that goes to rest just as something is asked is opened again for it", async () => {
    const one = await start();
    const { relay, talk } = one;
    relay.closeWith(4001);
    talk.actions.sendText("What time is it?");
    await relay.until(() => relay.controls("start").length === 2);
    await relay.until(() => relay.of("text").length > 0);
    expect(relay.of("text").at(-1)).toMatchObject({ text: "What time is it?" });
  });

  it("that was told it breaks the protocol says so and starts afresh", async () => {
    const one = await start();
    const { relay, talk } = one;
    relay.event({ type: "error", code: "bad_field", field: "utterance", message: "utterance: no", recoverable: false });
    relay.closeWith(4003);
    await one.shows((state) => state.connection.state === "reconnecting");
    expect(talk.store.getState().notices.map((notice) => notice.kind === "relay" && notice.code)).toContain(
      "closed-4003",
    );
    one.clock.advance(300);
    await relay.until(() => relay.controls("start").length === 2);
    await one.shows((state) => state.connection.state === "open");
    expect(relay.controls("start")[1]).not.toHaveProperty("resume");
  });

  it("survives anything that is not the protocol", async () => {
    const { relay, shows, clock, voice } = await start();
    for (const garbage of ["", "null", "{", '{"type":"turn_end"}', '{"type":"turn_end","n":"x"}', "[1,2]"])
      relay.raw(garbage);
    await shows((state) => state.notices.some((notice) => notice.kind === "relay" && notice.code === "bad-field"));
    relay.badFrame(Uint8Array.of(1, 2, 3));
    relay.raw({ type: "of_a_later_version", n: 1 });
    relay.raw({ type: "assistant_text_partial", turn: 99, delta: "who?", n: 1 });
    relay.raw({ type: "turn_end", turn: 98, reason: "completed", heard_ms: 0, trace_id: "", timings: {}, n: 2 });
    relay.raw({ type: "assistant_audio_end", turn: 97, frames: 3, n: 3 });
    relay.raw({ type: "turn_end", turn: 96, reason: "interrupted", heard_ms: 0, trace_id: "", timings: {}, n: 4 });
    relay.raw({ type: "transcript_final", turn: 1, id: "id-x", text: "still here", language: "en-US", n: 5 });
    await shows((state) => state.turns[0]?.userText === "still here");
    relay.speak(1, 1, true);
    await everythingStored();
    clock.advance(100);
    await relay.until(() => relay.framesCredited === 1);
    expect(voice.played).toHaveLength(1);
  });
});

it("voids a turn that is reopened and plays its new beginning", async () => {
  const { relay, voice, clock, shows, texts } = await start();
  say(voice, clock, 5);
  await relay.until(() => relay.controls("speech_end").length === 1);
  final(relay, 1, 1, "book a table");
  answer(relay, 1, "For how many?", 3);
  await shows((state) => state.turns[0]?.assistantFinal === true);
  voice.hear({ type: "speech_start", timestamp: 96_000, atMs: 500 });
  relay.event({ type: "turn_reopened", turn: 1 });
  await shows((state) => state.turns[0]?.assistantText === "");
  expect(voice.calls).toContain("stop 1 reopened");
  voice.talk(5, 100);
  voice.hear({ type: "speech_end", timestamp: 105 * 960, atMs: 600 });
  final(relay, 1, 2, "book a table for two", "id-3");
  answer(relay, 1, "For two.", 2);
  endOfAnswer(relay, 1, 2);
  await shows((state) => state.turns[0]?.end === "completed");
  expect(texts()).toEqual(["1 book a table for two > For two. (completed)"]);
  expect(voice.played.map((frame) => frame.packet[0])).toEqual([0, 1, 2, 3, 4]);
});

it("drops the oldest frames of a congested socket, counts them and marks the gap", async () => {
  const network = { buffered: 0 };
  const { relay, voice, clock, talk } = await start({ bufferedAmount: () => network.buffered });
  voice.hear({ type: "speech_start", timestamp: 0, atMs: 0 });
  voice.talk(5);
  network.buffered = 100_000;
  voice.talk(35, 5);
  expect(talk.droppedFrames()).toBe(10);
  network.buffered = 0;
  clock.advance(20);
  await relay.until(() => relay.frames.length === 30);
  expect(relay.frames.filter((frame) => frame.discontinuity).map((frame) => frame.sequence)).toEqual([15]);
});

it("sends nothing of what is not for the assistant", async () => {
  const { relay, voice, talk } = await start();
  voice.hear({ type: "speech_start", timestamp: 0, atMs: 0 });
  voice.talk(5);
  talk.actions.ignore(true);
  expect(voice.gate).toBe("shut");
  voice.talk(5, 5);
  voice.hear({ type: "speech_start", timestamp: 9600, atMs: 0 });
  voice.talk(5, 10);
  expect(talk.store.getState()).toMatchObject({ ignoring: true, phase: "idle" });
  talk.actions.ignore(false);
  voice.talk(5, 15);
  expect(voice.gate).toBe("vad");
  talk.actions.sendText("after");
  await relay.until(() => relay.of("text").length === 1);
  expect(relay.controls("speech_cancel")).toHaveLength(1);
  expect(relay.frames).toHaveLength(5);
  expect(relay.controls("speech_start")).toHaveLength(1);
});

it("stops the track while muted, and takes back what was being said", async () => {
  const { relay, voice, talk } = await start();
  expect(talk.store.getState()).toMatchObject({ microphoneOpen: true, phase: "listening" });
  voice.hear({ type: "speech_start", timestamp: 0, atMs: 0 });
  talk.actions.mute(true);
  expect(voice.calls).toContain("closeMicrophone");
  expect(talk.store.getState()).toMatchObject({ microphoneOpen: false, muted: true, phase: "idle" });
  await relay.until(() => relay.controls("speech_cancel").length === 1);
  talk.actions.mute(false);
  await everythingStored();
  expect(talk.store.getState()).toMatchObject({ microphoneOpen: true, muted: false });
});

it("closes the microphone again after a press that came to nothing while muted or in text mode", async () => {
  for (const silence of ["muted", "text"] as const) {
    const { voice, talk } = await start();
    if (silence === "muted") talk.actions.mute(true);
    else talk.actions.settings({ mode: "text" });
    talk.actions.press();
    await everythingStored();
    voice.hear({ type: "speech_start", timestamp: 0, atMs: 0 });
    talk.actions.release();
    const opened = voice.calls.lastIndexOf("openMicrophone");
    expect(voice.calls.lastIndexOf("closeMicrophone")).toBeLessThan(opened);
    voice.hear({ type: "speech_cancel" });
    expect(voice.calls.lastIndexOf("closeMicrophone")).toBeGreaterThan(opened);
  }
});

it("ducks for a cough, and the answer goes on with every frame", async () => {
  const { relay, voice, talk, shows } = await start();
  talk.actions.sendText("hello");
  const text = await relay.until(() => relay.of("text")[0]);
  relay.event({ type: "transcript_final", turn: 1, id: text.id, text: "hello", language: "en-US" });
  answer(relay, 1, "Good day.", 4);
  await shows((state) => state.turns[0]?.assistantFinal === true);
  voice.tell({ type: "started", turn: 1, audibleAtMs: 0 });
  voice.hear({ type: "speech_start", timestamp: 0, atMs: 0 });
  expect(voice.calls.at(-1)).toBe("duck");
  relay.event({ type: "transcript_partial", turn: 2, utterance: 1, text: "Uh" });
  await shows((state) => state.turns.length === 2);
  voice.hear({ type: "speech_cancel" });
  expect(voice.calls.at(-1)).toBe("unduck");
  relay.event({ type: "turn_end", turn: 2, reason: "cancelled", heard_ms: 0, trace_id: "t", timings: {} });
  relay.speak(1, 3);
  endOfAnswer(relay, 1, 7);
  await shows((state) => state.turns[0]?.end === "completed");
  expect(voice.played.map((frame) => frame.turn)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(voice.holding).toHaveLength(7);
  expect(voice.calls.filter((call) => call.startsWith("stop"))).toEqual([]);
});

it("says in words what is wrong with the microphone, and text goes on", async () => {
  const one = await scenario();
  open.push(one);
  one.voice.opening = { ok: false, problem: "denied" };
  await one.shows((state) => state.connection.state === "open");
  await one.talk.actions.begin();
  expect(one.talk.store.getState()).toMatchObject({
    microphoneOpen: false,
    notices: [{ kind: "microphone", problem: "denied" }],
  });
  one.talk.actions.sendText("hello");
  await one.relay.until(() => one.relay.of("text").length === 1);
});

it("tells the relay what has changed and keeps it on the device", async () => {
  const { relay, talk, storage } = await start();
  talk.actions.settings({ language: "ko", speakingRate: 1.2 });
  talk.actions.settings({ theme: "dark" });
  talk.actions.sendText("after");
  await relay.until(() => relay.of("text").length === 1);
  expect(relay.controls("settings").at(-1)).toEqual({
    type: "control",
    action: "settings",
    language: "ko-KR",
    speaking_rate: 1.2,
  });
  expect(JSON.parse(storage.getItem("hisho.settings") ?? "")).toMatchObject({ language: "ko", speakingRate: 1.2 });
});

it("shows a turn that the relay begins", async () => {
  const { relay, shows, texts } = await start();
  relay.event({ type: "turn_start", turn: 1, origin: "reminder" });
  answer(relay, 1, "Your meeting is in ten minutes.", 0);
  endOfAnswer(relay, 1, 0);
  await shows((state) => state.turns[0]?.end === "completed");
  expect(texts()).toEqual(["1  > Your meeting is in ten minutes. (completed)"]);
});

it("tells what rings once its words are known", async () => {
  const alarms: unknown[] = [];
  const { relay, shows } = await start({ onAlarm: (alarm) => void alarms.push(alarm) });
  relay.event({ type: "turn_start", turn: 1, origin: "timer", item: "i1" });
  answer(relay, 1, "Three minutes are over.", 0);
  endOfAnswer(relay, 1, 0);
  await shows((state) => state.turns[0]?.end === "completed");
  expect(alarms).toEqual([{ item: "i1", kind: "timer", text: "Three minutes are over." }]);
});

it("says so where the relay relies on a recogniser that the browser does not have", async () => {
  const relay = await FakeRelay.open();
  const browser = { name: "browser", is_mock: false, languages: ["ja-JP"] };
  relay.ready = { providers: { stt: browser, llm: browser, tts: browser, embedding: browser } };
  const one = await talking({ relay });
  expect(one.talk.store.getState().notices).toMatchObject([{ kind: "relay", code: "browser-recognizer" }]);
  await one.close();
  await relay.close();
});

describe("saying it again", () => {
  const answered = async (frames: number): Promise<Scenario> => {
    const one = await start();
    one.talk.actions.sendText("hello");
    const text = await one.relay.until(() => one.relay.of("text")[0]);
    one.relay.event({ type: "transcript_final", turn: 1, id: text.id, text: "hello", language: "en-US" });
    answer(one.relay, 1, "Good day.", frames);
    endOfAnswer(one.relay, 1, frames);
    await one.shows((state) => state.turns[0]?.end === "completed");
    one.voice.playFrames();
    one.clock.advance(100);
    return one;
  };

  it("plays what is in memory, and the relay hears nothing of it", async () => {
    const { relay, voice, talk, clock } = await answered(4);
    await relay.until(() => relay.window === 30);
    talk.actions.again();
    expect(voice.played.slice(4).map((frame) => frame.packet[0])).toEqual([0, 1, 2, 3]);
    voice.tell({ type: "started", turn: voice.played.at(-1)!.turn, audibleAtMs: 0 });
    expect(talk.store.getState().phase).toBe("speaking");
    voice.hear({ type: "speech_start", timestamp: 0, atMs: 0 });
    voice.hear({ type: "speech_confirmed", atMs: 250 });
    expect(talk.store.getState().phase).toBe("interrupted");
    voice.playFrames();
    clock.advance(1000);
    talk.actions.sendText("and now");
    await relay.until(() => relay.of("text").length === 2);
    expect(relay.controls("interrupt")).toEqual([]);
    expect(relay.of("playback")).toEqual([]);
    expect(relay.window).toBe(30);
  });

  it("asks again where there is no sound", async () => {
    const { relay, talk } = await answered(0);
    talk.actions.again();
    const again = await relay.until(() => relay.of("text")[1]);
    expect(again).toMatchObject({ text: "hello", replaces: 1 });
  });
});

/** Waits for the session to be taken up once more. */
async function reconnected({ relay, clock, shows }: Scenario): Promise<void> {
  const starts = relay.controls("start").length;
  await shows((state) => state.connection.state !== "open");
  clock.advance(0);
  await relay.until(() => relay.controls("start").length > starts);
  await shows((state) => state.connection.state === "open");
}

describe("another conversation", () => {
  it("begins on request, with a session of its own, and the former one stays as it was", async () => {
    const { relay, voice, clock, talk, shows, texts, history } = await start();
    const former = talk.store.getState().conversation;
    say(voice, clock, 5);
    final(relay, 1, 1, "hello");
    answer(relay, 1, "Hi.", 2);
    await shows((state) => state.turns[0]?.assistantFinal === true);
    talk.actions.converse(null);
    const { conversation } = talk.store.getState();
    expect(conversation).not.toBe(former);
    await shows((state) => state.connection.state === "open" && state.microphoneOpen);
    expect(relay.requests.at(-1)?.url).toBe(`/ws/session/${conversation}`);
    expect(voice.calls, "the open microphone goes over to it").not.toContain("closeMicrophone");
    expect(voice.gate).toBe("vad");
    talk.actions.converse(null);
    expect(talk.store.getState().conversation, "an empty one is new already").toBe(conversation);
    expect(texts()).toEqual([]);
    expect([...history.saved.values()].map((turn) => turn.userText)).toContain("hello");
  });

  it("listens however quickly another one is begun, before the microphone of the last is open", async () => {
    const { voice, talk, shows } = await start();
    talk.actions.converse("second");
    talk.actions.converse("third");
    await shows((state) => state.connection.state === "open" && state.microphoneOpen);
    expect(voice.calls).not.toContain("closeMicrophone");
    expect(voice.gate).toBe("vad");
  });

  it("hears the rest of what is being said there, and leaves none of it here", async () => {
    const { relay, voice, clock, talk, shows } = await start();
    const former = talk.store.getState().conversation;
    voice.hear({ type: "speech_start", timestamp: 0, atMs: clock.nowMs() });
    voice.talk(3);
    await relay.until(() => relay.frames.length === 3);
    talk.actions.converse(null, true);
    expect(voice.gate, "nothing of it is lost on the way").toBe("vad");
    expect(talk.store.getState()).toMatchObject({ phase: "hearing", turns: [] });
    await shows((state) => state.connection.state === "open");
    voice.talk(2, 3);
    voice.hear({ type: "speech_end", timestamp: 5 * 960, atMs: clock.nowMs() });
    await relay.until(() => relay.controls("speech_end")[0]);
    expect(relay.controls("speech_cancel")).toHaveLength(1);
    expect(relay.frames.slice(3).map(({ packet }) => packet[0])).toEqual([0, 1, 2, 3, 4]);
    expect(relay.controls("speech_start").map(({ timestamp }) => timestamp)).toEqual([0, 0]);
    expect(talk.store.getState().conversation).not.toBe(former);
  });

  it("stays muted however quickly another one is begun", async () => {
    const { voice, talk, shows } = await start();
    talk.actions.converse("second");
    talk.actions.mute(true);
    talk.actions.converse("third");
    await shows((state) => state.connection.state === "open");
    await everythingStored();
    expect(talk.store.getState()).toMatchObject({ muted: true, microphoneOpen: false });
    expect(voice.gate).toBe("shut");
  });

  it("shows nothing of the former one whose question the disk takes late", async () => {
    const history = new MemoryHistory();
    const { relay, talk, shows } = await start({ history });
    let written = (): void => undefined;
    history.disk = new Promise<void>((resolve) => (written = resolve));
    relay.drop();
    await shows((state) => state.connection.state !== "open");
    talk.actions.sendText("where are my umbrellas");
    talk.actions.converse("another-conversation");
    written();
    await everythingStored();
    expect(history.waiting.size, "the question itself is kept").toBe(1);
    expect(talk.store.getState()).toMatchObject({ conversation: "another-conversation", turns: [], kept: [] });
  });

  it("closes the microphone that only a held key has opened", async () => {
    const { voice, talk, shows } = await start();
    talk.actions.settings({ mode: "push_to_talk" });
    talk.actions.press();
    await shows((state) => state.microphoneOpen);
    talk.actions.converse("another-conversation");
    expect(voice.calls.at(-1)).toBe("closeMicrophone");
    expect(voice.gate).toBe("shut");
  });

  it("stays muted", async () => {
    const { voice, talk, shows } = await start();
    talk.actions.mute(true);
    await shows((state) => !state.microphoneOpen);
    const opened = voice.calls.filter((call) => call === "openMicrophone").length;
    talk.actions.converse("another-conversation");
    await shows((state) => state.connection.state === "open");
    expect(voice.calls.filter((call) => call === "openMicrophone")).toHaveLength(opened);
    expect(talk.store.getState()).toMatchObject({ muted: true, microphoneOpen: false });
  });

  it("plays the first answer although the former conversation's first was stopped", async () => {
    const { relay, voice, clock, talk, shows } = await start();
    say(voice, clock, 5);
    final(relay, 1, 1, "hello");
    answer(relay, 1, "Hi.", 2);
    await shows((state) => state.turns[0]?.assistantFinal === true);
    talk.actions.converse(null);
    await shows((state) => state.connection.state === "open" && state.microphoneOpen);
    const before = voice.played.length;
    say(voice, clock, 5);
    final(relay, 1, 1, "again", "x");
    answer(relay, 1, "Yes.", 2);
    await shows((state) => state.turns[0]?.assistantFinal === true);
    const [first] = voice.played.slice(before);
    expect(first?.turn).toBeGreaterThan(1);
    voice.tell({ type: "started", turn: first!.turn, audibleAtMs: 0 });
    expect(talk.store.getState().phase).toBe("speaking");
  });

  it("begins by itself after eight hours of silence, not while words wait", async () => {
    const { relay, clock, storage, talk, shows, wake } = await start();
    talk.actions.sendText("hello");
    await relay.until(() => relay.of("text").length === 1);
    relay.event({ type: "transcript_final", turn: 1, id: relay.of("text")[0]!.id, text: "hello", language: "en-US" });
    await shows((state) => state.turns[0]?.turn === 1);
    const { conversation: former } = talk.store.getState();
    const usedAt = clock.date().getTime() - 8 * 3_600_000;
    storage.setItem("hisho.conversation", JSON.stringify({ id: former, usedAt }));
    wake();
    expect(talk.store.getState().conversation).toBe(former);
    relay.event({ type: "turn_end", turn: 1, reason: "completed", heard_ms: 0, trace_id: "t", timings: {} });
    await shows((state) => state.turns[0]?.end === "completed");
    storage.setItem("hisho.conversation", JSON.stringify({ id: former, usedAt: usedAt + 1 }));
    wake();
    expect(talk.store.getState().conversation).toBe(former);
    storage.setItem("hisho.conversation", JSON.stringify({ id: former, usedAt }));
    wake();
    expect(talk.store.getState().conversation).not.toBe(former);
  });

  it("begins when it is asked for in words, which are not answered", async () => {
    const { relay, voice, clock, talk, shows, history } = await start();
    const former = talk.store.getState().conversation;
    say(voice, clock, 5);
    final(relay, 1, 1, "New conversation, please.");
    await shows((state) => state.conversation !== former);
    await relay.until(() => relay.controls("interrupt").some(({ turn }) => turn === 1));
    expect([...history.saved.values()].at(-1)).toMatchObject({ end: "cancelled" });
  });
});
