// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parseProvidersConfig } from "../config/providers-config.ts";
import type { ProvidersContext } from "../context.ts";
import { createTts } from "./registry.ts";

const parse = (text: string) => parseProvidersConfig(text, "p.yaml", { KEY: "k", ELEVENLABS_API_KEY: "k" }).tts;
const entry = (...lines: string[]) => parse(["tts:", ...lines.map((line) => `  ${line}`)].join("\n"));
const context = { weightsDirectory: "nowhere" } as ProvidersContext;

describe("tts of providers.yaml", () => {
  it("is shipped with examples that can be uncommented and made", async () => {
    const shipped = await readFile(new URL("../../providers.yaml", import.meta.url), "utf8");
    const lines = shipped.split("\n");
    const example = lines.slice(lines.indexOf("# tts:"));
    const end = example.findIndex((line) => !line.startsWith("#"));
    const entries = parse(
      example
        .slice(0, end)
        .map((line) => line.slice(2))
        .join("\n"),
    );
    const made = entries.map((one) => createTts(one, context));
    expect(made.map(({ name }) => name)).toEqual(["open-audio-s1", "voicevox", "openai", "elevenlabs", "embedded"]);
    expect(made.map(({ model }) => model)).toEqual([
      "openaudio-s1-mini",
      "voicevox",
      "gpt-4o-mini-tts",
      "eleven_flash_v2_5",
      undefined,
    ]);
    for (const tts of made) await tts.close();
  });

  it("takes the owner's words for OpenAudio S1", () => {
    const [owner] = entry(
      "provider: open-audio-s1",
      "endpoint: http://127.0.0.1:9000",
      "default_voice: shiori",
      "stream: true",
    );
    expect(owner).toMatchObject({ provider: "open-audio-s1", default_voice: "shiori", stream: true });
  });

  it("makes a scripted voice that moves the mouth", async () => {
    const [scripted] = entry("provider: scripted", "ms_per_word: 100");
    const tts = createTts(scripted!, context);
    const chunks = [];
    for await (const chunk of tts.speak({ text: "one two", language: "en" }, new AbortController().signal))
      chunks.push(chunk);
    expect(chunks[0]?.visemes).toHaveLength(4);
    expect(chunks.reduce((sum, { pcm }) => sum + pcm.length, 0)).toBe(4_800);
  });

  it.each([
    [["provider: openai", "endpoint: http://h/v1"], "tts.model", "missing"],
    [["provider: openai", "endpoint: ftp://h", "model: m"], "tts.endpoint", "expected an http"],
    [
      ["provider: openai", "endpoint: http://h", "model: m", "response_format: mp3"],
      "tts.response_format",
      "pcm or opus",
    ],
    [
      ["provider: openai", "endpoint: http://h", "model: m", "sample_rate: 24kHz"],
      "tts.sample_rate",
      "from 8000 to 192000",
    ],
    [["provider: voicevox", "endpoint: http://h", "silence_ms: 0"], "tts.silence_ms", "from 100"],
    [["provider: voicevox", "endpoint: http://h", "voices: [{ id: 3 }]"], "tts.voices", "expected a list of voices"],
    [["provider: elevenlabs", "default_voice: v"], "tts.api_key", "missing"],
    [["provider: elevenlabs", "api_key: ${KEY}", "default_voice: v", "sample_rate: 11025"], "tts.sample_rate", "48000"],
    [["provider: open-audio-s1", "endpoint: http://h", "chunk_length: 50"], "tts.chunk_length", "from 100 to 1000"],
    [["provider: open-audio-s1", "endpoint: http://h", "api_key: k"], "tts.api_key", "environment"],
  ])("says what is wrong with %j", (lines, key, expected) => {
    let message = "";
    try {
      entry(...lines);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(key);
    expect(message).toContain(expected);
  });
});
