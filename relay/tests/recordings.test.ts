/** Both voices of a turn as files: from a client's packets over a real socket to what another decoder plays. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createEmbeddedStt } from "@hisho/providers/stt/embedded.ts";
import { readRecording } from "@hisho/providers/testing/wav.ts";
import { wordErrors } from "@hisho/providers/testing/wer.ts";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createLog } from "../src/log.ts";
import { Recordings } from "../src/recordings/recordings.ts";
import { VoiceTrack } from "../src/recordings/voice-track.ts";
import { PCM_RATE_HZ } from "../src/speech/microphone.ts";
import { createResampler } from "../src/speech/resample.ts";
import { openStore } from "../src/store/pglite.ts";
import type { Store } from "../src/store/port.ts";
import { emptyStore } from "./empty-store.ts";
import { type RelayOptions, type RunningRelay, readStatus, startRelay, TestClient } from "./harness.ts";
import { oggTone } from "./ogg-opus.ts";
import { opusPackets } from "./opus-packets.ts";
import { turn as storedTurn, temporary } from "./store-fixtures.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHILD = fileURLToPath(new URL("./recordings-child.ts", import.meta.url));
const SPEECH = path.join(ROOT, "../shared/speech/jfk.en.wav");
const WEIGHTS = path.join(ROOT, "models/weights");
const SLOW = 60_000;
const OPUS_PER_MS = 48;
const PRE_SKIP = 312;

interface Scene {
  relay: RunningRelay;
  recordings: Recordings;
  directory: string;
  logged: string[];
}

let data: string;
let store: Store;
/** Another one in every test: they share the store. */
let session: string;
let sessions = 0;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), "hisho-recordings-"));
  await emptyStore(path.join(data, "store"));
  store = await openStore(path.join(data, "store"));
}, SLOW);
beforeEach(() => {
  session = `session-${sessions++}`;
});
afterAll(async () => {
  await store.close();
  await rm(data, { recursive: true, force: true });
});

