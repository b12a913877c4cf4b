import type { Citation, DocumentText } from "@hisho/protocol";
import { describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import type { StoredPassage } from "../history/schema.ts";
import type { TalkState } from "../session/talk.ts";
import { createPassageBook, keepCited, partsOf } from "./passages.ts";

const TEXT = `${"Intro. ".repeat(400)}\n\nBefore it.\n\nThe cited part.\n\nAfter it.\n\n${"End. ".repeat(400)}`;
const start = TEXT.indexOf("The cited");
const citation: Citation = {
  n: 1,
  doc_id: "d-1",
  title: "A",
  locator: "",
  snippet: "The cited part.",
  start,
  end: start + "The cited part.".length,
};
const { signal } = new AbortController();

function setUp() {
  const kept = new Map<string, StoredPassage>();
  const relay: { answer: "whole" | "gone" | null; asked: number } = { answer: "whole", asked: 0 };
  const text = async (doc_id: string, from: number, to: number): Promise<DocumentText | "gone" | null> => {
    relay.asked += 1;
    if (relay.answer !== "whole") return relay.answer;
    const end = Math.min(to, TEXT.length);
    const part = { text: TEXT.slice(from, end), start: from, end, length: TEXT.length };
    return { doc_id, title: "A", media_type: "text/plain", updated_at: "", ...part };
  };
  const book = createPassageBook(
    { text },
    {
      passage: async (turn, n) => kept.get(`${turn} ${n}`),
      keepPassage: async (passage) => {
        kept.set(`${passage.turn} ${passage.n}`, passage);
        return true;
      },
    },
    { date: () => new Date("2026-11-20T00:00:00Z") },
  );
  return { book, kept, relay };
}

describe("a cited passage", () => {
  it("comes from the relay once, then from the device, also when the relay is away or the document gone", async () => {
    const { book, relay } = setUp();
    const first = await book.open("t", citation, signal);
    expect(first).toMatchObject({ state: "found", passage: { docId: "d-1", citedStart: start, length: TEXT.length } });
    for (const answer of [null, "gone"] as const) {
      relay.answer = answer;
      expect(await book.open("t", citation, signal)).toEqual(first);
    }
    expect(relay.asked).toBe(1);
  });

  it("says when it is not to be had, and does not keep what no answer cites", async () => {
    const { book, kept, relay } = setUp();
    await book.open(null, citation, signal);
    expect(kept.size).toBe(0);
    relay.answer = null;
    expect(await book.open("t", citation, signal)).toEqual({ state: "away" });
    relay.answer = "gone";
    expect(await book.open("t", citation, signal)).toEqual({ state: "deleted" });
    const { start: _start, end: _end, ...placeless } = citation;
    expect(await book.open("t", placeless, signal)).toEqual({ state: "away" });
  });

  it("stands between whole paragraphs of its document", async () => {
    const { book } = setUp();
    const found = await book.open("t", citation, signal);
    if (found.state !== "found") throw new Error("not found");
    expect(partsOf(found.passage)).toEqual({
      before: "Before it.\n\n",
      cited: "The cited part.",
      after: "\n\nAfter it.",
    });
  });

  it("shows a short document whole", () => {
    const text = "One.\n\nTwo.\n\nThree.";
    const passage = { turn: "t", n: 1, docId: "d", start: 0, citedStart: 6, citedEnd: 10, text, length: text.length };
    expect(partsOf({ ...passage, keptAt: "" })).toEqual({ before: "One.\n\n", cited: "Two.", after: "\n\nThree." });
  });
});

it("keeps what an answer cites as soon as it is cited, and asks again what was not to be had", async () => {
  const { book, kept, relay } = setUp();
  const turns = [{ key: "t", citations: [citation] }];
  const state = (connection: string): TalkState =>
    ({ turns: [...turns], connection: { state: connection } }) as unknown as TalkState;
  const talk = createStore(() => state("open"));
  keepCited(talk, book, signal);
  relay.answer = null;
  talk.setState(state("open"));
  await vi.waitFor(() => expect(relay.asked).toBe(1));
  relay.answer = "whole";
  talk.setState(state("reconnecting"));
  expect(relay.asked).toBe(1);
  talk.setState(state("open"));
  await vi.waitFor(() => expect(kept.has("t 1")).toBe(true));
  talk.setState(state("open"));
  expect(relay.asked).toBe(2);
});
