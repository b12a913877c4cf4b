/** What may fall between two steps: while a turn is written, while a session begins or ends, while a sound is converted. */
import { afterEach, describe, expect, it } from "vitest";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";

let relay: RunningRelay;
const clients: TestClient[] = [];

function reconnect(sessionId = "s1"): TestClient {
  const client = new TestClient(relay.url, sessionId);
  clients.push(client);
  return client;
}

async function connect(options: RelayOptions = {}): Promise<TestClient> {
  relay = await startRelay(options);
  return reconnect();
}

/** A store whose turns are written only when they are let through. */
function gatedStore(): MemoryStore & { writes: (() => void)[]; open: () => void } {
  const store = createMemoryStore();
  const writes: (() => void)[] = [];
  let opened = false;
  return {
    ...store,
    writes,
    open() {
      opened = true;
      for (const write of writes.splice(0)) write();
    },
    async saveTurn(turn) {
      if (!opened) await new Promise<void>((resolve) => void writes.push(resolve));
      return store.saveTurn(turn);
    },
  };
}

/** A store that takes its time to say what was. */
function slowStore(): MemoryStore {
  const store = createMemoryStore();
  return {
    ...store,
    async recentTurns(sessionId, limit) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return store.recentTurns(sessionId, limit);
    },
  };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise(setImmediate);
};

const ask = (body: object): Promise<Response> =>
  fetch(`${relay.httpUrl}/api/v1/text-chat`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

/** A client that has got a whole short answer and has played none of it. */
async function answered(client: TestClient): Promise<void> {
  client.autoCredit = false;
  await client.start();
  client.say(700);
  await client.until(() => client.frames.length > 0);
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await relay.close();
});

it("a turn that was open when its conversation was deleted is not kept, and the next one is", async () => {
  const store = createMemoryStore();
  const client = await connect({ store, llm: { replies: ["You told me a secret.", "Nothing."] } });
  client.autoCredit = false; // the answer goes on until it may be heard
  await client.start();
  client.text("my secret");
  await client.until(() => client.frames.length > 0);
  await fetch(`${relay.httpUrl}/api/v1/conversations/s1`, { method: "DELETE" });
  client.autoCredit = true;
  client.send({ type: "credit", frames: 60 });
  await client.turnEnd(1);
  client.text("what do you know?");
  await client.turnEnd(2);
  expect(store.turns.map(({ userText }) => userText)).toEqual(["what do you know?"]);
  expect(JSON.stringify(relay.providers.llm[0].calls.at(-1))).not.toContain("secret");
});

