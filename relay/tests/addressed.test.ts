/** In an office: who speaks to the character is answered, who speaks to somebody else is not, and nothing of it is kept. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseReceipts } from "@hisho/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../src/clock.ts";
import { createLog } from "../src/log.ts";
import { Recordings } from "../src/recordings/recordings.ts";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";

let relay: RunningRelay;
let folder: string;
const clients: TestClient[] = [];
const lines: string[] = [];
const searched: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "hisho-addressed-"));
  lines.length = 0;
  searched.length = 0;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await relay.close();
  await rm(folder, { recursive: true, force: true });
});

interface Office {
  client: TestClient;
  /** Lets so much time pass on the relay's clock. */
  later(ms: number): void;
}

/** A relay that hears `said`, utterance by utterance, and a client for which only who speaks to the character counts. */
async function office(said: readonly string[], options: RelayOptions = {}): Promise<Office> {
  let aheadMs = 0;
  let utterance = 0;
  relay = await startRelay({
    stt: { text: (seconds) => (seconds > 0 ? (said[utterance] ?? "") : "") },
    llm: { replies: (request) => `You said: ${request.messages.at(-1)?.text}` },
    search: async (question) => {
      searched.push(question);
      return [];
    },
    recordings: new Recordings({ directory: folder, on: true, log: createLog("error", () => {}) }),
    log: createLog("debug", (line) => void lines.push(line)),
    clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
    ...options,
  });
  const client = new TestClient(relay.url, `office-${clients.length}`);
  clients.push(client);
  const say = client.say.bind(client);
  client.say = (durationMs) => {
    utterance = client.utterance;
    say(durationMs);
  };
  return {
    client,
    later: (ms) => {
      aheadMs += ms;
    },
  };
}

/** Everything that was told, kept, written or searched. */
async function traces(client: TestClient): Promise<string> {
  const receipts = parseReceipts(await (await fetch(`${relay.httpUrl}/api/v1/receipts`)).json());
  return JSON.stringify([client.events, relay.store.turns, receipts, lines, searched, relay.providers.llm[0].calls]);
}

const OVERHEARD: readonly [language: "ja-JP" | "en-US" | "ko-KR", words: string][] = [
  ["ja-JP", "昨日の会議は長かったですね。山田商事の件です"],
  ["ja-JP", "旅のしおりを作ってください"],
  ["en-US", "The merger with Contoso is not public yet"],
  ["en-US", "I asked Shiori about the salaries"],
  ["ko-KR", "어제 회의가 길었어요 김 과장님"],
  ["ko-KR", "시오리한테 물어봤어요"],
];

const CALLED: readonly [language: "ja-JP" | "en-US" | "ko-KR", words: string, asked: string][] = [
  ["ja-JP", "しおり、今何時？", "今何時？"],
  ["ja-JP", "ねえ、詩織さん、三分はかって", "ねえ、三分はかって"],
  ["en-US", "Shiori, what time is it?", "what time is it?"],
  ["en-US", "What time is it, Shiori?", "What time is it"],
  ["ko-KR", "시오리야 지금 몇 시야", "지금 몇 시야"],
];

