/** A relay that keeps both voices of its turns: one store for a file of tests, and a session for each test. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished } from "vitest";
import { createLog } from "../src/log.ts";
import { Recordings } from "../src/recordings/recordings.ts";
import { openStore } from "../src/store/pglite.ts";
import type { Store } from "../src/store/port.ts";
import { emptyStore } from "./empty-store.ts";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";

export const SLOW = 60_000;

interface Scene {
  relay: RunningRelay;
  recordings: Recordings;
  directory: string;
  logged: string[];
}

export let data: string;
export let store: Store;
/** Another one in every test: those of a file share the store. */
export let session: string;
let sessions = 0;

/** To be called once in a file of tests, at its beginning. */
export function stage(): void {
  beforeAll(async () => {
    data = await mkdtemp(path.join(tmpdir(), "hisho-recordings-"));
    await emptyStore(path.join(data, "store"));
    store = await openStore(path.join(data, "store"));
  }, SLOW);
  beforeEach(() => {
    session = `session-${sessions++}`;
  });
  afterEach(() => client?.socket.terminate());
  afterAll(async () => {
    await store.close();
    await rm(data, { recursive: true, force: true });
  });
}

/** A relay, closed after the test. */
export async function begin(options: RelayOptions = {}, on = true): Promise<Scene> {
  const directory = path.join(data, `${session}-audio`);
  const logged: string[] = [];
  const recordings = new Recordings({ directory, on, log: createLog("info", (line) => logged.push(line)) });
  const relay = await startRelay({
    ...options,
    store: store as unknown as NonNullable<RelayOptions["store"]>,
    recordings,
  });
  onTestFinished(() => relay.close());
  return { relay, recordings, directory, logged };
}

export let client: TestClient | undefined;

export async function connect({ relay }: Scene, options: Parameters<TestClient["start"]>[0] = {}): Promise<TestClient> {
  client = new TestClient(relay.url, session);
  await client.start({ audio: true, mode: "push_to_talk", ...options });
  return client;
}

export const address = (voice: string, turn = 1): string =>
  `/api/v1/conversations/${session}/turns/${turn}/audio/${voice}`;

export async function listen({ relay, recordings }: Scene, voice: string, turn = 1): Promise<Float32Array> {
  await recordings.settled();
  const response = await fetch(`${relay.httpUrl}${address(voice, turn)}`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("audio/ogg; codecs=opus");
  return decode(new Uint8Array(await response.arrayBuffer()));
}

async function decode(bytes: Uint8Array): Promise<Float32Array> {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  const { channelData, errors } = await decoder.decodeFile(bytes);
  decoder.free();
  expect(errors).toEqual([]);
  return channelData[0]!;
}

export const filesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(path.relative(directory, entry.parentPath), entry.name))
    .sort();

export const kept = async ({ recordings }: Scene) => {
  await recordings.settled();
  return (await store.conversation(session)).map(({ turn, userAudioRef, assistantAudioRef }) => ({
    turn,
    userAudioRef,
    assistantAudioRef,
  }));
};
