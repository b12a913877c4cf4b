import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createEmbeddedStt } from "../stt/embedded.ts";
import { STT_SAMPLE_RATE_HZ } from "../stt/port.ts";
import { scoredWords, wordErrors } from "../testing/wer.ts";
import { createEmbeddedTts } from "./embedded.ts";
import { findCommand } from "./engines/find-command.ts";
import type { SpeechChunk, SpeechRequest, TextToSpeech } from "./port.ts";

const weightsDirectory = fileURLToPath(new URL("../../../models/weights", import.meta.url));
const never = new AbortController().signal;
const hasJapanese =
  existsSync(`${weightsDirectory}/open-jtalk/voices`) &&
  (existsSync(`${weightsDirectory}/open-jtalk/bin/open_jtalk`) || findCommand("open_jtalk") !== undefined);

async function spoken(tts: TextToSpeech, request: SpeechRequest, signal = never): Promise<SpeechChunk[]> {
  const chunks: SpeechChunk[] = [];
  for await (const chunk of tts.speak(request, signal)) chunks.push(chunk);
  return chunks;
}

/** Cues never go back, lie inside the audio, and end with a closed mouth. */
function expectSoundCues(chunks: readonly SpeechChunk[]) {
  const lengthMs = chunks.reduce((sum, { pcm, sampleRateHz }) => sum + (pcm.length * 1000) / sampleRateHz, 0);
  const cues = chunks.flatMap(({ visemes }) => [...(visemes ?? [])]);
  expect(cues.length).toBeGreaterThan(5);
  for (const [index, [atMs, , weight]] of cues.entries()) {
    expect(atMs).toBeGreaterThanOrEqual(cues[index - 1]?.[0] ?? 0);
    expect(atMs).toBeLessThanOrEqual(lengthMs);
    expect(weight).toBeGreaterThanOrEqual(0);
    expect(weight).toBeLessThanOrEqual(1);
  }
  expect(cues.at(-1)![1]).toBe("sil");
}

