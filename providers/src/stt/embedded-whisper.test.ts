import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmbeddedWhisper } from "./embedded-whisper.ts";
import type { WhisperBinding, WhisperContext, WhisperOptions } from "./whisper-binding.ts";

const never = new AbortController().signal;
const speech = new Float32Array(16_000).map((_, i) => 0.5 * Math.sin(i / 5));

let weightsDirectory: string;

beforeEach(() => {
  weightsDirectory = mkdtempSync(join(tmpdir(), "hisho-whisper-"));
});
afterEach(() => rmSync(weightsDirectory, { recursive: true }));

function addModel(name: string) {
  mkdirSync(join(weightsDirectory, "whisper"), { recursive: true });
  writeFileSync(join(weightsDirectory, "whisper", name), "");
}

function addBinding() {
  const folder = join(
    weightsDirectory,
    `whisper/node_modules/@fugood/node-whisper-${process.platform}-${process.arch}`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.node"), "");
}

/** A binding that records what it is asked; `answer` settles the run, `stop` makes it an aborted one. */
function bindingThat(answer: unknown) {
  const asked: { options: WhisperOptions; samples: Int16Array }[] = [];
  let stopped = 0;
  const binding: WhisperBinding = {
    WhisperContext: class implements WhisperContext {
      transcribeData(pcm: ArrayBuffer, options: WhisperOptions) {
        asked.push({ options, samples: new Int16Array(pcm) });
        let end = (_: unknown) => {};
        const waiting = new Promise<unknown>((resolve) => {
          end = resolve;
        });
        const stop = async () => {
          stopped += 1;
          end({ result: "", isAborted: true });
        };
        return { promise: answer === "waits" ? waiting : Promise.resolve(answer), stop };
      }
      async release() {}
    },
  };
  return { asked, binding, stopped: () => stopped };
}

async function prepared(answer: unknown, language?: string) {
  addModel("ggml-base.bin");
  addBinding();
  const fake = bindingThat(answer);
  const stt = createEmbeddedWhisper({
    weightsDirectory,
    load: () => fake.binding,
    ...(language === undefined ? {} : { language }),
  });
  await stt.prepare(never);
  return { stt, ...fake };
}

describe("what is missing", () => {
  it("is said in one sentence: the model first, then the binding with the command that adds it", async () => {
    const stt = createEmbeddedWhisper({ weightsDirectory });
    const way = "npm run models -- get whisper-base-q5_1";
    expect(stt.health()).toMatchObject({ status: "down", reason: expect.stringMatching(`no whisper model.*${way}`) });
    addModel("ggml-base.bin");
    expect(stt.health()).toMatchObject({ status: "down", reason: expect.stringMatching(`binding.*${way}`) });
    expect(stt.isInstalled).toBe(false);
    await expect(stt.prepare(never)).rejects.toMatchObject({ reason: "unavailable" });
    addBinding();
    expect(stt.health()).toMatchObject({ status: "preparing" });
    expect(stt.isInstalled).toBe(true);
  });

  it("includes a binding that does not load", async () => {
    addModel("ggml-base.bin");
    addBinding();
    const stt = createEmbeddedWhisper({ weightsDirectory });
    await expect(stt.prepare(never)).rejects.toMatchObject({ reason: "unavailable" });
    expect(stt.health()).toMatchObject({ status: "down", reason: expect.stringContaining("does not load") });
  });
});

describe("hearing", () => {
  it("hands over 16-bit samples and gives the words without what is no speech", async () => {
    const { stt, asked } = await prepared({
      result: " [BLANK_AUDIO] 今日は (風の音) ",
      language: "ja",
      isAborted: false,
    });
    const heard = await stt.transcribe({ pcm: speech, language: "auto", final: true, previousText: "前" }, never);
    expect(heard).toEqual({ text: "今日は", language: "ja" });
    expect(asked[0]!.options).toMatchObject({ language: "auto", prompt: "前", temperature: 0 });
    expect(asked[0]!.samples[8]).toBe(Math.round(speech[8]! * 32_767));
  });

  it("takes the configured language where none is asked for", async () => {
    const { stt, asked } = await prepared({ result: "네", isAborted: false }, "ko-KR");
    expect((await stt.transcribe({ pcm: speech, language: "auto", final: true }, never)).language).toBe("ko");
    expect(asked[0]!.options.language).toBe("ko");
  });

  it("asks nothing for silence", async () => {
    const { stt, asked } = await prepared({ result: "Thank you.", isAborted: false });
    const silence = { pcm: new Float32Array(16_000), language: "en", final: true };
    expect((await stt.transcribe(silence, never)).text).toBe("");
    expect(asked).toEqual([]);
  });

  it("stops the run when aborted", async () => {
    const { stt, stopped } = await prepared("waits");
    const stop = new AbortController();
    const heard = stt.transcribe({ pcm: speech, language: "en", final: false }, stop.signal);
    stop.abort(new Error("spoken over"));
    await expect(heard).rejects.toThrow("spoken over");
    expect(stopped()).toBe(1);
  });

  it("calls an answer of another shape bad", async () => {
    const { stt } = await prepared({ text: "hello" });
    const heard = stt.transcribe({ pcm: speech, language: "en", final: true }, never);
    await expect(heard).rejects.toMatchObject({ reason: "bad-answer" });
  });

  it("hears with the model that came last", () => {
    addModel("ggml-base.bin");
    addModel("ggml-tiny.en.bin");
    const stt = createEmbeddedWhisper({ weightsDirectory });
    const came = (name: string, atS: number) => utimesSync(join(weightsDirectory, "whisper", name), atS, atS);
    came("ggml-base.bin", 100);
    came("ggml-tiny.en.bin", 200);
    expect(stt.languages).toEqual(["en"]);
    came("ggml-base.bin", 300);
    expect(stt.languages).toEqual(["*"]);
  });

  it("knows an English model by its name", async () => {
    addModel("ggml-tiny.en.bin");
    const stt = createEmbeddedWhisper({ weightsDirectory });
    expect(stt.languages).toEqual(["en"]);
    const heard = stt.transcribe({ pcm: speech, language: "ja", final: true }, never);
    await expect(heard).rejects.toMatchObject({ reason: "language" });
  });
});
