import type { Passage } from "@hisho/providers/llm/port.ts";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../tests/manual-clock.ts";
import { EarlyRetrieval } from "./early-retrieval.ts";

const SIGNAL = new AbortController().signal;
const passage = (text: string): Passage => ({ n: 1, docId: "d", title: "t", locator: "", text, score: 1 });

/** A library whose searches end when the test says so. */
function library() {
  const asked: { question: string; signal: AbortSignal; find: () => void; fail: () => void }[] = [];
  return {
    asked,
    removed: 1,
    added: 1,
    revision() {
      return { removed: this.removed, added: this.added };
    },
    retrieve: (question: string, _language: string, signal: AbortSignal) =>
      new Promise<Passage[]>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        const find = (): void => resolve([passage(question)]);
        asked.push({ question, signal, find, fail: () => reject(new Error("broken")) });
      }),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("looking for passages while the person speaks", () => {
  it("gives what was found of the same words, whatever grammar stands between them", async () => {
    const clock = new ManualClock();
    const shelf = library();
    const early = new EarlyRetrieval(shelf, clock);
    early.hear("when does the ferry leave", "en-US");
    await clock.pass(30);
    shelf.asked[0]?.find();
    await settle();
    const found = await early.passagesFor("When does the ferry leave, please?", "en-US", SIGNAL);
    expect(found).toMatchObject({ foresight: "reused", waitedMs: 0, tookMs: 30 });
    expect(found.passages).toEqual([passage("when does the ferry leave")]);
    expect(shelf.asked).toHaveLength(1);
  });

  it("waits for the rest of a search that is under way", async () => {
    const clock = new ManualClock();
    const shelf = library();
    const early = new EarlyRetrieval(shelf, clock);
    early.hear("フェリーは何時", "ja-JP");
    await clock.pass(30);
    const found = early.passagesFor("フェリーは何時ですか", "ja-JP", SIGNAL);
    await clock.pass(10);
    shelf.asked[0]?.find();
    expect(await found).toMatchObject({ foresight: "reused", waitedMs: 10, tookMs: 40 });
  });

  it("looks for one thing at a time, the newest words next, and not twice for the same", async () => {
    const shelf = library();
    const early = new EarlyRetrieval(shelf, new ManualClock());
    for (const words of ["the ferry", "the ferry on Sunday", "the ferry on Sunday morning"]) early.hear(words, "en-US");
    expect(shelf.asked.map(({ question }) => question)).toEqual(["the ferry"]);
    shelf.asked[0]?.find();
    await settle();
    shelf.asked[1]?.find();
    await settle();
    early.hear("the ferry on Sunday morning", "en-US");
    early.hear("and so what", "en-US");
    expect(shelf.asked.map(({ question }) => question)).toEqual(["the ferry", "the ferry on Sunday morning"]);
  });

  it("drops what the last words did not ask for", async () => {
    const shelf = library();
    const early = new EarlyRetrieval(shelf, new ManualClock());
    early.hear("the ferry", "en-US");
    const found = early.passagesFor("the ferry on Sunday", "en-US", SIGNAL);
    expect(shelf.asked[0]?.signal.aborted).toBe(true);
    shelf.asked[1]?.find();
    expect(await found).toMatchObject({ foresight: "missed", passages: [passage("the ferry on Sunday")] });
  });

  it("gives nothing stale: documents have changed before the last words, or while they were waited for", async () => {
    for (const isWaiting of [false, true]) {
      const shelf = library();
      const early = new EarlyRetrieval(shelf, new ManualClock());
      early.hear("the ferry", "en-US");
      if (!isWaiting) {
        shelf.asked[0]?.find();
        await settle();
        shelf.removed += 1;
      }
      const found = early.passagesFor("the ferry", "en-US", SIGNAL);
      if (isWaiting) {
        shelf.removed += 1;
        shelf.asked[0]?.find();
        await settle();
      }
      shelf.asked[1]?.find();
      expect(await found).toMatchObject({ foresight: "missed" });
      expect(shelf.asked).toHaveLength(2);
    }
  });

  it("does without what came while somebody spoke, for a short while", async () => {
    const clock = new ManualClock();
    const shelf = library();
    const early = new EarlyRetrieval(shelf, clock);
    early.hear("the ferry", "en-US");
    shelf.asked[0]?.find();
    await settle();
    shelf.added += 1;
    await clock.pass(1_000);
    early.hear("the ferry", "en-US");
    await clock.pass(4_000);
    expect(await early.passagesFor("the ferry", "en-US", SIGNAL)).toMatchObject({ foresight: "reused" });
    expect(shelf.asked).toHaveLength(1);
    await clock.pass(1);
    const found = early.passagesFor("the ferry", "en-US", SIGNAL);
    shelf.asked[1]?.find();
    expect(await found).toMatchObject({ foresight: "missed" });
  });

  it("looks again for words that are still spoken when passages came, and waits for it only where nothing was found", async () => {
    const clock = new ManualClock();
    const shelf = library();
    const early = new EarlyRetrieval(shelf, clock);
    early.hear("the ferry", "en-US");
    shelf.asked[0]?.find();
    await settle();
    shelf.added += 1;
    await clock.pass(1_001);
    early.hear("the ferry", "en-US");
    expect(shelf.asked).toHaveLength(2);
    expect(await early.passagesFor("the ferry", "en-US", SIGNAL)).toMatchObject({ foresight: "reused", waitedMs: 0 });
    shelf.removed += 1;
    const found = early.passagesFor("the ferry", "en-US", SIGNAL);
    shelf.asked[2]?.find();
    expect(await found).toMatchObject({ foresight: "missed" });
  });

  it("looks again after a search that failed", async () => {
    const shelf = library();
    const early = new EarlyRetrieval(shelf, new ManualClock());
    early.hear("the ferry", "en-US");
    shelf.asked[0]?.fail();
    const found = early.passagesFor("the ferry", "en-US", SIGNAL);
    await settle();
    shelf.asked[1]?.find();
    expect(await found).toMatchObject({ foresight: "missed", passages: [passage("the ferry")] });
  });

  it("stops when nothing more is wanted, and begins anew for words that come later", () => {
    const shelf = library();
    const early = new EarlyRetrieval(shelf, new ManualClock());
    early.hear("the ferry", "en-US");
    early.close();
    expect(shelf.asked[0]?.signal.aborted).toBe(true);
    early.hear("the ferry", "en-US");
    expect(shelf.asked[1]?.signal.aborted).toBe(false);
  });
});