describe("the embedded voices", { timeout: 60_000 }, () => {
  let tts: TextToSpeech;

  beforeAll(async () => {
    tts = createEmbeddedTts({ weightsDirectory });
    await tts.prepare(never);
  }, 60_000);
  afterAll(() => tts.close());

  it("speak English at 16 kHz, without silence before the first word", async () => {
    const chunks = await spoken(tts, { text: "Hello, how are you?", language: "en-US" });
    expect(chunks[0]!.sampleRateHz).toBe(16_000);
    const sound = chunks[0]!.pcm.findIndex((sample) => Math.abs(sample) > 0.005);
    expect(sound).toBeLessThanOrEqual(0.03 * 16_000);
    expectSoundCues(chunks);
  });

  it("open the mouth for the vowels of a word and shut it for its lips", async () => {
    const [chunk] = await spoken(tts, { text: "mama", language: "en" });
    const shapes = chunk!.visemes!.map(([, shape]) => shape).filter((shape, i, all) => shape !== all[i - 1]);
    expect(shapes).toEqual(["sil", "aa", "sil", "aa", "sil"]);
  });

  it("speak faster and slower as asked, and in another voice", async () => {
    const lengthOf = async (request: Partial<SpeechRequest>) =>
      (await spoken(tts, { text: "The meeting begins at three.", language: "en", ...request }))[0]!.pcm.length;
    const [usual, fast, slow] = [
      await lengthOf({}),
      await lengthOf({ speakingRate: 2 }),
      await lengthOf({ speakingRate: 0.5 }),
    ];
    expect(fast / usual).toBeCloseTo(0.5, 0.5);
    expect(slow / usual).toBeCloseTo(2, 0.5);
    expect(await lengthOf({ voice: "rms" })).not.toBe(usual);
    expect(await lengthOf({ voice: "mei_happy" })).toBe(usual);
  });

  it("say nothing for what has no words", async () => {
    expect(await spoken(tts, { text: "  ", language: "en" })).toEqual([]);
    expect(await spoken(tts, { text: "…", language: "en" })).toEqual([]);
  });

  it("take words that look like options, and a long answer", async () => {
    expect(await spoken(tts, { text: "-voice kal", language: "en" })).toHaveLength(1);
    const long = await spoken(tts, { text: "This goes on and on. ".repeat(60), language: "en" });
    expect(long.length).toBeGreaterThan(1);
    expect(long.reduce((sum, { pcm }) => sum + pcm.length, 0) / 16_000).toBeGreaterThan(40);
    expectSoundCues(long);
  });

  it("stop when spoken over", async () => {
    const stop = new AbortController();
    const speaking = spoken(tts, { text: "This goes on and on. ".repeat(60), language: "en" }, stop.signal);
    stop.abort(new Error("spoken over"));
    await expect(speaking).rejects.toThrow("spoken over");
    expect(await spoken(tts, { text: "Still here.", language: "en" })).toHaveLength(1);
  });

  it("say which languages there are when asked for another", async () => {
    await expect(spoken(tts, { text: "Guten Tag", language: "de" })).rejects.toMatchObject({
      reason: "language",
      message: expect.stringContaining("en, ja and ko"),
    });
  });

  it.skipIf(!existsSync(`${weightsDirectory}/moonshine-tiny-en`))(
    "are heard again by the embedded recogniser with at most 20 % errors",
    async () => {
      const stt = createEmbeddedStt({ weightsDirectory });
      await stt.prepare(never);
      try {
        const sentences = [
          "You have a meeting with the design team tomorrow morning.",
          "It is a quarter past three in the afternoon.",
          "I will remind you to call your brother in ten minutes.",
        ];
        let errors = 0;
        for (const text of sentences) {
          const [chunk] = await spoken(tts, { text, language: "en" });
          expect(chunk!.sampleRateHz).toBe(STT_SAMPLE_RATE_HZ);
          errors += wordErrors(
            text,
            (await stt.transcribe({ pcm: chunk!.pcm, language: "en", final: true }, never)).text,
          );
        }
        expect(errors / scoredWords(sentences.join(" ")).length).toBeLessThanOrEqual(0.2);
      } finally {
        await stt.close();
      }
    },
    30_000,
  );

  describe.skipIf(!hasJapanese)("in Japanese", () => {
    it("speak kanji at 48 kHz with the mouth of each vowel", async () => {
      const chunks = await spoken(tts, { text: "会議は三時です。", language: "ja" });
      expect(chunks[0]!.sampleRateHz).toBe(48_000);
      expectSoundCues(chunks);
      const vowels = (await spoken(tts, { text: "あ、い、う、え、お", language: "ja", voice: "mei_happy" }))[0]!
        .visemes!;
      expect(vowels.map(([, shape]) => shape).filter((shape) => shape !== "sil")).toEqual([
        "aa",
        "ih",
        "ou",
        "ee",
        "oh",
      ]);
    });

    it("give a long clause in pieces whose cues go on", async () => {
      const chunks = await spoken(tts, { text: `ABC、${"あいうえお、".repeat(45)}`, language: "ja", speakingRate: 2 });
      expect(chunks.length).toBeGreaterThan(1);
      expectSoundCues(chunks);
    });

    it("kill the process when spoken over, and leave no file", async () => {
      const stop = new AbortController();
      const speaking = spoken(tts, { text: "長い話をします。".repeat(12), language: "ja" }, stop.signal);
      stop.abort(new Error("spoken over"));
      await expect(speaking).rejects.toThrow("spoken over");
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`hisho-jtalk-${process.pid}-`))).toEqual([]);
    });
  });
});