describe("while a turn is being written", () => {
  it("a stop leaves it as it ended", async () => {
    const store = gatedStore();
    const client = await connect({ store });
    await client.start({ audio: false });
    client.text("hello");
    await until(() => store.writes.length === 1);
    client.send({ type: "control", action: "stop" });
    await client.until(() => client.closed !== null);
    store.open();
    await until(() => store.turns.length > 0);
    await new Promise(setImmediate);
    expect(store.turns).toEqual([
      expect.objectContaining({ assistantText: "Hello. How can I help you?", endReason: "completed" }),
    ]);
  });

  it("speech that might have continued it becomes a turn of its own", async () => {
    const store = gatedStore();
    const client = await connect({ store });
    await answered(client);
    client.speechStart();
    client.send({ type: "control", action: "interrupt", turn: 1, played_ms: 0 });
    client.sound(700);
    client.speechEnd();
    await client.until(() => client.of("transcript_final").length === 2);
    store.open();
    client.autoCredit = true;
    client.send({ type: "credit", frames: 30 });
    expect((await client.turnEnd(1)).reason).toBe("interrupted");
    expect((await client.turnEnd(2)).reason).toBe("completed");
    expect(client.of("turn_reopened")).toEqual([]);
  });

  it("a question repeated by HTTP waits for its end", async () => {
    const store = gatedStore();
    relay = await startRelay({ store });
    const first = ask({ session_id: "h", id: "q", text: "hello" });
    await until(() => store.writes.length === 1);
    const again = ask({ session_id: "h", id: "q", text: "hello" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    store.open();
    expect(await (await first).json()).toEqual(await (await again).json());
    expect(relay.providers.llm[0].calls).toHaveLength(1);
  });

  it("a question by HTTP ends when the session begins afresh", async () => {
    const store = gatedStore();
    relay = await startRelay({ store });
    const question = ask({ session_id: "s1", text: "hello" });
    await until(() => store.writes.length === 1);
    await reconnect().start();
    expect(await (await question).json()).toMatchObject({ turn: 1, text: "Hello. How can I help you?" });
    store.open();
  });

  it("a question by HTTP does not wait for ears that are away", async () => {
    const client = await connect();
    await client.start();
    await client.cut();
    expect(await (await ask({ session_id: "s1", text: "hello" })).json()).toMatchObject({
      text: "Hello. How can I help you?",
    });
  });

  it("a client that stopped can start the session again", async () => {
    const store = gatedStore();
    const client = await connect({ store, llm: { msPerToken: 20 } });
    await client.start({ audio: false });
    client.text("hello");
    await client.until(() => client.of("assistant_text_partial").length > 0);
    client.send({ type: "control", action: "stop" });
    await client.until(() => client.closed !== null);
    const next = reconnect();
    await next.start({ audio: false });
    store.open();
    next.text("and now");
    await next.until(() => next.of("turn_end").length > 0 || next.closed !== null);
    expect(next.closed).toBeNull();
  });
});

describe("while a session begins", () => {
  it("questions by HTTP get turns of their own", async () => {
    relay = await startRelay({ store: slowStore(), llm: { msPerToken: 20 } });
    await Promise.all([ask({ session_id: "h", id: "a", text: "one" }), ask({ session_id: "h", id: "b", text: "two" })]);
    expect(relay.store.turns.map(({ turn, userText }) => [turn, userText])).toEqual([
      [1, "one"],
      [2, "two"],
    ]);
  });

  it("nothing is done that came after a bad message", async () => {
    const client = await connect({ store: slowStore() });
    await client.opened();
    client.send({ type: "control", action: "start", language: "en-US", time_zone: "UTC", mode: "text" });
    client.send({ type: "transcript", utterance: 1, text: "only a browser's recogniser says this", final: true });
    client.text("hello");
    await client.until(() => client.closed !== null);
    expect(client.closed?.code).toBe(4003);
    expect(relay.providers.llm[0].calls).toEqual([]);
  });

  it("a reminder that is due rings once", async () => {
    const store = createMemoryStore();
    const { dueItems } = store;
    store.dueItems = async (now) => {
      const due = await dueItems(now);
      await new Promise(setImmediate);
      return due;
    };
    const client = await connect({ store });
    await client.start({ audio: false });
    await relay.alarms.desk.add("s1", { kind: "reminder", text: "call", language: "en-US", dueAt: new Date() });
    await Promise.all([relay.alarms.arm(), relay.alarms.arm()]);
    await client.turnEnd(1);
    client.text("hello");
    await client.turnEnd(2);
    expect(client.of("turn_start")).toHaveLength(1);
  });
});

describe("typed words", () => {
  it("are answered when the speech they waited for was nothing", async () => {
    const client = await connect();
    await client.start({ audio: false });
    client.speechStart();
    client.sound(100);
    client.text("typed meanwhile");
    client.send({ type: "control", action: "speech_cancel", utterance: 1 });
    expect((await client.turnEnd(2)).reason).toBe("completed");
  });

  it("that replace a turn replace it for every later question", async () => {
    const client = await connect();
    await client.start({ audio: false });
    client.text("first");
    await client.turnEnd(1);
    client.send({ type: "text", id: "r", text: "first, edited", replaces: 1 });
    await client.turnEnd(2);
    client.text("second");
    await client.turnEnd(3);
    const shown = relay.providers.llm[0].calls[2]?.request.messages.filter(({ role }) => role === "user");
    expect(shown?.map(({ text }) => text)).toEqual(["first, edited", "second"]);
  });
});

describe("speech that may continue a question", () => {
  it("is taken up by a client that lost its socket and says again that it began", async () => {
    const client = await connect();
    await answered(client);
    client.speechStart("again");
    client.send({ type: "ping", t: 1 });
    await client.until(() => client.of("pong").length > 0);
    await client.cut();
    const next = reconnect();
    await next.start({ resume: { last_event: 0, credit: 0 } });
    next.sequence = client.sequence;
    next.timestamp = client.timestamp;
    next.utterance = 1;
    next.speechStart("again");
    next.sound(700);
    next.speechEnd();
    await next.until(() => next.closed !== null || next.of("transcript_final").some(({ id }) => id === "again"));
    expect(next.closed).toBeNull();
  });
});

describe("what was heard", () => {
  it("is nothing before the first sound", async () => {
    const client = await connect({ tts: { firstChunkMs: 3000 } });
    await client.start();
    client.text("hello");
    await client.until(() => client.of("assistant_text_partial").length > 5);
    client.send({ type: "control", action: "interrupt", turn: 1, played_ms: 0 });
    await client.turnEnd(1);
    expect(client.of("assistant_text_final")).toEqual([
      expect.objectContaining({ text: "", full_text: "Hello. How can I help you?" }),
    ]);
    expect(relay.providers.tts[0].calls.every(({ aborted }) => aborted)).toBe(true);
  });

  it("is kept when the session is stopped in the middle", async () => {
    const client = await connect({ llm: { replies: ["One two three four five six seven eight nine ten."] } });
    await answered(client);
    await client.until(() => client.frames.length === 30);
    client.send({ type: "playback", turn: 1, state: "started", played_ms: 950, audible_ms: 700 });
    client.send({ type: "control", action: "stop" });
    await client.until(() => client.closed !== null);
    expect(relay.store.turns).toEqual([
      expect.objectContaining({ assistantText: "One two three", heardMs: 950, endReason: "interrupted" }),
    ]);
  });
});
