import { describe, expect, it, vi } from "vitest";
import { createReader, type ReaderParts, readable } from "./reader.ts";

const TEXT = "First sentence that is long enough to stand alone, surely, I think. Second one, which follows it.";

function setUp(change: Partial<ReaderParts> = {}) {
  const log: string[] = [];
  let end: (() => void) | null = null;
  const parts: ReaderParts = {
    fetchSpeech: async (text) => {
      log.push(`fetch ${text.slice(0, 6).trim()}`);
      return new Blob([text]);
    },
    play: async (sound, signal) => {
      log.push(`play ${(await sound.text()).slice(0, 6).trim()}`);
      await new Promise<void>((resolve, reject) => {
        end = resolve;
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    },
    sayHere: async (text) => {
      log.push(`here ${text.slice(0, 6).trim()}`);
      return true;
    },
    hush: () => {
      log.push("hush");
      return () => log.push("speak");
    },
    ...change,
  };
  const ends = async (): Promise<void> => {
    await vi.waitFor(() => expect(end).not.toBeNull());
    end?.();
    end = null;
  };
  return { reader: createReader(parts), log, ends };
}

describe("the reader", () => {
  it("reads sentence by sentence, the next one fetched meanwhile, with the microphone shut", async () => {
    const { reader, log, ends } = setUp();
    reader.read("a", TEXT, "en");
    expect(reader.store.getState().reading).toBe("a");
    await vi.waitFor(() => expect(log).toEqual(["hush", "fetch First", "fetch Second", "play First"]));
    await ends();
    await vi.waitFor(() => expect(log.at(-1)).toBe("play Second"));
    await ends();
    await vi.waitFor(() => expect(reader.store.getState()).toEqual({ reading: null, silent: false }));
    expect(log.at(-1)).toBe("speak");
  });

  it("stops at once, and another reading takes its place", async () => {
    const { reader, log } = setUp();
    reader.read("a", TEXT, "en");
    await vi.waitFor(() => expect(log).toContain("play First"));
    reader.read("b", "Another.", "en");
    await vi.waitFor(() => expect(log).toContain("play Anothe"));
    expect(log.filter((line) => !/^(fetch|play)/.test(line))).toEqual(["hush", "speak", "hush"]);
    expect(reader.store.getState().reading).toBe("b");
    expect(log).not.toContain("play Second");
    reader.stop();
    await vi.waitFor(() => expect(log.filter((line) => line === "speak").length).toBe(2));
    expect(reader.store.getState()).toEqual({ reading: null, silent: false });
  });

  it("goes on in a voice of the device when the relay cannot say it, and says when there is none", async () => {
    const { reader, log } = setUp({ fetchSpeech: async () => null });
    reader.read("a", TEXT, "en");
    await vi.waitFor(() => expect(reader.store.getState().reading).toBeNull());
    expect(log).toEqual(["hush", "here First", "here Second", "speak"]);
    const mute = setUp({ fetchSpeech: async () => null, sayHere: async () => false });
    mute.reader.read("a", TEXT, "en");
    await vi.waitFor(() => expect(mute.reader.store.getState()).toEqual({ reading: null, silent: true }));
  });
});

describe("recorded voices", () => {
  it("sound one after the other, and can be stopped", async () => {
    const { reader, log, ends } = setUp();
    const heard = reader.hear("a", [new Blob(["person"]), new Blob(["answer"])]);
    expect(reader.store.getState().reading).toBe("a");
    await ends();
    await vi.waitFor(() => expect(log).toEqual(["hush", "play person", "play answer"]));
    reader.stop();
    expect(await heard, "stopped is not broken").toBe(true);
    expect(log.at(-1)).toBe("speak");
  });

  it("say when the device cannot play them", async () => {
    const { reader } = setUp({ play: () => Promise.reject(new Error("no decoder")) });
    expect(await reader.hear("a", [new Blob(["x"])])).toBe(false);
    expect(reader.store.getState()).toEqual({ reading: null, silent: false });
  });
});

describe("readable pieces", () => {
  it("are sentences, short ones together, none longer than the relay takes", () => {
    expect(readable("はい。そうです。\n\n第8条　宿泊費は一泊につき12,000円を上限とする。", "ja")).toEqual([
      "はい。そうです。",
      "第8条　宿泊費は一泊につき12,000円を上限とする。",
    ]);
    const long = readable("x".repeat(1500), "en");
    expect(long.map(({ length }) => length)).toEqual([600, 600, 300]);
    expect(readable(" \n\n ", "en")).toEqual([]);
  });

  it("lose nothing", () => {
    const text = `${TEXT} ${"Short. ".repeat(40)}| a | b |\n| c | d |`;
    expect(readable(text, "en").join("")).toBe(text);
  });
});
