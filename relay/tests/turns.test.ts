import type { Providers } from "@hisho/providers/registry.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type RelayOptions, type RunningRelay, readStatus, startRelay, TestClient } from "./harness.ts";

let relay: RunningRelay;
const clients: TestClient[] = [];

async function connect(options: RelayOptions = {}, sessionId = "s1"): Promise<TestClient> {
  relay = await startRelay(options);
  return reconnect(sessionId);
}

function reconnect(sessionId = "s1"): TestClient {
  const client = new TestClient(relay.url, sessionId);
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await relay.close();
});

describe("a spoken turn", () => {
  it("gives partials, the final, text, sound and its end in the order of the protocol", async () => {
    const client = await connect({
      stt: { text: (s) => "what time is it now".slice(0, Math.ceil(s * 15)) },
      tts: { visemes: true },
    });
    await client.start();
    client.speechStart();
    client.sound(800);
    await client.until(() => client.of("transcript_partial").length > 0);
    client.sound(800);
    client.speechEnd();
    const end = await client.turnEnd(1);
    expect(end).toMatchObject({ reason: "completed", turn: 1 });
    const order = client.events.map((event) => event.type).filter((type) => type !== "transcript_partial");
    expect(order[0]).toBe("session_ready");
    expect(order.indexOf("transcript_final")).toBeLessThan(order.indexOf("assistant_text_partial"));
    expect(order.indexOf("assistant_audio_start")).toBeLessThan(order.indexOf("assistant_audio_end"));
    expect(order.indexOf("assistant_text_final")).toBeLessThan(order.indexOf("turn_end"));
    expect(order.at(-1)).toBe("turn_end");
    expect(client.of("transcript_final")[0]).toMatchObject({ turn: 1, utterance: 1, text: "what time is it now" });
    const numbers = client.events.flatMap((event) => ("n" in event ? [event.n] : []));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("sends frames with growing sequence and timestamp, the first one marked, as many as it says", async () => {
    const client = await connect();
    await client.start();
    client.say();
    const end = await client.turnEnd(1);
    const { frames } = client;
    expect(frames.length).toBeGreaterThan(10);
    expect(client.of("assistant_audio_end")[0]?.frames).toBe(frames.length);
    expect(frames.map((frame) => frame.sequence)).toEqual(frames.map((_, index) => index));
    expect(frames.map((frame) => frame.timestamp)).toEqual(frames.map((_, index) => index * 1920));
    expect(frames.map((frame) => frame.marker)).toEqual(frames.map((_, index) => index === 0));
    expect(end.heard_ms).toBe(frames.length * 40);
  });

  it("puts mouth shapes before the frames they describe", async () => {
    const client = await connect({ tts: { visemes: true } });
    await client.start();
    client.say();
    await client.turnEnd(1);
    const shapes = client.arrivals.findIndex((arrival) => "event" in arrival && arrival.event.type === "avatar_event");
    const frame = client.arrivals.findIndex((arrival) => "frame" in arrival);
    expect(shapes).toBeGreaterThan(0);
    expect(shapes).toBeLessThan(frame);
  });

  it("neither says nor shows a stage direction, and times it with the sound of its clause", async () => {
    const reply = "[[happy]]Good morning to you. [[sad 0.4]] Sorry about the delay this week. [[bow]]";
    const client = await connect({ llm: { replies: [reply] } });
    await client.start();
    client.say();
    const end = await client.turnEnd(1);
    const text = "Good morning to you. Sorry about the delay this week. ";
    expect(client.of("assistant_text_final")[0]?.text).toBe(text);
    expect(
      client
        .of("assistant_text_partial")
        .map(({ delta }) => delta)
        .join(""),
    ).toBe(text);
    const [happy, sad, bow, ...more] = client.of("avatar_event");
    expect(more).toEqual([]);
    expect(happy).toMatchObject({ event: "emotion", value: "happy", weight: 0.6, t_ms: 0 });
    expect(sad).toMatchObject({ event: "emotion", value: "sad", weight: 0.4 });
    expect(bow).toMatchObject({ event: "gesture", value: "bow" });
    expect(sad?.t_ms).toBeGreaterThan(500);
    expect(bow?.t_ms).toBeGreaterThan(sad?.t_ms ?? 0);
    expect(bow?.t_ms).toBeLessThanOrEqual(end.heard_ms);
  });

  it("shows at once what has no sound to wait for, and takes a mood from the words where none is named", async () => {
    const client = await connect({ llm: { replies: ["[[surprised]]Oh!", "Thank you for waiting."] } });
    await client.start({ audio: false });
    client.text("hello");
    await client.turnEnd(1);
    client.text("and now");
    await client.turnEnd(2);
    const shown = client.of("avatar_event").map(({ turn, value, t_ms }) => [turn, value, t_ms]);
    expect(shown).toEqual([
      [1, "surprised", undefined],
      [2, "happy", undefined],
    ]);
  });

  it("waits for the silence in hands-free mode and not in push-to-talk", async () => {
    const client = await connect();
    await client.start({ mode: "push_to_talk" });
    client.speechStart();
    client.sound(500);
    const released = performance.now();
    client.speechEnd();
    await client.until(() => client.of("transcript_final").length > 0);
    const pushed = performance.now() - released;
    client.send({ type: "control", action: "settings", mode: "hands_free" });
    await client.turnEnd(1);
    client.speechStart();
    client.sound(500);
    const ended = performance.now();
    client.speechEnd();
    await client.until(() => client.of("transcript_final").length > 1);
    expect(performance.now() - ended).toBeGreaterThan(300);
    expect(pushed).toBeLessThan(performance.now() - ended);
  });

  it("ends without an answer when nothing was said, when it is taken back, and interrupts nothing", async () => {
    const client = await connect({ stt: { text: "" } });
    await client.start();
    client.say(400);
    expect((await client.turnEnd(1)).reason).toBe("empty");
    client.speechStart();
    client.sound(100);
    client.send({ type: "control", action: "speech_cancel", utterance: 2 });
    expect((await client.turnEnd(2)).reason).toBe("cancelled");
    expect(client.of("assistant_text_final")).toEqual([]);
  });

  it("merges utterances that are closer than the silence", async () => {
    const client = await connect({ stt: { text: (s) => (s > 1.5 ? "good morning everybody" : "good morning") } });
    await client.start();
    client.say(800);
    client.speechStart();
    client.sound(800);
    client.speechEnd();
    await client.turnEnd(1);
    expect(client.of("transcript_final")).toHaveLength(1);
    expect(client.of("transcript_final")[0]).toMatchObject({ turn: 1, utterance: 2, text: "good morning everybody" });
  });

  it("is cut into utterances by the relay for a client that does not say where speech begins", async () => {
    const client = await connect({ stt: { text: "hello there" } });
    await client.start();
    client.utterance = 1;
    const { Encoder } = await import("@evan/opus");
    const silence = new Encoder({ channels: 1, sample_rate: 48_000, application: "voip" })
      .encode(new Int16Array(960))
      .slice();
    for (let i = 0; i < 30; i += 1) client.frame(silence);
    client.sound(800);
    for (let i = 0; i < 30; i += 1) client.frame(silence);
    await client.turnEnd(1);
    expect(client.of("transcript_final")[0]?.text).toBe("hello there");
  });
});

describe("going on before the answer is heard", () => {
  it("reopens the turn, voids what was sent and answers once", async () => {
    const texts = ["tell me", "tell me the time"];
    const client = await connect({
      stt: { text: (s) => (s > 1.2 ? texts[1]! : texts[0]!) },
      tts: { firstChunkMs: 30 },
    });
    client.autoCredit = false;
    await client.start();
    client.say(700);
    await client.until(() => client.frames.length > 0);
    client.speechStart();
    client.sound(700);
    client.speechEnd();
    await client.until(() => client.of("turn_reopened").length > 0);
    client.send({ type: "credit", frames: 30 });
    client.autoCredit = true;
    await client.turnEnd(1);
    expect(client.of("turn_reopened")).toEqual([expect.objectContaining({ turn: 1 })]);
    const finals = client.of("transcript_final");
    expect(finals.map(({ turn, utterance, text }) => [turn, utterance, text])).toEqual([
      [1, 1, "tell me"],
      [1, 2, "tell me the time"],
    ]);
    expect(relay.store.turns.map(({ turn, userText }) => [turn, userText])).toEqual([[1, "tell me the time"]]);
    const reopenedAt = client.arrivals.findIndex(
      (arrival) => "event" in arrival && arrival.event.type === "turn_reopened",
    );
    const marked = client.arrivals.slice(reopenedAt).filter((arrival) => "frame" in arrival && arrival.frame.marker);
    expect(marked).toHaveLength(1);
    const after = client.arrivals.slice(reopenedAt).filter((arrival) => "frame" in arrival);
    expect(client.of("assistant_audio_end").at(-1)?.frames).toBe(after.length);
  });

  it("keeps every piece of what follows, however late the recogniser is", async () => {
    const client = await connect({ stt: { text: (s) => `${s.toFixed(1)} s` }, tts: { firstChunkMs: 30 } });
    client.autoCredit = false;
    await client.start();
    client.say(700);
    await client.until(() => client.frames.length > 0);
    // Two more pieces before a word of the first of them has been recognised, and a cough.
    client.say(400);
    client.say(400);
    client.speechStart();
    client.send({ type: "control", action: "speech_cancel", utterance: 4 });
    await client.until(() => client.of("transcript_final").length > 1);
    // 0.7 s, 0.4 s, 0.4 s and the cough's nothing, with 0.2 s of silence at each joint.
    expect(client.of("transcript_final").map(({ turn, text }) => [turn, text])).toEqual([
      [1, "0.7 s"],
      [1, "2.1 s"],
    ]);
    expect(client.of("transcript_final").at(-1)?.utterance).toBe(4);
  });

  it("goes on with the answer when it was only a cough", async () => {
    let heard = 0;
    const client = await connect({ stt: { text: () => (heard++ < 3 ? "tell me" : "") }, tts: { firstChunkMs: 20 } });
    await client.start();
    client.speechStart();
    client.sound(200);
    client.speechEnd();
    await client.until(() => client.of("transcript_final").length > 0);
    heard = 3;
    client.speechStart();
    client.sound(100);
    client.send({ type: "control", action: "speech_cancel", utterance: 2 });
    expect((await client.turnEnd(1)).reason).toBe("completed");
    expect(client.of("turn_reopened")).toEqual([]);
  });
});

describe("talking over an answer", () => {
  const long =
    "One two three four five six seven eight nine ten. Eleven twelve thirteen fourteen fifteen sixteen seventeen.";

  it("stops text and sound, keeps what was heard, and answers the next turn", async () => {
    const client = await connect({ llm: { replies: [long, "Yes."] }, tts: { msPerWord: 300 } });
    client.autoCredit = false;
    await client.start();
    client.say();
    await client.until(() => client.frames.length >= 30);
    client.send({ type: "playback", turn: 1, state: "started", played_ms: 0, audible_ms: 700 });
    client.send({ type: "control", action: "interrupt", turn: 1, played_ms: 950 });
    const end = await client.turnEnd(1);
    expect(end).toMatchObject({ reason: "interrupted", heard_ms: 950 });
    const final = client.of("assistant_text_final").at(-1)!;
    expect(final.full_text).toBe(long);
    expect(final.text).toBe("One two three");
    expect(client.of("assistant_audio_end")[0]?.frames).toBe(client.frames.length);
    const endAt = client.events.findIndex((event) => event.type === "turn_end");
    client.autoCredit = true;
    client.send({ type: "credit", frames: 30 });
    client.say();
    await client.turnEnd(2);
    expect(client.events.slice(endAt + 1).some((event) => "turn" in event && event.turn === 1)).toBe(false);
    expect(relay.providers.llm[0].calls[1]?.request.messages.map(({ text }) => text)).toEqual([
      "hello",
      "One two three",
      "hello",
    ]);
  });

  it("needs no interrupt when the new words are final: the last report counts", async () => {
    const client = await connect({ llm: { replies: [long, "Yes."] } });
    client.autoCredit = false;
    await client.start();
    client.say();
    await client.until(() => client.frames.length >= 30);
    client.send({ type: "playback", turn: 1, state: "started", played_ms: 600, audible_ms: 700 });
    client.say();
    expect(await client.turnEnd(1)).toMatchObject({ reason: "interrupted", heard_ms: 600 });
    client.autoCredit = true;
    client.send({ type: "credit", frames: 30 });
    expect((await client.turnEnd(2)).reason).toBe("completed");
  });

  it("ignores an interrupt of an unknown or ended turn", async () => {
    const client = await connect();
    await client.start();
    client.say();
    await client.turnEnd(1);
    client.send({ type: "control", action: "interrupt", turn: 1, played_ms: 10 });
    client.send({ type: "control", action: "interrupt", turn: 99, played_ms: 10 });
    client.say();
    expect((await client.turnEnd(2)).reason).toBe("completed");
    expect(client.closed).toBeNull();
  });
});

describe("typed turns", () => {
  it("are answered by voice or in silence, as the session says", async () => {
    const client = await connect();
    await client.start({ mode: "text", audio: false });
    const id = client.text("hello");
    await client.turnEnd(1);
    expect(client.of("transcript_final")[0]).toMatchObject({ turn: 1, id, text: "hello" });
    expect(client.frames).toEqual([]);
    client.send({ type: "control", action: "settings", audio: true });
    client.text("again");
    await client.turnEnd(2);
    expect(client.frames.length).toBeGreaterThan(0);
  });

  it("wait for the open utterance and then interrupt its answer", async () => {
    const client = await connect();
    await client.start();
    client.speechStart();
    client.sound(600);
    client.text("typed meanwhile");
    client.speechEnd();
    await client.turnEnd(2);
    const finals = client.of("transcript_final").map(({ turn, text }) => [turn, text]);
    expect(finals).toEqual([
      [1, "hello"],
      [2, "typed meanwhile"],
    ]);
    expect(client.of("turn_end").map(({ turn, reason }) => [turn, reason])).toEqual([
      [1, "interrupted"],
      [2, "completed"],
    ]);
  });

  it("under a repeated id get the same events with their numbers and no second answer", async () => {
    const client = await connect();
    await client.start();
    const id = client.text("hello");
    await client.turnEnd(1);
    const before = client.events.length;
    const sounds = client.frames.length;
    client.text("hello", id);
    await client.until(() => client.events.slice(before).some((event) => event.type === "turn_end"));
    const repeated = client.events.slice(before);
    const first = client.events
      .slice(0, before)
      .filter((event) => repeated.some((again) => "n" in again && "n" in event && again.n === event.n));
    expect(repeated).toEqual(first);
    expect(client.frames.length).toBe(sounds);
    expect(relay.providers.llm[0].calls).toHaveLength(1);
  });

  it("leave out the turns that they replace", async () => {
    const client = await connect();
    await client.start({ audio: false });
    client.text("first");
    await client.turnEnd(1);
    client.text("second");
    await client.turnEnd(2);
    client.send({ type: "text", id: "r", text: "second, edited", replaces: 2 });
    await client.turnEnd(3);
    const shown = relay.providers.llm[0].calls[2]?.request.messages.filter(({ role }) => role === "user");
    expect(shown?.map(({ text }) => text)).toEqual(["first", "second, edited"]);
  });
});

describe("a stage that fails", () => {
  it("asks again when nothing could be recognised", async () => {
    const client = await connect({ stt: { failure: { kind: "refuse" } } });
    await client.start();
    client.say();
    expect((await client.turnEnd(1)).reason).toBe("failed");
    expect(client.of("assistant_text_final")[0]).toMatchObject({
      fallback: "stt",
      text: "Sorry, could you say that again?",
    });
    expect(client.frames.length).toBeGreaterThan(0);
  });

  it("answers from a template when the language model refuses, hangs or breaks off", async () => {
    const client = await connect({ llm: { failure: { kind: "hang" } }, deadlinesMs: { llmFirstToken: 100 } });
    await client.start({ language: "ko-KR" });
    client.text("안녕하세요");
    await client.turnEnd(1);
    expect(client.of("assistant_text_final")[0]).toMatchObject({ fallback: "llm" });
    expect(client.of("assistant_text_final")[0]?.text).toContain("죄송해요");
    const { status, providers } = await readStatus(relay);
    expect(status).toBe("degraded");
    expect(providers.find(({ role }) => role === "llm")?.fallback_count).toBe(1);
  });

  it("says what it has and that it was cut when the model breaks off", async () => {
    const client = await connect({
      llm: {
        replies: ["The first sentence is whole. The second one never"],
        failure: { kind: "throw", afterPieces: 6 },
      },
    });
    await client.start();
    client.text("hello");
    expect((await client.turnEnd(1)).reason).toBe("completed");
    const final = client.of("assistant_text_final")[0]!;
    expect(final.fallback).toBe("llm");
    expect(final.text).toContain("The first sentence");
    expect(final.text).toContain("cut short");
  });

  it("tells that another has served in the place of the one configured, and who", async () => {
    const refusing = createScriptedProviders({
      stt: { failure: { kind: "refuse" } },
      llm: { failure: { kind: "refuse" } },
      tts: { failure: { kind: "refuse" } },
    });
    const well = createScriptedProviders();
    const named = <P extends object>(provider: P, name: string): P => Object.assign(provider, { name });
    const finalOf = async (replace: Partial<Providers>) => {
      const client = await connect({ replace });
      await client.start();
      client.say();
      expect((await client.turnEnd(1)).reason).toBe("completed");
      client.socket.terminate();
      await relay.close();
      return client.of("assistant_text_final")[0];
    };
    const stt = [refusing.stt[0], named(well.stt[0], "spare ears")];
    const llm = [refusing.llm[0], named(well.llm[0], "spare mind")];
    const tts = [refusing.tts[0], named(well.tts[0], "spare voice")];
    expect(await finalOf({ stt })).toMatchObject({ fallback: "stt", stand_in: "spare ears" });
    expect(await finalOf({ tts })).toMatchObject({ fallback: "tts", stand_in: "spare voice" });
    expect(await finalOf({ stt, llm, tts })).toMatchObject({ fallback: "llm", stand_in: "spare mind" });
    const unheard = await finalOf({ llm: [refusing.llm[0]], tts });
    expect(unheard?.fallback).toBe("llm");
    expect(unheard).not.toHaveProperty("stand_in");
  });

  it("leaves the text alone when there is no voice", async () => {
    const client = await connect({ tts: { failure: { kind: "refuse" } } });
    await client.start();
    client.say();
    expect((await client.turnEnd(1)).reason).toBe("completed");
    expect(client.of("assistant_text_final")[0]).toMatchObject({ fallback: "tts", text: "Hello. How can I help you?" });
    expect(client.of("assistant_audio_start")).toEqual([]);
  });

  it("answers without documents when retrieval fails", async () => {
    const client = await connect({ search: () => Promise.reject(new Error("broken index")) });
    await client.start({ audio: false });
    client.text("hello");
    await client.turnEnd(1);
    expect(client.of("assistant_text_final")[0]).toMatchObject({ fallback: "rag", text: "Hello. How can I help you?" });
  });
});

describe("documents", () => {
  it("become citations only where the answer marks them", async () => {
    const passage = (n: number) => ({
      n,
      docId: `d${n}`,
      title: `Doc ${n}`,
      locator: "Page 1",
      text: "Twelve thousand yen.",
      score: 0.9,
    });
    const asked: number[] = [];
    const client = await connect({
      llm: { replies: ["Up to 12,000 yen [2]. Never [7]."] },
      search: async (_query, { topK }) => {
        asked.push(topK);
        return [passage(1), passage(2)];
      },
    });
    await client.start();
    client.text("how much");
    await client.turnEnd(1);
    expect(asked).toEqual([5]);
    expect(client.of("assistant_text_final")[0]?.citations).toEqual([
      { n: 2, doc_id: "d2", title: "Doc 2", locator: "Page 1", snippet: "Twelve thousand yen." },
    ]);
    expect(relay.providers.tts[0].calls.map((call) => call.request.text).join(" ")).not.toContain("[2]");
  });
});

describe("turns that the relay begins", () => {
  it("ring when due, in the session that set them", async () => {
    const client = await connect();
    await client.start();
    await relay.alarms.desk.add("s1", {
      kind: "timer",
      text: "tea",
      language: "en-US",
      dueAt: new Date(Date.now() + 50),
    });
    await client.turnEnd(1);
    expect(client.of("turn_start")[0]).toMatchObject({ turn: 1, origin: "timer" });
    expect(client.of("assistant_text_final")[0]?.text).toContain("tea");
  });

  it("are kept for the next start when nobody is connected", async () => {
    const client = await connect();
    await relay.alarms.desk.add("s1", { kind: "reminder", text: "call Tanaka", language: "en-US", dueAt: new Date() });
    await client.start();
    await client.turnEnd(1);
    expect(client.of("turn_start")[0]).toMatchObject({ origin: "reminder" });
  });
});

describe("a model that trickles for ever", () => {
  it("is cut off at the deadline of the whole answer", async () => {
    const client = await connect({
      llm: { replies: ["word ".repeat(500)], msPerToken: 20 },
      deadlinesMs: { llm: 300, llmFirstToken: 200 },
    });
    await client.start({ audio: false });
    client.text("hello");
    expect((await client.turnEnd(1)).reason).toBe("completed");
    const final = client.of("assistant_text_final")[0]!;
    expect(final.fallback).toBe("llm");
    expect(final.text).toContain("cut short");
    expect(final.text.length).toBeLessThan(1000);
  });
});
