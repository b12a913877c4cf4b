import { describe, expect, it } from "vitest";
import { licenceOf } from "./licences.ts";

describe("licenceOf", () => {
  it.each([
    ["openai/whisper-large-v3-turbo", "MIT"],
    ["ggml-large-v3-turbo-q5_0.bin", "MIT"],
    ["ggml-base.en.bin", "MIT"],
    ["Systran/faster-whisper-small", "MIT"],
    ["large-v3", "MIT"],
    ["kotoba-tech/kotoba-whisper-v2.0", "Apache-2.0"],
    ["moonshine-tiny-en", "MIT"],
    ["gpt-oss-20b-mxfp4.gguf", "Apache-2.0"],
    ["gpt-oss:20b", "Apache-2.0"],
    ["qwen/qwen3-32b", "Apache-2.0"],
    ["Qwen3-4B-Q4_K_M.gguf", "Apache-2.0"],
    ["meta/llama-3.1-8b-instruct", "Llama 3.1 Community License"],
    ["llama3:8b", "Meta Llama 3 Community License"],
    ["google/gemma-3-4b-it", "Gemma Terms of Use"],
    ["hexgrad/Kokoro-82M", "Apache-2.0"],
    ["intfloat/multilingual-e5-large", "MIT"],
    ["BAAI/bge-m3", "MIT"],
    ["cl-nagoya/ruri-v3-310m", "Apache-2.0"],
    ["use-lite-en/0.2.0", "Apache-2.0"],
  ])("%s is under %s", (model, licence) => {
    expect(licenceOf(model)).toMatchObject({ licence, nonCommercial: false, source: expect.stringMatching(/^https:/) });
  });

  it.each([
    ["openaudio-s1-mini", "CC-BY-NC-SA-4.0"],
    ["fishaudio/fish-speech-1.5", "CC-BY-NC-SA-4.0"],
    ["s1-mini", "CC-BY-NC-SA-4.0"],
    ["moonshine-base-ja", "Moonshine Community License"],
  ])("%s is not for business: %s", (model, licence) => {
    expect(licenceOf(model)).toMatchObject({ licence, nonCommercial: true });
  });

  it("points to each character's terms for VOICEVOX", () => {
    expect(licenceOf("voicevox")?.licence).toContain("character");
  });

  it.each(["gpt-4o", "whisper-1", "someone/whisper-small-lawyers", "Qwen3.5-4B", "qwen3-max", "llama-5", "tts-1", ""])(
    "does not guess for %j",
    (model) => {
      expect(licenceOf(model)).toBeUndefined();
    },
  );
});
