/** The client of docs/examples, in another language and written from docs/protocol.md alone, talks with this relay. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { oggCrc, oggTone } from "./ogg-opus.ts";

const CLIENT = fileURLToPath(new URL("../../docs/examples/client.py", import.meta.url));
const isPythonHere =
  spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"], { stdio: "ignore" }).status === 0;

const SESSION = "python";
const LONG = "One two three four five six seven eight nine ten. Eleven twelve thirteen fourteen fifteen sixteen.";

const directory = mkdtempSync(join(tmpdir(), "hisho-python-"));
const saved = join(directory, "answer.opus");
const question = join(directory, "question.opus");
let relay: RunningRelay;

afterAll(() => rmSync(directory, { recursive: true }));

interface Ran {
  status: number | null;
  /** The text of the lines that begin with a word. */
  said: (what: string) => string[];
}

/** Runs the client, by default sixteen times faster than real time. `onLine` hears of every line as it is printed. */
async function runClient(
  args: string[],
  onLine: (line: string) => void = () => {},
  url: string = relay.url,
): Promise<Ran> {
  const { RELAY_TOKEN: _, ...env } = process.env;
  const child = spawn("python3", [CLIENT, url, "--session", SESSION, "--speed", "16", ...args], {
    env: { ...env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    parts.forEach(onLine);
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (complaints.includes("Traceback")) throw new Error(complaints);
  if (complaints !== "") lines.push(`${"stderr".padEnd(10)} ${complaints}`);
  const said = (what: string) =>
    lines.filter((line) => line.slice(0, 10).trimEnd() === what).map((line) => line.slice(11));
  return { status, said };
}

/** The sound of an Ogg Opus file as another decoder hears it, which does not look at checksums: they are checked here. */
async function decode(file: string): Promise<Float32Array> {
  const bytes = readFileSync(file);
  for (let at = 0, end = 0; at < bytes.length; at = end) {
    const lacing = bytes.subarray(at + 27, at + 27 + bytes[at + 26]!);
    end = at + 27 + lacing.length + lacing.reduce((sum, length) => sum + length, 0);
    const page = Buffer.from(bytes.subarray(at, end));
    page.writeUInt32LE(0, 22);
    expect(oggCrc(page)).toBe(bytes.readUInt32LE(at + 22));
  }
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  const { channelData, errors } = await decoder.decodeFile(bytes);
  decoder.free();
  expect(errors).toEqual([]);
  return channelData[0]!;
}

/** What the relay counts, by the name of the metric. */
async function measured(): Promise<Record<string, number>> {
  const text = await (await fetch(`${relay.httpUrl}/metrics`)).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(samples.map((line) => line.split(" ")).map(([name, value]) => [name, Number(value)]));
}

const NOTHING_LOST = { hisho_uplink_frames_lost_total: 0, hisho_uplink_frames_corrupt_total: 0 };

async function begin(options: RelayOptions = {}): Promise<void> {
  relay = await startRelay(options);
}

describe("the Python client of docs/examples", { timeout: 60_000 }, () => {
  beforeEach(({ skip }) => skip(!isPythonHere, "python3 of 3.11 or newer is not on the PATH"));
  afterEach(() => relay.close());

  it("has a typed turn answered in text, with its source, and in sound that another decoder plays", async () => {
    await begin({
      llm: { replies: ["Up to 12,000 yen [1]."] },
      tts: { visemes: true },
      search: async () => [
        { n: 1, docId: "d1", title: "Travel rules", locator: "Page 3", text: "At most 12,000 yen.", score: 0.9 },
      ],
    });
    const { status, said } = await runClient(["--text", "How much is a hotel?", "--save", saved]);
    expect(status).toBe(0);
    expect(said("you")).toEqual(["How much is a hotel?"]);
    expect(said("hisho")).toEqual(["Up to 12,000 yen [1]."]);
    expect(said("source")).toEqual(["[1] Travel rules, Page 3: At most 12,000 yen."]);
    expect(said("closed")).toEqual(["1000 stopped"]);
    const frames = Number(/turn 1: (\d+) of \1 frames/.exec(said("audio")[0] ?? "")?.[1]);
    expect(said("turn")).toEqual([`1 completed, heard ${frames * 40} ms`]);
    const spokenMs = relay.providers.tts[0].calls.reduce((sum, call) => sum + call.audioMs, 0);
    const sound = await decode(saved);
    expect(sound.length).toBe(frames * 1920 - 312);
    expect(frames * 40).toBeGreaterThanOrEqual(spokenMs);
    expect(Math.max(...sound)).toBeGreaterThan(0.05);
  });

  it("speaks a file, and goes on by keyboard in the same session", async () => {
    await begin({
      stt: { text: (seconds) => "what time is it now please".slice(0, Math.ceil(seconds * 13)) },
      llm: { replies: ["It is ten past three.", "You are welcome."] },
    });
    writeFileSync(question, oggTone(2000));
    const { status, said } = await runClient([
      "--speed",
      "2",
      "--speak",
      question,
      "--text",
      "Thanks",
      "--save",
      saved,
    ]);
    expect(status).toBe(0);
    const partials = said("you ...");
    expect(partials.length).toBeGreaterThan(0);
    for (const partial of partials) expect("what time is it now please").toContain(partial);
    expect(said("you")).toEqual(["what time is it now please", "Thanks"]);
    expect(said("hisho")).toEqual(["It is ten past three.", "You are welcome."]);
    const heard = relay.providers.stt[0].calls.filter((call) => call.final).map((call) => call.seconds);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toBeCloseTo(2, 1);
    // Only the answer to speech has been waited for since speech.
    expect(await measured()).toMatchObject({ ...NOTHING_LOST, 'hisho_stage_seconds_count{stage="audible"}': 1 });
    const frames = said("audio").map((line) => Number(/(\d+) of \1 frames/.exec(line)?.[1]));
    expect(await decode(saved)).toHaveLength((frames[0]! + frames[1]!) * 1920 - 312);
  });

  it("loses the socket in an answer and hears the very same sound as without that", async () => {
    await begin({ llm: { replies: [LONG] }, tts: { visemes: true } });
    const whole = await runClient(["--text", "Count", "--save", saved]);
    const sound = await decode(saved);
    await relay.close();
    await begin({ llm: { replies: [LONG] }, tts: { visemes: true } });
    const cut = await runClient(["--text", "Count", "--save", saved, "--drop-after", "40"]);
    expect([whole.status, cut.status]).toEqual([0, 0]);
    expect(cut.said("dropped")).toHaveLength(1);
    expect(cut.said("closed")).toEqual(["1006 the connection was lost", "1000 stopped"]);
    expect(cut.said("resumed")).toHaveLength(1);
    expect(whole.said("totals")[0]).toMatch(/^sockets 1, .* lost 0, repeated 0$/);
    expect(cut.said("totals")).toEqual([whole.said("totals")[0]?.replace("sockets 1", "sockets 2")]);
    expect(cut.said("hisho")).toEqual([LONG]);
    expect(cut.said("turn")).toEqual(whole.said("turn"));
    expect(await decode(saved)).toEqual(sound);
    expect(relay.providers.llm[0].calls).toHaveLength(1);
  });

  it("loses the socket while it speaks and is understood whole, once", async () => {
    await begin({ stt: { text: (seconds) => `${seconds.toFixed(1)} s` } });
    writeFileSync(question, oggTone(2000));
    const { status, said } = await runClient(["--speed", "4", "--speak", question, "--drop-after", "60"]);
    expect(status).toBe(0);
    expect(said("dropped")).toHaveLength(1);
    expect(said("resumed")).toHaveLength(1);
    expect(said("you")).toEqual(["2.0 s"]);
    expect(await measured()).toMatchObject(NOTHING_LOST);
    expect(said("turn")).toEqual([expect.stringMatching(/^1 completed/)]);
    expect(said("totals")[0]).toMatch(/^sockets 2, .* lost 0, repeated 0$/);
    expect(relay.providers.llm[0].calls).toHaveLength(1);
  });

  it("says again under the same id what a relay that was started anew does not know", async () => {
    await begin({ stt: { text: "what time is it" } });
    const door = createServer((inside) => {
      const outside = connect(Number(new URL(relay.url).port), "127.0.0.1");
      inside.pipe(outside).pipe(inside);
      inside.on("error", () => outside.destroy());
      outside.on("error", () => inside.destroy());
    }).listen(0, "127.0.0.1");
    await once(door, "listening");
    writeFileSync(question, oggTone(2000));
    let restarted: Promise<void> | undefined;
    const url = `ws://127.0.0.1:${(door.address() as AddressInfo).port}`;
    const { status, said } = await runClient(
      ["--speed", "2", "--speak", question],
      (line) => {
        if (line.startsWith("you ...")) restarted ??= relay.close().then(() => begin());
      },
      url,
    );
    door.close();
    await restarted;
    expect(status).toBe(0);
    expect(said("closed")).toEqual(["1001 the relay shuts down", "1000 stopped"]);
    expect(said("forgotten")).toHaveLength(1);
    expect(said("you")).toEqual(["hello"]);
    expect(said("turn")).toEqual([expect.stringMatching(/^\d+ completed/)]);
    expect(relay.providers.stt[0].calls.find((call) => call.final)?.seconds).toBeCloseTo(2, 1);
    expect(await measured()).toMatchObject(NOTHING_LOST);
  });

  it("is let in with the token, and tells in words that a wrong one or none is refused", async () => {
    await begin({ token: "a-token-of-sixteen" });
    for (const args of [[], ["--token", "a-token-of-fifteen"]]) {
      const { status, said } = await runClient(["--text", "Hello", ...args]);
      expect(status).toBe(3);
      expect(said("refused")).toEqual(["401 wrong or missing token"]);
    }
    const { status, said } = await runClient(["--text", "Hello", "--no-audio", "--token", "a-token-of-sixteen"]);
    expect(status).toBe(0);
    expect(said("hisho")).toEqual(["Hello. How can I help you?"]);
    expect(said("audio")).toEqual([]);
  });

  it("says that a newer socket replaced it, and does not come back", async () => {
    await begin({ llm: { replies: [LONG] } });
    let newer: TestClient | undefined;
    const { status, said } = await runClient(["--speed", "1", "--text", "Count"], (line) => {
      if (line.startsWith("hisho ...")) newer ??= new TestClient(relay.url, SESSION);
    });
    newer?.socket.terminate();
    expect(status).toBe(1);
    expect(said("closed")).toEqual([expect.stringMatching(/^4000 replaced by a newer socket of the same session/)]);
    expect(said("totals")[0]).toMatch(/^sockets 1,/);
  });

  it("does not speak a damaged file", async () => {
    await begin();
    const damaged = oggTone(200);
    damaged[damaged.length - 1]! ^= 1;
    writeFileSync(question, damaged);
    const { status, said } = await runClient(["--speak", question]);
    expect(status).toBe(2);
    expect(said("stderr")[0]).toMatch(/the Ogg page at byte \d+ is damaged/);
    expect(relay.providers.stt[0].calls).toEqual([]);
  });
});
