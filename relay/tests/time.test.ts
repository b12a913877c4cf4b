/** What happens when nothing happens: deadlines, idleness and the end of kept sessions, on a clock that is told to go on. */

import { CLOSE, parseClientMessage, parseRelayEvent, type RelayEvent } from "@hisho/protocol";
import { createScriptedProviders, type ScriptedProvidersOptions } from "@hisho/providers/scripted/providers.ts";
import { readingBook } from "@hisho/providers/testing/memory-book.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { Metrics } from "../src/metrics.ts";
import { ProviderSwitch } from "../src/provider-switch.ts";
import { Roles } from "../src/roles.ts";
import { Receipts } from "../src/session/receipts.ts";
import type { Link } from "../src/session/session.ts";
import { Sessions } from "../src/session/sessions.ts";
import { PartialScheduler } from "../src/speech/partials.ts";
import { keptLog } from "./kept-log.ts";
import { ManualClock, settle } from "./manual-clock.ts";
import { createMemoryStore } from "./memory-store.ts";

const SECOND = 1000;

let clock: ManualClock;
let sessions: Sessions;
let awaited: boolean;

function setUp(options: ScriptedProvidersOptions = {}, recogniser = "scripted"): void {
  const providers = createScriptedProviders(options);
  Object.assign(providers.stt[0], { name: recogniser });
  clock = new ManualClock();
  awaited = false;
  sessions = new Sessions(
    {
      providers: new ProviderSwitch(new Roles(providers, clock, keptLog().log)),
      store: createMemoryStore(),
      recordings: null,
      clock,
      log: createLog("error", () => {}),
      metrics: new Metrics({ process: false }),
      logTranscripts: false,
      receipts: new Receipts({ keep: () => {} }),
      newTraceId: () => "trace",
      version: "test",
      finalFlushSilenceMs: 350,
      partials: new PartialScheduler(clock, 1),
      library: { retrieve: async () => [], revision: () => ({ removed: 0, added: 0 }) },
      tools: [],
      readings: { read: (text) => text, hints: () => [], fresh: async () => {}, book: readingBook(() => new Date()) },
      recall: async () => ({}),
      awaits: () => awaited,
    },
    10,
    () => {},
  );
}

/** A socket without a network. */
function connect(id = "s1") {
  const events: RelayEvent[] = [];
  let frames = 0;
  let closed: number | null = null;
  const session = sessions.open(id);
  const link: Link = {
    sendText: (json) => events.push(parseRelayEvent(json)!),
    sendBinary: () => {
      frames += 1;
    },
    close: (code) => {
      closed = code;
      session.detach(link);
    },
    fail: (error) => {
      throw error;
    },
  };
  session.attach(link);
  return {
    events,
    frames: () => frames,
    closed: () => closed,
    send: (message: object) => session.receive(link, parseClientMessage(JSON.stringify(message))),
    lose: () => session.detach(link),
    async start(options: object = {}) {
      this.send({
        type: "control",
        action: "start",
        language: "en-US",
        time_zone: "UTC",
        mode: "hands_free",
        ...options,
      });
      for (let i = 0; i < 5; i += 1) await settle();
    },
    ended: () => events.flatMap((event) => (event.type === "turn_end" ? [event.reason] : [])),
  };
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 50; i += 1) await settle();
};

beforeEach(() => setUp());

describe("start", () => {
  it("has to come within 10 s", async () => {
    const client = connect();
    await clock.pass(9.9 * SECOND);
    expect(client.closed()).toBeNull();
    await clock.pass(0.2 * SECOND);
    expect(client.closed()).toBe(CLOSE.badMessage);
  });
});

describe("idleness", () => {
  it("closes after 60 s, once, and the session is kept", async () => {
    const client = connect();
    await client.start();
    await clock.pass(59.9 * SECOND);
    expect(client.closed()).toBeNull();
    await clock.pass(0.2 * SECOND);
    expect(client.closed()).toBe(CLOSE.idle);
    expect(sessions.get("s1")).toBeDefined();
  });

  it("begins anew with speech at the last moment; pings do not count", async () => {
    const client = connect();
    await client.start();
    await clock.pass(59.9 * SECOND);
    client.send({ type: "control", action: "speech_start", utterance: 1, id: "a", timestamp: 0 });
    await clock.pass(200 * SECOND);
    expect(client.closed()).toBeNull();
    client.send({ type: "control", action: "speech_cancel", utterance: 1 });
    await settled();
    await clock.pass(30 * SECOND);
    client.send({ type: "ping", t: 1 });
    await clock.pass(30.1 * SECOND);
    expect(client.closed()).toBe(CLOSE.idle);
  });

  it("does not come while something is about to ring, nor on a kiosk", async () => {
    const client = connect();
    await client.start();
    awaited = true;
    await clock.pass(300 * SECOND);
    expect(client.closed()).toBeNull();
    const kiosk = connect("kiosk");
    await kiosk.start({ idle: false });
    awaited = false;
    await clock.pass(3600 * SECOND);
    expect(kiosk.closed()).toBeNull();
  });
});