/** A relay, closed after the test. */
async function begin(options: RelayOptions = {}, on = true): Promise<Scene> {
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

let client: TestClient | undefined;
afterEach(() => client?.socket.terminate());

async function connect({ relay }: Scene, options: Parameters<TestClient["start"]>[0] = {}): Promise<TestClient> {
  client = new TestClient(relay.url, session);
  await client.start({ audio: true, mode: "push_to_talk", ...options });
  return client;
}

const address = (voice: string, turn = 1): string => `/api/v1/conversations/${session}/turns/${turn}/audio/${voice}`;

async function listen({ relay, recordings }: Scene, voice: string, turn = 1): Promise<Float32Array> {
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

const filesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(path.relative(directory, entry.parentPath), entry.name))
    .sort();

const kept = async ({ recordings }: Scene) => {
  await recordings.settled();
  return (await store.conversation(session)).map(({ turn, userAudioRef, assistantAudioRef }) => ({
    turn,
    userAudioRef,
    assistantAudioRef,
  }));
};

describe("a spoken turn", { timeout: SLOW }, () => {
  it.skipIf(!existsSync(SPEECH) || !existsSync(path.join(WEIGHTS, "moonshine-tiny-en")))(
    "is kept as both voices, and who hears the file hears the same words",
    async () => {
      const ears = createEmbeddedStt({ weightsDirectory: WEIGHTS });
      const { signal } = new AbortController();
      await ears.prepare(signal);
      onTestFinished(() => ears.close());
      const scene = await begin({ llm: { replies: ["It is noted. And so it goes."] }, replace: { stt: [ears] } });
      const talk = await connect(scene);
      const packets = opusPackets(readRecording(SPEECH));
      talk.speechStart();
      for (const packet of packets) talk.frame(packet);
      talk.speechEnd();
      await talk.turnEnd(1);
      const [said] = talk.of("transcript_final");
      expect(said?.text).toMatch(/ask what you can do for your country/i);

      const user = await listen(scene, "user");
      expect(user.length).toBe(packets.length * 20 * OPUS_PER_MS - PRE_SKIP);
      const resampler = await createResampler(48_000, PCM_RATE_HZ);
      const pcm = resampler.full(user).slice();
      resampler.destroy();
      const heard = await ears.transcribe({ pcm, language: "en-US", final: true }, signal);
      const errors = wordErrors(said?.text ?? "", heard.text);
      expect(errors).toBeLessThanOrEqual(1);

      const answer = await listen(scene, "assistant");
      expect(answer.length).toBe(talk.frames.length * 40 * OPUS_PER_MS - PRE_SKIP);
      expect(answer.some((sample) => Math.abs(sample) > 0.01)).toBe(true);
    },
  );

  it("holds what was said before and after a pause, and an answer that nobody heard is not kept", async () => {
    const scene = await begin({ llm: { replies: ["First answer.", "Second answer."] } });
    const talk = await connect(scene, { mode: "hands_free" });
    talk.autoCredit = false;
    talk.say(1000);
    await talk.until(() => talk.of("assistant_audio_start").length === 1);
    talk.timestamp += 10 * 960;
    talk.say(600);
    await talk.until(() => talk.of("turn_reopened").length === 1);
    talk.autoCredit = true;
    await talk.until(() => talk.of("assistant_audio_start").length === 2);
    talk.send({ type: "credit", frames: 30 });
    await talk.turnEnd(1);
    expect((await listen(scene, "user")).length).toBe((1000 + 200 + 600) * OPUS_PER_MS - PRE_SKIP);
    const end = talk.of("assistant_audio_end").at(-1)!;
    expect((await listen(scene, "assistant")).length).toBe(end.frames * 40 * OPUS_PER_MS - PRE_SKIP);
  });

  it("of a client that sends all the time is kept from just before the first word", async () => {
    const scene = await begin();
    const talk = await connect(scene, { mode: "hands_free" });
    for (const packet of opusPackets({ pcm: new Float32Array(16_000), sampleRateHz: 16_000 })) talk.frame(packet);
    talk.sound(1000);
    for (const packet of opusPackets({ pcm: new Float32Array(16_000), sampleRateHz: 16_000 })) talk.frame(packet);
    await talk.turnEnd(1);
    const { length } = await listen(scene, "user");
    expect(length / OPUS_PER_MS).toBeGreaterThan(1200);
    expect(length / OPUS_PER_MS).toBeLessThan(2400);
  });

  it("has silence in place of what was lost or could not be decoded", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.speechStart();
    talk.sound(400);
    talk.frame(Uint8Array.of(0xff, 0xff, 0xff));
    talk.sequence += 5;
    talk.timestamp += 5 * 960;
    talk.sound(400);
    talk.speechEnd();
    await talk.turnEnd(1);
    expect((await listen(scene, "user")).length).toBe((400 + 20 + 100 + 400) * OPUS_PER_MS - PRE_SKIP);
  });

  it("that was taken back, or in which nothing was said, leaves nothing", async () => {
    const scene = await begin({ stt: { text: "" } });
    const talk = await connect(scene);
    talk.speechStart();
    talk.sound(400);
    talk.send({ type: "control", action: "speech_cancel", utterance: talk.utterance });
    await talk.turnEnd(1);
    talk.say(400);
    expect((await talk.turnEnd(2)).reason).toBe("empty");
    await scene.recordings.settled();
    expect(await filesIn(scene.directory)).toEqual([]);
  });
});

