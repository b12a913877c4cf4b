import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRaw, readRecording } from "../testing/wav.ts";
import { scoredWords, wordErrorRate, wordErrors } from "../testing/wer.ts";
import { createEmbeddedStt } from "./embedded.ts";
import type { SpeechToText } from "./port.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const weightsDirectory = `${root}models/weights`;
const jfk = `${root}../shared/speech/jfk.en.wav`;
const JFK =
  "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";
const debian = "/usr/share/pocketsphinx/test/data/";
const never = new AbortController().signal;

describe("the embedded recogniser, before anything is loaded", () => {
  it("says which languages it hears and names the two ways out", async () => {
    const stt = createEmbeddedStt({ weightsDirectory: "/nowhere" });
    expect(stt.languages).toEqual(["en"]);
    const heard = stt.transcribe({ pcm: new Float32Array(16_000), language: "ja-JP", final: true }, never);
    await expect(heard).rejects.toMatchObject({
      role: "stt",
      reason: "language",
      message: expect.stringMatching(/whisper\.cpp.*`browser`/),
    });
  });

  it("is down without weights, and says how to get them", async () => {
    const stt = createEmbeddedStt({ weightsDirectory: "/nowhere" });
    await expect(stt.prepare(never)).rejects.toMatchObject({ reason: "unavailable" });
    expect(stt.health()).toEqual({ status: "down", reason: expect.stringContaining("models/prepare/main.ts") });
  });
});

describe.skipIf(!existsSync(`${weightsDirectory}/moonshine-tiny-en`))(
  "the embedded recogniser",
  { timeout: 60_000 },
  () => {
    let stt: SpeechToText;

    beforeAll(async () => {
      stt = createEmbeddedStt({ weightsDirectory });
      await stt.prepare(never);
    }, 60_000);
    afterAll(() => stt.close());

    const hear = async (pcm: Float32Array, signal = never) =>
      (await stt.transcribe({ pcm, language: "en", final: true }, signal)).text;

    it("is well", () => {
      expect(stt.health()).toEqual({ status: "ok" });
    });

    it.skipIf(!existsSync(jfk))("hears the inaugural address without an error", async () => {
      const { pcm } = readRecording(jfk);
      expect(wordErrorRate(JFK, await hear(pcm))).toBe(0);
    });

    it.skipIf(!existsSync(jfk))(
      "hears more than 30 s, cut at a pause",
      async () => {
        const { pcm } = readRecording(jfk);
        const long = new Float32Array(4 * pcm.length);
        for (let i = 0; i < 4; i += 1) long.set(pcm, i * pcm.length);
        expect(wordErrorRate(`${JFK} ${JFK} ${JFK} ${JFK}`, await hear(long))).toBeLessThanOrEqual(0.05);
      },
      20_000,
    );

    it.skipIf(!existsSync(jfk))("stops between two steps when aborted, and hears the next", async () => {
      const { pcm } = readRecording(jfk);
      const stop = new AbortController();
      const stopped = hear(pcm, stop.signal);
      const next = hear(pcm.subarray(0, 32_000));
      stop.abort(new Error("spoken over"));
      await expect(stopped).rejects.toThrow("spoken over");
      expect(await next).toMatch(/and so,? my fellow/i);
    });

    it.skipIf(!existsSync(`${debian}cards`))(
      "hears Debian's test recordings with at most 10 % errors",
      async () => {
        const clips = debianClips();
        let errors = 0;
        let words = 0;
        for (const { path, text } of clips) {
          const { pcm } = path.endsWith(".raw") ? readRaw(path) : readRecording(path);
          errors += wordErrors(text, await hear(pcm));
          words += scoredWords(text).length;
        }
        expect(words).toBeGreaterThan(80);
        expect(errors / words).toBeLessThanOrEqual(0.1);
      },
      60_000,
    );

    it.each([
      ["silence", () => 0],
      ["hiss", (i: number) => 0.05 * (((i * 16_807) % 2_147_483_647) / 1_073_741_823 - 1)],
      ["mains hum", (i: number) => 0.1 * Math.sin((2 * Math.PI * 50 * i) / 16_000)],
    ])("hears nothing in %s", async (_name, sample) => {
      expect(await hear(Float32Array.from({ length: 48_000 }, (_, i) => sample(i)))).toBe("");
    });

    it("takes a stretch of a few samples, and none", async () => {
      expect(await hear(new Float32Array(10).fill(0.5).fill(-0.5, 5))).toBe("");
      expect(await hear(new Float32Array(0))).toBe("");
    });
  },
);

function debianClips(): { path: string; text: string }[] {
  const list = (folder: string, file: string) =>
    readFileSync(`${debian}${folder}/${file}`, "utf8")
      .split("\n")
      .map((line) => /<s>(.*)<\/s> \((.*)\)/.exec(line))
      .filter((found) => found !== null)
      .map((found) => ({ path: `${debian}${folder}/${found[2]}.wav`, text: found[1]! }));
  return [
    ...list("cards", "cards.transcription"),
    ...list("librivox", "transcription"),
    { path: `${debian}goforward.raw`, text: "go forward ten meters" },
  ];
}