describe("a session without a socket", () => {
  it("is kept for 120 s", async () => {
    const client = connect();
    await client.start();
    client.lose();
    await clock.pass(119 * SECOND);
    expect(sessions.get("s1")).toBeDefined();
    await clock.pass(2 * SECOND);
    expect(sessions.get("s1")).toBeUndefined();
  });

  it("is kept for 120 s after each question by HTTP, and as long as its client is there", async () => {
    await sessions.open("http").ask("a", "hello", () => {});
    await clock.pass(100 * SECOND);
    await sessions.open("http").ask("b", "again", () => {});
    await clock.pass(100 * SECOND);
    expect(sessions.get("http")).toBeDefined();
    const client = connect();
    await sessions.open("s1").ask("c", "before the start", () => {});
    await client.start({ idle: false });
    await clock.pass(130 * SECOND);
    expect(sessions.get("http")).toBeUndefined();
    expect(client.closed()).toBeNull();
  });
});

describe("what the relay says by itself", () => {
  it("waits for a client and outlives a start that begins afresh", async () => {
    const client = connect();
    await client.start({ audio: false });
    client.send({ type: "control", action: "speech_start", utterance: 1, id: "a", timestamp: 0 });
    sessions.get("s1")!.announce({
      origin: "timer",
      text: "Time is up.",
      language: "en-US",
      claim: async () => true,
      settled: () => {},
    });
    client.lose();
    const next = connect();
    await next.start({ audio: false });
    await settled();
    expect(next.events.filter(({ type }) => type === "turn_start")).toHaveLength(1);
    expect(next.ended()).toEqual(["completed"]);
  });
});

describe("a recogniser in the browser", () => {
  it("that never says its last word is not waited for without end", async () => {
    setUp({}, "browser");
    const client = connect();
    await client.start({ audio: false });
    client.send({ type: "control", action: "speech_start", utterance: 1, id: "a", timestamp: 0 });
    client.send({ type: "control", action: "speech_end", utterance: 1, timestamp: 48_000 });
    await clock.pass(9 * SECOND);
    expect(client.ended()).toEqual([]);
    await clock.pass(2 * SECOND);
    await settled();
    expect(client.ended()).toEqual(["failed"]);
  });
});

describe("the end of a turn whose client says nothing", () => {
  it("comes with credit for all of its frames", async () => {
    const client = connect();
    await client.start();
    client.send({ type: "text", id: "t", text: "hello" });
    await settled();
    expect(client.frames()).toBe(30);
    client.send({ type: "credit", frames: 30 });
    await settled();
    expect(client.ended()).toEqual([]);
    client.send({ type: "credit", frames: 30 });
    await settled();
    expect(client.ended()).toEqual(["completed"]);
  });

  it("comes at the latest their duration and 2 s after the last was sent, not counted while credit is 0", async () => {
    const client = connect();
    await client.start();
    client.send({ type: "text", id: "t", text: "hello" });
    await settled();
    await clock.pass(60 * SECOND);
    expect(client.ended()).toEqual([]);
    client.send({ type: "credit", frames: 29 });
    await settled();
    const soundMs = client.frames() * 40;
    await clock.pass(soundMs + 1500);
    expect(client.ended()).toEqual([]);
    await clock.pass(1000);
    expect(client.ended()).toEqual(["completed"]);
  });

  it("comes as an interruption after 5 minutes without credit", async () => {
    const client = connect();
    await client.start();
    client.send({ type: "text", id: "t", text: "hello" });
    await settled();
    await clock.pass(299 * SECOND);
    expect(client.ended()).toEqual([]);
    await clock.pass(2 * SECOND);
    await settled();
    expect(client.ended()).toEqual(["interrupted"]);
  });
});
