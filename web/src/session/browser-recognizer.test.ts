import type { ProviderSummary } from "@hisho/protocol";
import { describe, expect, it } from "vitest";
import { BrowserRecognizer, findSpeechRecognition, hearsInBrowser, type Recognized } from "./browser-recognizer.ts";

/** A recogniser that hears what the test says. */
class FakeRecognition extends EventTarget {
  static made: FakeRecognition[] = [];
  lang = "";
  continuous = false;
  interimResults = false;
  starts = 0;
  constructor() {
    super();
    FakeRecognition.made.push(this);
  }
  start(): void {
    this.starts += 1;
  }
  stop(): void {
    this.dispatchEvent(new Event("end"));
  }
  says(results: { text: string; final: boolean }[], resultIndex: number): void {
    const heard = results.map(({ text, final }) => Object.assign([{ transcript: text }], { isFinal: final }));
    this.dispatchEvent(Object.assign(new Event("result"), { resultIndex, results: heard }));
  }
  fails(error: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { error }));
    this.dispatchEvent(new Event("end"));
  }
}

function listening() {
  const words: Recognized[] = [];
  const problems: string[] = [];
  const recognizer = new BrowserRecognizer(
    FakeRecognition,
    (heard) => words.push(heard),
    (code) => problems.push(code),
  );
  recognizer.listen(true, "ja-JP");
  return { recognizer, words, problems, recognition: FakeRecognition.made.at(-1)! };
}

describe("the browser's recogniser", () => {
  it("gives what is new, tentative until it is final", () => {
    const { words, recognition } = listening();
    recognition.says([{ text: "東京", final: false }], 0);
    recognition.says(
      [
        { text: "東京の", final: true },
        { text: "天気", final: false },
      ],
      1,
    );
    recognition.says(
      [
        { text: "東京の", final: true },
        { text: "天気は", final: true },
      ],
      1,
    );
    expect(recognition.lang).toBe("ja-JP");
    expect(words).toEqual([
      { text: "東京", final: false },
      { text: "天気", final: false },
      { text: "天気は", final: true },
    ]);
  });

  it("goes on after the browser ended it, and stops when told", () => {
    const { recognizer, recognition, problems } = listening();
    recognition.fails("no-speech");
    expect(recognition.starts).toBe(2);
    recognizer.listen(false, "ja-JP");
    expect(recognition.starts).toBe(2);
    expect(problems).toEqual([]);
  });

  it("says once that it may not hear, and does not insist", () => {
    const { recognition, problems } = listening();
    recognition.fails("not-allowed");
    expect(recognition.starts).toBe(1);
    expect(problems).toEqual(["not-allowed"]);
  });

  it("is found under either name, or not at all", () => {
    expect(findSpeechRecognition({ webkitSpeechRecognition: FakeRecognition })).toBe(FakeRecognition);
    expect(findSpeechRecognition({})).toBeNull();
  });
});

const providers = (stt: Partial<ProviderSummary>) => {
  const summary = { name: "embedded", is_mock: false, languages: ["*"] };
  return { stt: { ...summary, ...stt }, llm: summary, tts: summary, embedding: summary };
};

it("goes by the language where the relay has several recognisers, and by the name where it tells no more", () => {
  expect(hearsInBrowser(providers({ in_browser: ["ja", "ko"] }), "ja")).toBe(true);
  expect(hearsInBrowser(providers({ name: "browser", in_browser: ["ja"] }), "en")).toBe(false);
  expect(hearsInBrowser(providers({ name: "browser" }), "en")).toBe(true);
  expect(hearsInBrowser(providers({}), "en")).toBe(false);
  expect(hearsInBrowser(null, "en")).toBe(false);
});