describe("with `addressed`", () => {
  it("answers nobody who speaks to somebody else, and keeps no trace of it", async () => {
    const { client } = await office(OVERHEARD.map(([, words]) => words));
    await client.start({ language: "en-US", addressed: true });
    for (const [index, [language]] of OVERHEARD.entries()) {
      client.send({ type: "control", action: "settings", language });
      client.say(600);
      expect(await client.turnEnd(index + 1)).toMatchObject({ reason: "ignored", heard_ms: 0 });
    }
    expect(new Set(client.events.map(({ type }) => type))).toEqual(new Set(["session_ready", "turn_end"]));
    expect(relay.providers.stt[0].calls.length).toBeGreaterThanOrEqual(OVERHEARD.length);
    const all = await traces(client);
    for (const [, words] of OVERHEARD) {
      for (const word of words.split(/[\s。、]+/).filter(({ length }) => length > 3)) expect(all).not.toContain(word);
    }
    expect(searched).toEqual([]);
    expect(relay.providers.llm[0].calls).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("answers whoever calls the character, and asks what was said without the name", async () => {
    const { client, later } = await office(CALLED.map(([, words]) => words));
    await client.start({ language: "en-US", addressed: true, audio: false });
    for (const [index, [language, words, asked]] of CALLED.entries()) {
      client.send({ type: "control", action: "settings", language });
      client.say(600);
      expect((await client.turnEnd(index + 1)).reason, words).toBe("completed");
      expect(client.of("transcript_final")[index]?.text).toBe(words);
      expect(client.of("assistant_text_final")[index]?.text).toBe(`You said: ${asked}`);
      later(60_000);
    }
    expect(relay.store.turns.map(({ userText }) => userText)).toEqual(CALLED.map(([, words]) => words));
  });

  it("tells the words, and looks ahead, from the partial in which the name stands", async () => {
    const { client } = await office(["Shiori, what is our leave policy for new staff"]);
    await client.start({ language: "en-US", addressed: true });
    client.speechStart();
    client.sound(2_000);
    await client.until(() => client.of("transcript_partial").length > 0);
    expect(client.of("transcript_partial")[0]?.text).toMatch(/^Shiori, what/);
    expect(client.of("transcript_final")).toEqual([]);
    await client.until(() => searched.length > 0);
    client.speechEnd();
    expect((await client.turnEnd(1)).reason).toBe("completed");
    expect(searched.at(-1)).toBe("what is our leave policy for new staff");
  });

  it("keeps of one utterance only from the sentence on that is meant, and then no voice", async () => {
    const words = "The merger is secret. Shiori, what time is it?";
    const { client } = await office([words]);
    await client.start({ language: "en-US", addressed: true });
    client.say();
    await client.turnEnd(1);
    expect(client.of("transcript_final")[0]?.text).toBe("Shiori, what time is it?");
    expect(await traces(client)).not.toContain("merger");
    await relay.close();
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((name) => name.endsWith("user.opus"))).toEqual([]);
    expect(files.filter((name) => name.endsWith("assistant.opus"))).toHaveLength(1);
  });

  it("goes on without the name for 20 s after an answer, and no longer", async () => {
    const { client, later } = await office(["Shiori, hello", "and tomorrow", "lunch at noon", "Shiori, hello"]);
    await client.start({ language: "en-US", addressed: true });
    client.say();
    expect((await client.turnEnd(1)).reason).toBe("completed");
    later(19_000);
    client.say();
    expect((await client.turnEnd(2)).reason).toBe("completed");
    later(20_500);
    client.say();
    expect((await client.turnEnd(3)).reason).toBe("ignored");
    client.say();
    expect((await client.turnEnd(4)).reason).toBe("completed");
    expect(relay.store.turns.map(({ turn }) => turn)).toEqual([1, 2, 4]);
  });

  it("answers whoever types, holds the key, or says so with it", async () => {
    const { client } = await office(["lunch at noon", "lunch at noon", "lunch at noon"]);
    await client.start({ language: "en-US", addressed: true, mode: "push_to_talk", audio: false });
    client.say();
    expect((await client.turnEnd(1)).reason).toBe("completed");
    const other = new TestClient(relay.url, "other");
    clients.push(other);
    await other.start({ language: "en-US", addressed: true, audio: false });
    other.utterance = 1;
    other.send({ type: "control", action: "speech_start", utterance: 1, id: "a", timestamp: 0, addressed: true });
    other.sound(500);
    other.speechEnd();
    expect((await other.turnEnd(1)).reason).toBe("completed");
    const third = new TestClient(relay.url, "third");
    clients.push(third);
    await third.start({ language: "en-US", addressed: true, audio: false });
    third.text("lunch at noon");
    expect((await third.turnEnd(1)).reason).toBe("completed");
  });

  it("does not apologise to others when the recogniser fails, and asks nobody who said nothing", async () => {
    const { client } = await office([], { stt: { failure: { kind: "refuse" } } });
    await client.start({ language: "en-US", addressed: true });
    client.say();
    expect((await client.turnEnd(1)).reason).toBe("ignored");
    expect(client.of("assistant_text_final")).toEqual([]);
  });

  it("takes the name that the persona has, and a change of it from the next utterance", async () => {
    const { client } = await office(["Shiori, hello", "Alex, hello", "Shiori, hello", "Shiori, hello"]);
    const persona = { name: "Alex", person: "Ken" };
    await client.start({ language: "en-US", addressed: true, persona });
    client.say();
    expect((await client.turnEnd(1)).reason).toBe("ignored");
    client.say();
    expect((await client.turnEnd(2)).reason).toBe("completed");
    expect(relay.providers.llm[0].calls[0]?.request.persona).toMatchObject(persona);
    client.send({ type: "control", action: "settings", persona: {}, addressed: false });
    client.say();
    expect((await client.turnEnd(3)).reason).toBe("completed");
    expect(relay.providers.llm[0].calls[1]?.request.persona).toMatchObject({ name: "", person: "" });
  });
});

it("answers everybody without it", async () => {
  const { client } = await office(["lunch at noon"]);
  await client.start({ language: "en-US", audio: false });
  client.say();
  expect((await client.turnEnd(1)).reason).toBe("completed");
});