describe("the other turns", { timeout: SLOW }, () => {
  it("a typed one has the answer's voice alone, and its text names it", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.text("Hello.");
    await talk.turnEnd(1);
    const [turn] = await kept(scene);
    expect(turn).toEqual({
      turn: 1,
      userAudioRef: undefined,
      assistantAudioRef: expect.stringMatching(/^session-\d+\/1-[0-9a-f]{16}\.assistant\.opus$/),
    });
    const conversation = await (await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}`)).json();
    expect(conversation).toMatchObject({
      turns: [{ user_audio_ref: null, assistant_audio_ref: turn?.assistantAudioRef }],
    });
    expect((await fetch(`${scene.relay.httpUrl}${address("user")}`)).status).toBe(404);
  });

  it("a memo is kept as it came", async () => {
    const scene = await begin();
    const memo = oggTone(1000);
    const form = new FormData();
    form.set("session_id", session);
    form.set("id", "memo-1");
    form.set("audio", new File([new Uint8Array(memo)], "memo.opus"));
    const response = await fetch(`${scene.relay.httpUrl}/api/v1/voice-chat`, { method: "POST", body: form });
    expect(response.status).toBe(200);
    await expect.poll(async () => (await kept(scene))[0]?.userAudioRef).toMatch(/\.user\.opus$/);
    const file = await fetch(`${scene.relay.httpUrl}${address("user")}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(memo)).toBe(true);
  });

  it("keeps nothing where the switch is off, and still gives and deletes what there was", async () => {
    const scene = await begin({}, false);
    const talk = await connect(scene);
    talk.say();
    await talk.turnEnd(1);
    expect(await kept(scene)).toEqual([{ turn: 1 }]);
    expect(await filesIn(scene.directory)).toEqual([]);
    const reference = `${session}/1-0a.user.opus`;
    await mkdir(path.join(scene.directory, session), { recursive: true });
    await writeFile(path.join(scene.directory, reference), oggTone(200));
    const [turn] = await store.conversation(session);
    await store.saveTurnAudio(turn!, { userAudioRef: reference });
    expect((await listen(scene, "user")).length).toBe(200 * OPUS_PER_MS - PRE_SKIP);
    await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}`, { method: "DELETE" });
    expect(await filesIn(scene.directory)).toEqual([]);
  });

  it("an answer that is cut off by the end of the session is kept as far as it was sent", async () => {
    const scene = await begin({ llm: { replies: ["One two three four five six seven eight nine ten eleven."] } });
    const talk = await connect(scene);
    talk.autoCredit = false;
    talk.say();
    await talk.until(() => talk.frames.length === 10);
    talk.send({ type: "control", action: "stop" });
    await talk.until(() => talk.closed !== null);
    await expect.poll(async () => (await kept(scene))[0]?.assistantAudioRef).toMatch(/\.assistant\.opus$/);
    const answer = await listen(scene, "assistant");
    expect(answer.length).toBeGreaterThanOrEqual(10 * 40 * OPUS_PER_MS - PRE_SKIP);
    expect((await listen(scene, "user")).length).toBe(1000 * OPUS_PER_MS - PRE_SKIP);
  });
});

describe("reading", { timeout: SLOW }, () => {
  it("asks for the token as everything does", async () => {
    const scene = await begin({ token: "0123456789abcdef" });
    expect((await fetch(`${scene.relay.httpUrl}${address("user")}`)).status).toBe(401);
    const headers = { Authorization: "Bearer 0123456789abcdef" };
    expect((await fetch(`${scene.relay.httpUrl}${address("user")}`, { headers })).status).toBe(404);
  });

  it("gives a range, the length alone, and says which ranges there are not", async () => {
    const scene = await begin();
    (await connect(scene)).say();
    await client!.turnEnd(1);
    await scene.recordings.settled();
    const url = `${scene.relay.httpUrl}${address("user")}`;
    const whole = Buffer.from(await (await fetch(url)).arrayBuffer());
    const part = await fetch(url, { headers: { Range: "bytes=4-9" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 4-9/${whole.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(4, 10))).toBe(true);
    const behind = await fetch(url, { headers: { Range: `bytes=${whole.length}-` } });
    expect([behind.status, behind.headers.get("content-range")]).toEqual([416, `bytes */${whole.length}`]);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(whole.length)]);
  });

  it("is named among the voices of its turn, and an answer that made no sound is not", async () => {
    const scene = await begin();
    const voicesOf = async (turn: number) => {
      const response = await fetch(`${scene.relay.httpUrl}${address("", turn).replace(/\/$/, "")}`);
      return [response.status, response.headers.get("cache-control"), await response.json()];
    };
    (await connect(scene)).say();
    await client!.turnEnd(1);
    await scene.recordings.settled();
    expect(await voicesOf(1)).toEqual([200, "no-store", { voices: ["user", "assistant"] }]);
    const [turn] = await store.conversation(session);
    await store.saveTurn(storedTurn(session, 2, { userAudioRef: turn!.userAudioRef! }));
    expect(await voicesOf(2)).toEqual([200, "no-store", { voices: ["user"] }]);
    await rm(path.join(scene.directory, turn!.userAudioRef!));
    expect(await voicesOf(2)).toEqual([200, "no-store", { voices: [] }]);
    expect(await voicesOf(3)).toEqual([200, "no-store", { voices: [] }]);
  });

  it.each(["../secret.opus", "session-audio/../../secret.opus", "session-audio/1-0a.user.opus/../../../secret.opus"])(
    "follows no reference out of its folder: %s",
    async (reference) => {
      const scene = await begin();
      await writeFile(path.join(data, "secret.opus"), "secret");
      await store.saveTurn(storedTurn(session, 1, { userAudioRef: reference }));
      expect(path.join(scene.directory, reference)).toBe(path.join(data, "secret.opus"));
      expect((await fetch(`${scene.relay.httpUrl}${address("user")}`)).status).toBe(404);
    },
  );

  it.each(["/turns/0/audio/user", "/turns/1e3/audio/user", "/turns/1/audio/both", "/turns/1/audio/..%2fuser"])(
    "knows no %s",
    async (rest) => {
      const scene = await begin();
      await store.saveTurn(storedTurn(session, 1));
      expect((await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}${rest}`)).status).toBe(404);
    },
  );
});

