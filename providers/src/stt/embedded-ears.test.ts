import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmbeddedEars } from "./embedded-ears.ts";
import type { SpeechToText } from "./port.ts";
import type { WhisperBinding } from "./whisper-binding.ts";

const never = new AbortController().signal;
const pcm = new Float32Array(16_000).map((_, i) => 0.5 * Math.sin(i / 5));

let weightsDirectory: string;
let loaded: string[];
let released: number;
let hasEnglish: boolean;

beforeEach(() => {
  weightsDirectory = mkdtempSync(join(tmpdir(), "hisho-ears-"));
  loaded = [];
  released = 0;
  hasEnglish = true;
});
afterEach(() => rmSync(weightsDirectory, { recursive: true }));

function add(path: string, content = "") {
  mkdirSync(join(weightsDirectory, path, ".."), { recursive: true });
  writeFileSync(join(weightsDirectory, path), content);
}

function addWhisper(file = "ggml-tiny-q5_1.bin") {
  add(`whisper-binding-${process.platform}-${process.arch}/index.node`);
  add(`whisper/${file}`);
}

/** Hears the same words whatever is said; a file named "bad" is no model. */
const binding: WhisperBinding = {
  WhisperContext: class {
    constructor({ filePath }: { filePath: string }) {
      if (filePath.includes("bad")) throw new Error("no model");
      loaded.push(filePath.slice(weightsDirectory.length + 1));
    }
    transcribeData() {
      return { promise: Promise.resolve({ result: "はい", isAborted: false }), stop: async () => {} };
    }
    async release() {
      released += 1;
    }
  },
};

const english = (): SpeechToText => ({
  name: "english",
  isMock: false,
  languages: ["en"],
  health: () => (hasEnglish ? { status: "ok" } : { status: "down", reason: "no moonshine" }),
  prepare: async () => {
    if (!hasEnglish) throw new Error("no moonshine");
  },
  transcribe: async () => ({ text: "yes", language: "en" }),
  close: async () => {},
});

const ears = () => createEmbeddedEars({ weightsDirectory, load: () => binding, english: english() });
const hear = async (stt: SpeechToText, language: string) =>
  (await stt.transcribe({ pcm, language, final: true }, never)).text;

describe("the recogniser of a fresh installation", () => {
  it("hears English and is well", async () => {
    const stt = ears();
    await stt.prepare(never);
    expect(stt.languages).toEqual(["en"]);
    expect(stt.health()).toEqual({ status: "ok" });
    expect(await hear(stt, "en-US")).toBe("yes");
  });

  it("hears every language from the moment that a model is there, without being made anew", async () => {
    const stt = ears();
    await stt.prepare(never);
    addWhisper();
    expect(stt.languages).toEqual(["en"]);
    await stt.lookAgain?.(never);
    expect(stt.languages).toEqual(["en", "*"]);
    expect(await hear(stt, "ja-JP")).toBe("はい");
    expect(await hear(stt, "auto")).toBe("はい");
    expect(await hear(stt, "en-US")).toBe("yes");
    expect(loaded).toEqual(["whisper/ggml-tiny-q5_1.bin"]);
  });

  it("loads a model that is there at the start, and a better one that comes later in its place", async () => {
    addWhisper();
    const stt = ears();
    await stt.prepare(never);
    await stt.lookAgain?.(never);
    addWhisper("ggml-base-q5_1.bin");
    await stt.lookAgain?.(never);
    expect(loaded).toEqual(["whisper/ggml-tiny-q5_1.bin", "whisper/ggml-base-q5_1.bin"]);
    expect(released).toBe(1);
    expect(await hear(stt, "ko-KR")).toBe("はい");
  });

  it("keeps to English and says so when what has come does not load", async () => {
    const stt = ears();
    await stt.prepare(never);
    addWhisper("bad.bin");
    await expect(stt.lookAgain?.(never)).rejects.toMatchObject({ reason: "unavailable" });
    expect(stt.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("bad.bin") });
    expect(stt.languages).toEqual(["en"]);
    expect(await hear(stt, "en-US")).toBe("yes");
  });

  it("hears English with Whisper where Moonshine is missing", async () => {
    hasEnglish = false;
    addWhisper();
    const stt = ears();
    await expect(stt.prepare(never)).rejects.toThrow("no moonshine");
    expect(stt.health()).toEqual({ status: "degraded", reason: "no moonshine" });
    expect(await hear(stt, "en-US")).toBe("はい");
  });

  it("stays closed", async () => {
    addWhisper();
    const stt = ears();
    await stt.prepare(never);
    await stt.close();
    await stt.lookAgain?.(never);
    expect(loaded).toHaveLength(1);
    expect(released).toBe(1);
  });
});
