/** A session that goes on at another relay while the first still runs: what it left, and that it can do no harm. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { createLog } from "../../src/log.ts";
import { RedisSessionLog } from "../../src/session/redis-session-log.ts";
import { type RelayOptions, type RunningRelay, readStatus, startRelay, TestClient } from "../harness.ts";
import { createMemoryStore } from "../memory-store.ts";
import { HAS_REDIS, type RedisServer, startRedis } from "../redis-server.ts";
import { answerTo, heardOf } from "./script.ts";

const log = createLog("error", (line) => process.stderr.write(`${line}\n`));
const DEADLINE_MS = 20_000;

describe.skipIf(!HAS_REDIS)("a session at two relays", { timeout: DEADLINE_MS }, () => {
  let redis: RedisServer;
  let store: ReturnType<typeof createMemoryStore>;
  let id: string;
  const relays: RunningRelay[] = [];
  const logs: RedisSessionLog[] = [];
  const clients: TestClient[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());
  beforeEach(() => {
    store = createMemoryStore();
    id = randomUUID();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate();
    await Promise.all(relays.splice(0).map((relay) => relay.close()));
    for (const sessionLog of logs.splice(0)) sessionLog.close();
  });

  async function relay(options: RelayOptions = {}): Promise<RunningRelay> {
    const sessionLog = new RedisSessionLog({ url: redis.url, relayId: randomUUID(), clock: systemClock, log });
    logs.push(sessionLog);
    const running = await startRelay({
      log,
      store,
      sessionLog,
      stt: { text: heardOf },
      llm: { replies: ({ messages }) => answerTo(messages.at(-1)?.text ?? ""), msPerToken: 1 },
      ...options,
    });
    relays.push(running);
    return running;
  }

  const shared = async (running: RunningRelay): Promise<void> => {
    while ((await readStatus(running)).warnings.some(({ stage }) => stage === "sessions")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** @param options of the first */
  async function twoRelays(options: RelayOptions = {}): Promise<[RunningRelay, RunningRelay]> {
    const pair: [RunningRelay, RunningRelay] = [await relay(options), await relay()];
    for (const running of pair) await shared(running);
    return pair;
  }

  function connect(to: RunningRelay): TestClient {
    const client = new TestClient(to.url, id);
    clients.push(client);
    return client;
  }

  /** The same device at another relay. It takes along what it counts. */
  function follow(to: RunningRelay, before: TestClient): { client: TestClient; resume: object } {
    const client = connect(to);
    client.utterance = before.utterance;
    client.timestamp = before.timestamp;
    const last = before.frames.at(-1);
    const numbers = before.events.flatMap((event) => ("n" in event && event.n !== undefined ? [event.n] : []));
    const resume = {
      last_event: Math.max(0, ...numbers),
      ...(last === undefined ? {} : { last_frame: { turn: last.number, sequence: last.sequence } }),
    };
    return { client, resume };
  }

  async function moved(to: RunningRelay, before: TestClient): Promise<TestClient> {
    await before.cut();
    const { client, resume } = follow(to, before);
    const ready = await client.start({ resume } as never);
    expect(ready.resumed).toBe(true);
    client.sequence = ready.uplink_sequence;
    return client;
  }

  it("forgets what the person deletes by way of another relay", async () => {
    const [first, second] = await twoRelays();
    const subscribers = async () => ((await redis.command("PUBSUB", "NUMSUB", "hisho:forgotten")) as unknown[])[1];
    await expect.poll(subscribers).toBe(2);
    const client = connect(first);
    await client.start();
    client.text("the key is under the marmalade");
    await client.turnEnd(1);
    await fetch(`${second.httpUrl}/api/v1/conversations/${id}`, { method: "DELETE" });
    const receipts = async () =>
      (await (await fetch(`${first.httpUrl}/api/v1/receipts?session_id=${id}`)).json()) as object;
    await expect.poll(receipts).toEqual({ receipts: [] });
    client.text("where is it?");
    await client.turnEnd(2);
    expect(first.providers.llm[0].calls.at(-1)?.request.messages.map(({ text }) => text)).toEqual(["where is it?"]);
  });

  it("answers words that were spoken before and after", async () => {
    const [first, second] = await twoRelays({ tts: { firstChunkMs: 3_000 } });
    const before = connect(first);
    await before.start();
    before.say(1000);
    await before.until(() => before.of("transcript_final").length > 0);
    before.speechStart("more");
    before.sound(1000);
    await before.until(() => before.of("turn_reopened").length > 0);
    before.timestamp -= 50 * 960;
    before.utterance -= 1;
    const after = await moved(second, before);
    after.speechStart("more");
    after.sound(1000);
    after.speechEnd();
    await after.turnEnd(1);
    expect(after.of("transcript_final").at(-1)).toMatchObject({ turn: 1, utterance: 2, id: "more" });
    expect(after.of("transcript_final").at(-1)?.text).toBe("50 frames 50 frames");
  });

  it("answers the words it knows when the client does not go on", async () => {
    const [first, second] = await twoRelays({ tts: { firstChunkMs: 3_000 } });
    const before = connect(first);
    await before.start();
    before.say(1000);
    await before.until(() => before.of("transcript_final").length > 0);
    before.speechStart();
    before.sound(1000);
    await before.until(() => before.of("turn_reopened").length > 0);
    const after = await moved(second, before);
    after.speechStart("something new");
    after.sound(600);
    after.speechEnd();
    await after.turnEnd(1);
    await after.turnEnd(2);
    expect(after.of("transcript_final").map(({ turn, text }) => [turn, text])).toEqual([
      [1, "50 frames"],
      [2, "30 frames"],
    ]);
  });

  it("answers a text that waited for speech, after that speech", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start({ audio: false });
    before.speechStart("spoken");
    before.sound(400);
    before.text("typed meanwhile", "typed");
    await before.until(() => before.of("transcript_partial").length > 0);
    before.timestamp -= 20 * 960;
    before.utterance -= 1;
    const after = await moved(second, before);
    after.send({ type: "control", action: "settings", audio: false });
    after.speechStart("spoken");
    after.sound(400);
    after.speechEnd();
    after.text("typed meanwhile", "typed");
    await after.turnEnd(2);
    expect(after.of("turn_end").map(({ turn }) => turn)).toEqual([1, 2]);
    expect(store.turns.map(({ clientId }) => clientId)).toEqual(["spoken", "typed"]);
  });

  it("replays a turn that ended at the other relay and does not answer it again", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start({ audio: false });
    before.text("once", "a");
    await before.turnEnd(1);
    const after = await moved(second, before);
    after.text("once", "a");
    await after.turnEnd(1);
    expect(second.providers.llm[0].calls).toEqual([]);
    expect(store.turns).toHaveLength(1);
  });

  it("takes along voice, rate and the next turn's number", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start();
    before.send({ type: "control", action: "settings", voice: "hum", speaking_rate: 1.5 });
    before.text("hello", "a");
    await before.turnEnd(1);
    const after = await moved(second, before);
    after.text("again", "b");
    await after.turnEnd(2);
    expect(second.providers.tts[0].calls[0]?.request).toMatchObject({ voice: "hum", speakingRate: 1.5 });
  });

  it("leaves a relay that still answers without a say in the store", async () => {
    const [first, second] = await twoRelays({ tts: { speed: 2 } });
    const before = connect(first);
    before.autoCredit = false;
    await before.start();
    before.text("hello", "a");
    await before.until(() => before.frames.length >= 10);
    // Its socket stays open: it does not know that the client has left.
    const { client: after, resume } = follow(second, before);
    await after.start({ resume } as never);
    await before.until(() => before.closed !== null);
    expect(before.closed?.code).toBe(4000);
    await after.turnEnd(1);
    expect(store.turns).toEqual([
      expect.objectContaining({ turn: 1, endReason: "completed", assistantText: answerTo("hello") }),
    ]);
    const sequences = [...before.frames, ...after.frames].map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index));
    expect(after.of("assistant_audio_end")[0]?.frames).toBe(sequences.length);
  });

  it("is not taken from a client that is connected elsewhere by a question over HTTP", async () => {
    const [first, second] = await twoRelays();
    const client = connect(first);
    await client.start({ audio: false });
    client.text("hello");
    await client.turnEnd(1);
    const ask = (of: RunningRelay): Promise<Response> =>
      fetch(`${of.httpUrl}/api/v1/text-chat`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ session_id: id, text: "by HTTP" }),
      });
    expect((await ask(second)).status).toBe(503);
    expect((await ask(first)).status).toBe(200);
    expect(client.closed).toBeNull();
  });

  it("begins afresh where what was left cannot be read", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start({ audio: false });
    before.text("hello");
    await before.turnEnd(1);
    await before.cut();
    await redis.command("HSET", `hisho:session:{${id}}`, "state", '{"version":2}');
    const { client, resume } = follow(second, before);
    expect(await client.start({ resume } as never)).toMatchObject({ resumed: false, next_turn: 2 });
  });

  it("is forgotten once the client has stopped it", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start({ audio: false });
    before.text("hello");
    await before.turnEnd(1);
    before.send({ type: "control", action: "stop" });
    await before.until(() => before.closed !== null);
    expect(before.of("session_end")).toHaveLength(1);
    const { client, resume } = follow(second, before);
    expect((await client.start({ resume } as never)).resumed).toBe(false);
  });

  it("goes on without Redis, says so, and is shared again when Redis is back with nothing in it", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start({ audio: false });
    await redis.kill();
    before.text("while it is away");
    await before.turnEnd(1);
    const { warnings } = await readStatus(first);
    expect(warnings.find(({ stage }) => stage === "sessions")).toMatchObject({
      message: expect.stringMatching(/Redis at 127\.0\.0\.1:\d+ does not answer: .* goes on alone/),
    });
    await redis.start();
    await shared(first);
    await shared(second);
    before.text("afterwards", "b");
    await before.turnEnd(2);
    const after = await moved(second, before);
    after.text("afterwards", "b");
    await after.turnEnd(2);
    expect(store.turns).toHaveLength(2);
  });

  it("waits for a Redis that has stopped answering no longer than its patience", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start({ audio: false });
    redis.freeze();
    try {
      before.text("while it hangs", "a");
      await before.turnEnd(1);
    } finally {
      redis.thaw();
    }
    await shared(first);
    await shared(second);
    const after = await moved(second, before);
    after.text("while it hangs", "a");
    await after.turnEnd(1);
    expect(store.turns).toHaveLength(1);
  });

  it("loses nothing and repeats nothing for a client that comes elsewhere while Redis is away", async () => {
    const [first, second] = await twoRelays();
    const before = connect(first);
    await before.start({ audio: false });
    before.text("answered", "a");
    await before.turnEnd(1);
    await redis.kill();
    try {
      await before.cut();
      const { client: after, resume } = follow(second, before);
      expect(await after.start({ audio: false, resume } as never)).toMatchObject({ resumed: false, next_turn: 2 });
      after.text("answered", "a");
      after.text("new", "b");
      await after.turnEnd(2);
      expect(second.providers.llm[0].calls).toHaveLength(1);
      expect(store.turns.map(({ clientId }) => clientId)).toEqual(["a", "b"]);
    } finally {
      await redis.start();
    }
  });
});