describe("deleting a conversation", { timeout: SLOW }, () => {
  it("deletes its voices, those that are still being written too, and no other's", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.say();
    await talk.turnEnd(1);
    const other = new VoiceTrack();
    other.add(Uint8Array.of(0xf8, 1, 2));
    const { recordings, directory, relay } = scene;
    await store.saveTurn(storedTurn("another", 1));
    const note = async (): Promise<boolean> => (await store.lastTurn(session)) > 0;
    recordings.keep({ sessionId: "another", turn: 1, traceId: "0b" }, { user: other }, async () => true);
    recordings.keep({ sessionId: session, turn: 1, traceId: "0c" }, { user: other }, note);
    const url = `${relay.httpUrl}/api/v1/conversations/${session}`;
    expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
    recordings.keep({ sessionId: session, turn: 1, traceId: "0d" }, { user: other }, note);
    await recordings.settled();
    // `another` is no plain folder's name for every file system: it is short.
    expect(await filesIn(directory)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\/1-0b\.user\.opus$/)]);
    expect(await readdir(directory)).not.toContain(session);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(404);
    expect((await fetch(`${relay.httpUrl}${address("user")}`)).status).toBe(404);
  });

  it("shows the language model nothing of it any more, also where it goes on", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.text("My name is Hanako.");
    await talk.turnEnd(1);
    await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}`, { method: "DELETE" });
    talk.text("What is my name?");
    await talk.turnEnd(2);
    const shown = scene.relay.providers.llm[0].calls.map(({ request }) => request.messages.map(({ text }) => text));
    expect(shown).toEqual([["My name is Hanako."], ["What is my name?"]]);
  });

  it("says when the voices could not be deleted, and deletes them when it is asked again", async () => {
    const { relay, directory } = await begin();
    await store.saveTurn(storedTurn(session, 1));
    await mkdir(directory, { recursive: true });
    // Its folder's name leads in a circle: nobody's rights let the relay in, not even those of root.
    await symlink(session, path.join(directory, session));
    const url = `${relay.httpUrl}/api/v1/conversations/${session}`;
    const refused = await fetch(url, { method: "DELETE" });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ reason: "ELOOP", detail: expect.stringContaining("again") });
    await rm(path.join(directory, session));
    await mkdir(path.join(directory, session));
    await writeFile(path.join(directory, session, "1-0a.user.opus"), "x");
    expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
    expect(await filesIn(directory)).toEqual([]);
  });
});

describe("a disk", { timeout: SLOW }, () => {
  it("that cannot be written to harms no turn; /ready and the log say it once, and that it is over", async () => {
    const scene = await begin();
    await writeFile(scene.directory, "a file in the folder's place");
    const talk = await connect(scene);
    for (const turn of [1, 2]) {
      talk.say();
      expect((await talk.turnEnd(turn)).reason).toBe("completed");
    }
    expect(await kept(scene)).toEqual([{ turn: 1 }, { turn: 2 }]);
    const { warnings } = await readStatus(scene.relay);
    expect(warnings).toContainEqual({
      stage: "recordings",
      provider: "recordings",
      message: expect.stringMatching(/^Voices are not kept now: E\w+: .*AUDIO_ARCHIVE=off/s),
    });
    expect(scene.logged.filter((line) => line.includes("voices not kept"))).toHaveLength(1);
    await rm(scene.directory);
    talk.say();
    await talk.turnEnd(3);
    expect((await kept(scene))[2]?.userAudioRef).toBeDefined();
    expect((await readStatus(scene.relay)).warnings.map(({ stage }) => stage)).not.toContain("recordings");
    expect(scene.logged.filter((line) => line.includes("voices are kept again"))).toHaveLength(1);
  });

  it("that is only the owner's to read", async () => {
    const scene = await begin();
    (await connect(scene)).say();
    await client!.turnEnd(1);
    const [turn] = await kept(scene);
    const file = path.join(scene.directory, turn?.userAudioRef ?? "");
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(path.dirname(file))).mode & 0o077).toBe(0);
  });

  const mount = "mount -t tmpfs -o size=4m none";
  const hasMounts = spawnSync("unshare", ["-rm", "sh", "-c", `${mount} /mnt`]).status === 0;
  it.skipIf(!hasMounts)(
    "that is full is told, and leaves no half file (skipped where no private mount can be made)",
    async () => {
      const directory = await temporary();
      const command = `${mount} "$0" && "$@" && find "$0" -type f -size +0 -printf '%s %f\\n'`;
      const child = [process.execPath, "--import", "tsx", CHILD, directory];
      const { stdout } = spawnSync("unshare", ["-rm", "sh", "-c", command, directory, ...child], {
        encoding: "utf8",
        cwd: ROOT,
      });
      const lines = stdout.trim().split("\n");
      expect(lines.filter((line) => line.includes("voices not kept"))).toHaveLength(1);
      const health = lines.find((line) => line.startsWith('{"status"')) ?? "{}";
      expect(JSON.parse(health)).toMatchObject({
        status: "degraded",
        reason: expect.stringContaining("the disk is full"),
      });
      const files = lines.filter((line) => /^\d+ /.test(line));
      expect(files.length).toBeGreaterThan(0);
      expect(new Set(files.map((line) => line.split(" ")[0])).size).toBe(1);
      expect(files.join()).not.toContain(".parts");
    },
  );

  it("has whole files only after kill -9, and the half one is gone after an hour", async () => {
    const directory = await temporary();
    const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", CHILD, directory, "30000"], { cwd: ROOT });
    const lines = createInterface({ input: child.stdout! });
    for await (const line of lines) if (line === "asked 5") child.kill("SIGKILL");
    if (child.signalCode === null) await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    const files = (await filesIn(directory)).filter((name) => !name.startsWith(".parts"));
    expect(files.length).toBeGreaterThanOrEqual(8);
    for (const name of files) {
      const bytes = await readFile(path.join(directory, name));
      const lastPage = bytes.lastIndexOf("OggS");
      expect([name, bytes[lastPage + 5]]).toEqual([name, 4]);
    }
    const half = path.join(directory, ".parts", "7-0a.user.opus");
    await writeFile(half, "half");
    const log = createLog("error", (line) => process.stderr.write(line));
    const recordings = new Recordings({ directory, on: true, log });
    await recordings.prepare(new Date());
    expect(existsSync(half)).toBe(true);
    const anHourAgo = new Date(Date.now() - 61 * 60 * 1000);
    await utimes(half, anHourAgo, anHourAgo);
    await recordings.prepare(new Date());
    expect(existsSync(half)).toBe(false);
  });

  it("that is far too slow costs voices, not the relay's memory", async () => {
    let release = (): void => {};
    const stuck = new Promise<boolean>((resolve) => {
      release = () => resolve(true);
    });
    const log = createLog("error", () => {});
    const directory = await temporary();
    const recordings = new Recordings({ directory, on: true, log });
    const huge = { bytes: 30 * 1024 * 1024, ogg: () => [Uint8Array.of(1)] };
    for (const turn of [1, 2, 3])
      recordings.keep({ sessionId: session, turn, traceId: "0a" }, { user: huge }, () => stuck);
    expect(recordings.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("too slow") });
    release();
    await recordings.settled();
    expect(await filesIn(directory)).toEqual([`${session}/1-0a.user.opus`, `${session}/2-0a.user.opus`]);
    expect(recordings.health()).toEqual({ status: "ok" });
  });
});