describe("a machine without engines", { timeout: 60_000 }, () => {
  let empty: string;

  beforeEach(() => {
    empty = mkdtempSync(join(tmpdir(), "hisho-empty-"));
    vi.stubEnv("PATH", empty);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(empty, { recursive: true });
  });

  it("speaks English, and says in one sentence each what Japanese and Korean need", async () => {
    const tts = createEmbeddedTts({ weightsDirectory: empty });
    await tts.prepare(never);
    try {
      expect(tts.languages).toEqual(["en"]);
      const health = tts.health();
      expect(health.status).toBe("degraded");
      expect(health).toMatchObject({ reason: expect.stringMatching(/Japanese.*apt-get install open-jtalk/) });
      expect(health).toMatchObject({
        reason: expect.stringContaining("npm install --prefix models/weights/espeak-ng espeak-ng@1.0.2"),
      });
      await expect(spoken(tts, { text: "안녕하세요", language: "ko" })).rejects.toMatchObject({
        reason: "language",
        message: expect.stringContaining("espeak-ng"),
      });
      await expect(spoken(tts, { text: "こんにちは", language: "ja" })).rejects.toMatchObject({ reason: "language" });
    } finally {
      await tts.close();
    }
  });

  it("finds espeak-ng as soon as it is there: Korean, and Japanese in kana but not in kanji", async () => {
    const tts = createEmbeddedTts({ weightsDirectory: empty });
    expect(tts.languages).not.toContain("ko");
    // A stand-in that writes a WAV of its own: the real program is GPL-3 and not on every machine.
    writeFileSync(join(empty, "espeak-ng"), `#!${process.execPath}\n${fakeEspeak}`, { mode: 0o755 });
    expect(tts.languages).toEqual(["en", "ja", "ko"]);
    const [chunk] = await spoken(tts, { text: "안녕; $(reboot)\n하세요", language: "ko", speakingRate: 1.2 });
    expect(chunk).toMatchObject({ sampleRateHz: 22_050 });
    expect(chunk!.pcm.length).toBe("-v ko -s 210 --stdin --stdout|안녕; $(reboot) 하세요\n".length);
    expect(await spoken(tts, { text: "こんにちは", language: "ja" })).toHaveLength(1);
    await expect(spoken(tts, { text: "会議です", language: "ja" })).rejects.toMatchObject({
      reason: "language",
      message: expect.stringContaining("kanji"),
    });
    await tts.close();
  });

  it("runs the package an operator has added, and starts it again after it was stopped", async () => {
    const folder = join(empty, "espeak-ng/node_modules/espeak-ng/dist");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "../package.json"), `{ "type": "module" }`);
    writeFileSync(join(folder, "espeak-ng.js"), fakeEspeakPackage);
    const tts = createEmbeddedTts({ weightsDirectory: empty });
    expect(tts.languages).toContain("ko");
    const first = await spoken(tts, { text: "안녕", language: "ko" });
    expect(first[0]!.pcm.length).toBe(100);
    const stop = new AbortController();
    const hanging = spoken(tts, { text: "hang", language: "ko" }, stop.signal);
    stop.abort(new Error("spoken over"));
    await expect(hanging).rejects.toThrow("spoken over");
    expect(await spoken(tts, { text: "안녕", language: "ko" })).toHaveLength(1);
    await tts.close();
  });
});

const writeWav = `
function wav(samples) {
  const bytes = Buffer.alloc(44 + 2 * samples, 64);
  bytes.write("RIFF", 0); bytes.write("WAVEfmt ", 8); bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); bytes.writeUInt16LE(1, 22); bytes.writeUInt32LE(22050, 24);
  bytes.writeUInt16LE(2, 32); bytes.writeUInt16LE(16, 34); bytes.write("data", 36);
  bytes.writeUInt32LE(0x7ffff000, 40);
  return bytes;
}`;

/** Writes as many samples as its arguments and its text have characters. */
const fakeEspeak = `${writeWav}
let text = "";
process.stdin.setEncoding("utf8").on("data", (some) => { text += some; });
process.stdin.on("end", () => process.stdout.write(wav((process.argv.slice(2).join(" ") + "|" + text).length)));
`;

const fakeEspeakPackage = `${writeWav}
export default async ({ arguments: args }) => {
  if (args.at(-1) === "hang") await new Promise(() => {});
  return { FS: { readFile: () => wav(100) } };
};
`;
